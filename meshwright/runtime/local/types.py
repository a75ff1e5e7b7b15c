"""What a planned column is in Iceberg and in Arrow."""

from collections.abc import Iterable

import pyarrow as pa
from pyiceberg.io.pyarrow import schema_to_pyarrow
from pyiceberg.schema import Schema

from ..errors import RunError
from ..plan import PlannedColumn, Type

WORDS = {
    "int": "a whole number of 32 bits",
    "long": "a whole number of 64 bits",
    "double": "a number",
    "boolean": "true or false",
    "date": "a date (year-month-day)",
    "timestamptz": "a time (ISO 8601)",
    "string": "text in UTF-8",
    "binary": "bytes",
}
"""What a value of a scalar type looks like, for messages."""


def iceberg_schema(columns: Iterable[PlannedColumn]) -> Schema:
    """The columns as pyiceberg's schema, with their numbers as ids."""
    fields = [{"id": c.number, "name": c.name, "required": c.required, "type": c.type} for c in columns]
    return Schema.model_validate({"type": "struct", "schema-id": 0, "fields": fields})


def arrow_schema(columns: Iterable[PlannedColumn]) -> pa.Schema:
    """The columns as Arrow's schema; what is required is not nullable."""
    return schema_to_pyarrow(iceberg_schema(columns), include_field_ids=False)


def in_words(type: Type) -> str:
    """What a value of a type looks like."""
    if isinstance(type, dict):
        return f"a {type['type']}"
    return WORDS.get(type, f"a {type}")


def required_nulls(array: pa.ChunkedArray, field: pa.Field, path: str) -> tuple[str, int] | None:
    """The first required column or part that has NULLs, and how many; None where all have values."""
    if not field.nullable and array.null_count:
        return path, array.null_count
    present = array.filter(array.is_valid()) if array.null_count else array
    for part, values in _parts(present, field.type):
        found = required_nulls(values, part, f"{path}.{part.name}")
        if found:
            return found
    return None


def conform(table: pa.Table, schema: pa.Schema, what: str) -> pa.Table:
    """The table with exactly the schema's types, or an error that names the column.

    Raises:
        RunError: a required column has NULLs, or a value doesn't fit its type.
    """
    arrays = []
    for field in schema:
        array = table.column(field.name)
        if missing := required_nulls(array, field, field.name):
            path, count = missing
            raise RunError(
                f"{what}: column {path} is required but has no value in {count:,} of {table.num_rows:,} rows; "
                "fill it in the transform or declare it optional=True"
            )
        try:
            arrays.append(array.cast(field.type))
        except (pa.ArrowException, ValueError) as problem:
            raise RunError(f"{what}: column {field.name} is not {field.type}: {problem}") from problem
    return pa.Table.from_arrays(arrays, schema=schema)


def _parts(array: pa.ChunkedArray, type: pa.DataType) -> Iterable[tuple[pa.Field, pa.ChunkedArray]]:
    if pa.types.is_struct(type):
        flat = array.flatten()
        for index in range(type.num_fields):
            yield type.field(index), flat[index]
    elif pa.types.is_map(type):
        yield type.item_field, pa.chunked_array([c.items for c in array.chunks], array.type.item_type)
    elif pa.types.is_list(type) or pa.types.is_large_list(type):
        yield type.value_field, pa.chunked_array([c.flatten() for c in array.chunks], array.type.value_type)
