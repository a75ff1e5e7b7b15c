"""Parquet files: the declared columns by name, of a type that holds the declared one's values."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet

from ..errors import RunError
from ..plan import PlannedColumn
from ..wording import in_words
from .shaping import conform
from .types import arrow_schema


def read_parquet(body: bytes, columns: Sequence[PlannedColumn], where: str) -> pa.Table:
    """The columns that are to be read, with their Arrow types. An optional column that a file lacks is NULL.

    Raises:
        RunError: no parquet file, or a column is missing or of another type.
    """
    wanted = [c for c in columns if c.treatment != "drop"]
    schema = arrow_schema(wanted)
    try:
        file = pyarrow.parquet.ParquetFile(pa.BufferReader(body))
        there = set(file.schema_arrow.names)
        table = file.read(columns=[c.name for c in wanted if c.name in there])
    except (pa.ArrowException, OSError) as problem:
        raise RunError(f"{where}: not a parquet file that can be read ({problem})") from None
    for column, field in zip(wanted, schema, strict=True):
        if column.name not in there:
            if column.required:
                raise RunError(f"{where}: column {column.name} is missing; it has {', '.join(sorted(there))}")
            table = table.append_column(column.name, pa.nulls(table.num_rows, field.type))
        elif not _holds(table.schema.field(column.name).type, field.type):
            found = table.schema.field(column.name).type
            raise RunError(f"{where}: column {column.name} is {found}, declared is {in_words(column.type)}")
    return conform(table, schema, where)


def _holds(found: pa.DataType, declared: pa.DataType) -> bool:
    """Whether values of one type are meant as values of the other: never a number read from a text."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    kinds = {_kind(found), _kind(declared)}
    return len(kinds) == 1 or (_kind(found) == "whole" and _kind(declared) in {"real", "decimal"})


def _kind(type: pa.DataType) -> str:
    tests = {
        "text": pa.types.is_string(type) or pa.types.is_large_string(type),
        "bytes": pa.types.is_binary(type) or pa.types.is_large_binary(type),
        "whole": pa.types.is_integer(type),
        "real": pa.types.is_floating(type),
        "list": pa.types.is_list(type) or pa.types.is_large_list(type),
    }
    plain = re.split(r"[(\[<]", str(type))[0]
    return next((kind for kind, true in tests.items() if true), plain)
