"""Parquet files as samples: types by their schema, values of their first rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from meshwright.errors import MeshError
from meshwright.language.columns import UNNAMED, Column, ColumnType, Decimal, ListOf, MapOf, Scalar, ScalarKind, Struct
from meshwright.rules.kinds import NESTED

from .naming import column_names, plain
from .sampled import COLUMNS, ROWS, Field, Sample


def read_parquet(path: Path) -> Sample:
    """The columns of a parquet file.

    Raises:
        MeshError: it is none, has no row, or no column that a definition can hold.
    """
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            rows, schema = file.metadata.num_rows, file.schema_arrow
            if len(schema.names) > COLUMNS:
                raise MeshError(f"{path} has {len(schema.names):,} columns, and a table at most {COLUMNS:,}; split it")
            first = next(file.iter_batches(batch_size=ROWS), None)
    except (pa.ArrowException, OSError) as problem:
        said = str(problem).strip().splitlines()[0][:200] if str(problem).strip() else "unreadable"
        raise MeshError(f"{path} is not a parquet file that can be read ({said}); write it anew") from None
    if first is None or first.num_rows == 0:
        raise MeshError(f"{path} has no row; add at least one, so that keys can be seen")
    names = column_names(schema.names)
    fields, left_out = [], []
    numbers = iter(range(len(names) + 1, 2_000_000_000))
    for index, (field, name) in enumerate(zip(schema, names, strict=True)):
        type = _type(field.type, numbers)
        if type is None:
            left_out.append(f"{field.name} is {field.type}, for which there is no word")
        else:
            fields.append(Field(field.name, name, type, _values(first.column(index), type)))
    if not fields:
        raise MeshError(f"{path} has no column that a definition can hold: {'; '.join(left_out)}")
    return Sample(path, "parquet", tuple(fields), first.num_rows, first.num_rows == rows, left_out=tuple(left_out))


def _values(column: pa.Array, type: ColumnType) -> list[Any]:
    """What can be told apart; of bytes and nested values only whether they are there."""
    if type.kind in NESTED | {"binary"}:
        return [there or None for there in column.is_valid().to_pylist()]
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)  # Python knows no nanoseconds
    return list(column.to_pylist())


def _type(type: pa.DataType, numbers: Iterator[int]) -> ColumnType | None:
    """The type of a column that holds these values; None where there is none."""
    if pa.types.is_dictionary(type):
        type = type.value_type
    if pa.types.is_decimal(type):
        fits = type.precision <= 38 and 0 <= type.scale <= type.precision
        return Decimal(precision=type.precision, scale=type.scale) if fits else None
    if pa.types.is_uint64(type):
        return Decimal(precision=20, scale=0)
    if pa.types.is_list(type) or pa.types.is_large_list(type):
        element = _column(next(numbers), UNNAMED, type.value_type, numbers)
        return None if element is None else ListOf(element=element)
    if pa.types.is_map(type):
        key = _column(next(numbers), "key", type.key_type, numbers, optional=False)
        value = _column(next(numbers), "value", type.item_type, numbers)
        return None if key is None or value is None else MapOf(key=key, value=value)
    if pa.types.is_struct(type):
        parts = [_column(next(numbers), f.name, f.type, numbers) for f in type]
        known = [p for p in parts if p is not None]
        return Struct(fields=tuple(known)) if known and len(known) == len(parts) else None
    kind = next((kind for kind, fits in _scalars(type) if fits), None)
    return None if kind is None else Scalar(kind=kind)


def _scalars(type: pa.DataType) -> Iterator[tuple[ScalarKind, bool]]:
    yield "text", pa.types.is_string(type) or pa.types.is_large_string(type)
    yield "long", pa.types.is_int64(type) or pa.types.is_uint32(type)
    yield "integer", pa.types.is_integer(type) and not pa.types.is_uint64(type)
    yield "double", pa.types.is_floating(type)
    yield "boolean", pa.types.is_boolean(type)
    yield "date", pa.types.is_date32(type)
    yield "timestamp", pa.types.is_timestamp(type)
    yield "binary", pa.types.is_binary(type) or pa.types.is_large_binary(type)


def _column(
    number: int, name: str, type: pa.DataType, numbers: Iterator[int], *, optional: bool = True
) -> Column | None:  # fmt: skip
    if name not in (UNNAMED, plain(name)):
        return None  # no other name could be found in the file
    made: Any = _type(type, numbers)
    return None if made is None else Column(number=number, name=name, type=made, optional=optional)
