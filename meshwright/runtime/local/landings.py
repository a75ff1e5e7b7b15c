"""A landing's files: what is there, and what is in it."""

import hashlib
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from ..errors import RunError
from ..plan import Input
from .csv_files import read_csv
from .json_lines import read_json
from .parquet_files import read_parquet


@dataclass(frozen=True)
class File:
    """One raw file."""

    key: str
    size: int
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


def read_landing(s3: Any, bucket: str, given: Input) -> tuple[pa.Table, str]:
    """Every row of every file, without the columns to drop; and the version that was read.

    Raises:
        RunError: there is no file, or one is not as declared.
    """
    found = files(s3, bucket, given.name)
    if not found:
        raise RunError(f"landing {given.name} has no files; put one under s3://{bucket}/{given.name}/")
    return pa.concat_tables([_read(s3, bucket, file, given) for file in found]), version(found)


def _read(s3: Any, bucket: str, file: File, given: Input) -> pa.Table:
    where = f"landing {given.name}, {file.key.partition('/')[2]}"
    body = s3.get_object(Bucket=bucket, Key=file.key, IfMatch=file.etag)["Body"].read()
    match given.format:
        case "csv":
            return read_csv(body, given.columns, given.null, where)
        case "json":
            return read_json(body, given.columns, where)
        case "parquet":
            return read_parquet(body, given.columns, where)
    raise RunError(f"landing {given.name} has format {given.format!r}; csv, json and parquet can be read")
