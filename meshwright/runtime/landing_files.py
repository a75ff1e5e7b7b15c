"""A landing's files: which are there."""

import hashlib
from dataclasses import dataclass
from typing import Any

from .errors import RunError
from .plan import Input


@dataclass(frozen=True)
class File:
    """One raw file."""

    key: str
    size: int
    """Bytes."""
    etag: str


def files(s3: Any, bucket: str, landing: str) -> tuple[File, ...]:
    """The files of a landing by key. As for Spark, names that begin with ``_`` or ``.`` are markers, not data."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{landing}/")
    return tuple(
        File(o["Key"], o["Size"], o["ETag"].strip('"'))
        for page in pages
        for o in page.get("Contents", ())
        if not o["Key"].rpartition("/")[2].startswith((".", "_")) and not o["Key"].endswith("/")
    )


def version(found: tuple[File, ...]) -> str:
    """Identifies the content of a landing: SHA-256 over keys, sizes and ETags."""
    return hashlib.sha256(repr([(f.key, f.size, f.etag) for f in found]).encode()).hexdigest()


def landed(s3: Any, bucket: str, given: Input) -> tuple[File, ...]:
    """The files of a landing that a run reads.

    Raises:
        RunError: there is none.
    """
    found = files(s3, bucket, given.name)
    if not found:
        raise RunError(f"landing {given.name} has no files; put one under s3://{bucket}/{given.name}/")
    return found


def place(given: Input, key: str) -> str:
    """A file, for messages."""
    return f"landing {given.name}, {key.partition('/')[2]}"


def unknown_format(given: Input) -> RunError:
    """A landing in a format that no engine reads."""
    return RunError(f"landing {given.name} has format {given.format!r}; csv, json and parquet can be read")
