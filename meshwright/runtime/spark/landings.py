"""Landings as views: every value of every file as declared, or an error with the file."""

from functools import reduce
from typing import Any
from urllib.parse import unquote

from ..errors import RunError
from ..landing_files import landed, place, unknown_format, version
from ..plan import Input
from .csv_files import csv_parts
from .json_lines import json_parts
from .parquet_files import parquet_parts
from .parts import Address, Part
from .services import Services

_PARTS = {"csv": csv_parts, "json": json_parts, "parquet": parquet_parts}


def register_landing(spark: Any, services: Services, bucket: str, given: Input) -> tuple[str, int]:
    """Make a landing the view that the transform reads, without the columns to drop; its version, and its rows.

    The files are read twice: here to check every value, then by the transform. What is checked does not depend on what
    the transform happens to need.

    Raises:
        RunError: there is no file, or one is not as declared.
    """
    files = landed(services.s3, bucket, given)
    address = Address(f"{services.files}{bucket}/")
    if given.format not in _PARTS:
        raise unknown_format(given)
    parts = _PARTS[given.format](spark, services.s3, bucket, given, files, address)
    rows = _check(parts, given, address)
    reduce(lambda one, other: one.unionAll(other), [p.values() for p in parts]).createOrReplaceTempView(given.view)
    return version(files), rows


def _check(parts: list[Part], given: Input, address: Address) -> int:
    """How many rows there are, once it is known that nothing is wrong with any."""
    found = reduce(lambda one, other: one.unionAll(other), [p.problems() for p in parts])
    rows, wrong, first = found.selectExpr(
        "count(*)", "count(problem)", "min(struct(file, problem)) FILTER (WHERE problem IS NOT NULL)"
    ).first()
    if wrong:
        more = f", and {wrong - 1:,} more like it" if wrong > 1 else ""
        raise RunError(f"{place(given, address.key(unquote(first['file'])))}: {first['problem']}{more}")
    return int(rows)
