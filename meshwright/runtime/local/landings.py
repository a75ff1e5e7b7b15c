"""A landing's files: what is in them."""

from typing import Any

import pyarrow as pa

from ..landing_files import File, landed, place, unknown_format, version
from ..plan import Input
from .csv_files import read_csv
from .json_lines import read_json
from .parquet_files import read_parquet


def read_landing(s3: Any, bucket: str, given: Input) -> tuple[pa.Table, str]:
    """Every row of every file, without the columns to drop; and the version that was read.

    Raises:
        RunError: there is no file, or one is not as declared.
    """
    found = landed(s3, bucket, given)
    return pa.concat_tables([_read(s3, bucket, file, given) for file in found]), version(found)


def _read(s3: Any, bucket: str, file: File, given: Input) -> pa.Table:
    where = place(given, file.key)
    body = s3.get_object(Bucket=bucket, Key=file.key, IfMatch=file.etag)["Body"].read()
    match given.format:
        case "csv":
            return read_csv(body, given.columns, given.null, where)
        case "json":
            return read_json(body, given.columns, where)
        case "parquet":
            return read_parquet(body, given.columns, where)
    raise unknown_format(given)
