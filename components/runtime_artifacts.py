"""What jobs run: the entry script and the packaged runtime, as files that never change under a name."""

import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pulumi
from pulumi_aws import s3

import meshwright.runtime
from meshwright.language import Domain

from ._component import MeshComponent

SOURCE = Path(meshwright.runtime.__file__).parent
ENTRY = "job.py"
"""The script that Glue starts; everything else is imported from the package."""
BUILT = Path(".mesh") / "artifacts"
"""Where packages are built, below the project's root."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same for every build."""
HASH_LENGTH = 16


@dataclass(frozen=True, kw_only=True)
class RuntimeArtifactsArgs:
    """What only the caller knows."""

    domain: Domain
    bucket: pulumi.Input[str]
    """The artifact bucket's name; these stand under ``<domain>/runtime/``."""
    key_arn: pulumi.Input[str]
    """The key of the artifact bucket."""
    root: Path
    """The project's root."""


class RuntimeArtifacts(MeshComponent):
    """The runtime of a domain's jobs, in the artifact bucket, each file under the hash of its content."""

    script: pulumi.Output[str]
    """``s3://`` address of the entry script."""
    package: pulumi.Output[str]
    """``s3://`` address of the zipped runtime."""

    def __init__(self, name: str, args: RuntimeArtifactsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:RuntimeArtifacts", name, opts)
        self._args = args

        self.script = self._put("script", SOURCE / ENTRY, "text/x-python")
        self.package = self._put("package", build_package(args.root), "application/zip")

        self.register_outputs({"script": self.script, "package": self.package})

    def _put(self, purpose: str, path: Path, content_type: str) -> pulumi.Output[str]:
        put = s3.BucketObjectv2(
            self.named(purpose),
            bucket=self._args.bucket,
            key=f"{self._args.domain.name}/runtime/{content_hash(path.read_bytes())}{path.suffix}",
            source=pulumi.FileAsset(str(path)),
            content_type=content_type,
            server_side_encryption="aws:kms",
            kms_key_id=self._args.key_arn,
            bucket_key_enabled=True,
            opts=self.child(),
        )
        return pulumi.Output.concat("s3://", put.bucket, "/", put.key)


def content_hash(content: bytes) -> str:
    """What addresses a file by its content."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]


def build_package(root: Path) -> Path:
    """Write the runtime as a zip below ``root`` and return its path: the same file for the same sources.

    The package holds ``meshwright.runtime`` and nothing else of meshwright, whose ``__init__`` is left empty: a job has
    no use for the language. Files are stored without compression, since what a compressor makes differs between builds
    of zlib.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "meshwright/__init__.py", b"")
        for path in sorted(SOURCE.rglob("*.py")):
            _add(archive, f"meshwright/runtime/{path.relative_to(SOURCE).as_posix()}", path.read_bytes())
    content = packed.getvalue()
    target = root / BUILT / f"runtime-{content_hash(content)}.zip"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(target)
    return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system = 3  # else the zip says which system it was built on
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)
