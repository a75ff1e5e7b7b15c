"""Puts the samples of landings into the sandbox's landing buckets, as a supplier would."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from meshwright import names
from meshwright.language import Domain, Landing, Mesh

from .buckets import bucket_called
from .errors import SandboxError
from .place import NAME
from .progress import Progress, Step, unseen
from .server import Server

SOURCE = "mesh-sample"
"""Metadata of a delivered object: the SHA-256 of the sample it came from. What a person put there has none."""


@dataclass(frozen=True)
class Delivery:
    """One landing's sample."""

    domain: str
    landing: str
    keys: tuple[str, ...]
    """Of the objects that stand for it, in the domain's landing bucket."""
    changed: bool
    """Whether anything had to be put or removed."""


def deliver(mesh: Mesh, root: Path, server: Server, progress: Progress = unseen) -> tuple[Delivery, ...]:
    """Put every landing's ``sample`` under ``<landing>/`` in its domain's landing bucket, zip files unpacked.

    Samples that are there already are left; what an earlier sample of the same landing left behind goes. Other files
    in the bucket are nobody's business here.

    Raises:
        SandboxError: a sample or a bucket is missing.
    """
    s3 = server.client("s3")
    wanted = [(d, x) for d in mesh.domains for x in d.landings if x.sample is not None]
    delivered = []
    for done, (domain, landing) in enumerate(wanted):
        subject = f"{domain.name}.{landing.name}"
        progress(Step("deliver", subject, done, len(wanted)))
        one = _deliver(s3, bucket_called(s3, names.bucket(NAME, domain.name, "landing", "")), domain, landing, root)
        progress(Step("deliver", subject, done + 1, len(wanted), "delivered" if one.changed else "unchanged"))
        delivered.append(one)
    return tuple(delivered)


def sample_file(root: Path, domain: str, sample: str) -> Path | None:
    """The file that a landing's ``sample`` names: beside the definition, or in an installed package.

    A package is found without importing it. None where there is no such file, or it lies outside.
    """
    package, colon, inside = sample.partition(":")
    if colon:
        spec = find_spec(package) if package.isidentifier() else None
        folders = [Path(p) for p in (spec.submodule_search_locations or ())] if spec else []
    else:
        folders, inside = [root / "domains" / domain], sample
    for folder in folders:
        path = (folder / inside).resolve()
        if path.is_file() and path.is_relative_to(folder.resolve()):
            return path
    return None


def _deliver(s3: Any, bucket: str, domain: Domain, landing: Landing, root: Path) -> Delivery:
    assert landing.sample is not None  # chosen by the caller
    path = sample_file(root, domain.name, landing.sample)
    if path is None:
        raise SandboxError(
            f'{domain.name}.{landing.name}: there is no sample "{landing.sample}"; '
            "add the file, install the package, or remove sample="
        )
    content = path.read_bytes()
    source = hashlib.sha256(content).hexdigest()
    there = _delivered(s3, bucket, landing.name)
    try:
        files = {f"{landing.name}/{name}": read for name, read in _files(path, content)}
        stale = [key for key in there if key not in files]
        missing = [key for key in files if there.get(key) != source]
        for key in missing:
            s3.put_object(Bucket=bucket, Key=key, Body=files[key](), Metadata={SOURCE: source})
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
        raise SandboxError(f"{path} can't be unpacked ({problem}); replace it by a plain zip file") from None
    for key in stale:
        s3.delete_object(Bucket=bucket, Key=key)
    return Delivery(domain.name, landing.name, tuple(files), bool(missing or stale))


def _delivered(s3: Any, bucket: str, landing: str) -> dict[str, str]:
    """The objects that deliveries put there, with the hash of their samples."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{landing}/")
    keys = [o["Key"] for page in pages for o in page.get("Contents", ())]
    sources = {key: s3.head_object(Bucket=bucket, Key=key)["Metadata"].get(SOURCE) for key in keys}
    return {key: source for key, source in sources.items() if source is not None}


def _files(path: Path, content: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and content of what is to be delivered; a member of a zip file is unpacked when it is asked for."""
    if path.suffix != ".zip":
        yield path.name, lambda: content
        return
    packed = zipfile.ZipFile(io.BytesIO(content))
    for member in packed.infolist():
        name = member.filename.rpartition("/")[2]
        if name and not name.startswith((".", "_")):
            yield name, partial(packed.read, member)
