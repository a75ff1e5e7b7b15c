"""What jobs run: the entry script and the packaged runtime."""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pulumi

import meshwright.runtime

from ._artifacts import ArtifactStore, content_hash
from ._component import MeshComponent

SOURCE = Path(meshwright.runtime.__file__).parent
ENTRY = "job.py"
"""The script that Glue starts; everything else is imported from the package."""
LOCAL = "local"
"""The engine of a laptop, which no job needs: its changes don't deploy anything."""
BUILT = Path(".mesh") / "artifacts"
"""Where packages are built, below the project's root."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold: the same for every build."""
UNIX = 3
"""Else a zip says which system it was built on."""


@dataclass(frozen=True, kw_only=True)
class RuntimeArtifactsArgs:
    """What only the caller knows."""

    store: ArtifactStore
    root: Path
    """The project's root."""


class RuntimeArtifacts(MeshComponent):
    """The runtime of a domain's jobs, in the artifact bucket."""

    script: pulumi.Output[str]
    """``s3://`` address of the entry script."""
    package: pulumi.Output[str]
    """``s3://`` address of the zipped runtime."""

    def __init__(self, name: str, args: RuntimeArtifactsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:RuntimeArtifacts", name, opts)

        script, package = (SOURCE / ENTRY).read_text(), build_package(args.root)
        self.script = args.store.put(self.named("script"), "runtime", script, self.child(), kind=".py")
        self.package = args.store.put(self.named("package"), "runtime", package, self.child(), kind=".zip")

        self.register_outputs({"script": self.script, "package": self.package})


def build_package(root: Path) -> Path:
    """Write the runtime as a zip below ``root`` and return its path: the same file for the same sources.

    Files are stored without compression, since what a compressor makes differs between builds of zlib.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in _members():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    content = packed.getvalue()
    target = root / BUILT / f"runtime-{content_hash(content)}.zip"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(target)
    return target


def _members() -> Iterator[tuple[str, bytes]]:
    """The runtime, in a ``meshwright`` that is otherwise empty: a job has no use for the language."""
    yield "meshwright/__init__.py", b""
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE)
        if place.parts[0] != LOCAL:
            yield f"meshwright/runtime/{place.as_posix()}", path.read_bytes()
