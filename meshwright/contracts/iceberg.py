"""A column's type in the words of each system that stores or reads it."""

from typing import Any

from meshwright.language.columns import Column, ColumnType, Decimal, ListOf, MapOf, Struct
from meshwright.runtime.plan import Type

ICEBERG = {
    "text": "string", "integer": "int", "long": "long", "double": "double", "boolean": "boolean", "date": "date",
    "timestamp": "timestamptz", "binary": "binary",
}  # fmt: skip
"""Scalars as the Iceberg specification names them (appendix C, JSON serialization)."""
DOC_LENGTH = 255
"""Characters that Glue keeps of a column's description (API reference, IcebergStructField)."""
SPARK = {**ICEBERG, "long": "bigint", "timestamp": "timestamp"}
"""Scalars as Spark 3.5 names them; its ``timestamp`` is an instant, as Iceberg's ``timestamptz`` is."""
DUCKDB = {
    "text": "varchar", "integer": "integer", "long": "bigint", "double": "double", "boolean": "boolean",
    "date": "date", "timestamp": "timestamptz", "binary": "blob",
}  # fmt: skip


def iceberg_type(type: ColumnType) -> Type:
    """As Iceberg's JSON: a name, or an object with the numbers of the parts as ids."""
    match type:
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision}, {scale})"
        case ListOf(element=element):
            return {
                "type": "list",
                "element-id": element.number,
                "element-required": not element.optional,
                "element": iceberg_type(element.type),
            }
        case Struct(fields=fields):
            return {"type": "struct", "fields": [iceberg_field(f) for f in fields]}
        case MapOf(key=key, value=value):
            return {
                "type": "map",
                "key-id": key.number,
                "key": iceberg_type(key.type),
                "value-id": value.number,
                "value-required": not value.optional,
                "value": iceberg_type(value.type),
            }
    return ICEBERG[type.kind]


def iceberg_field(column: Column) -> dict[str, Any]:
    """A field of an Iceberg schema: ``id``, ``name``, ``required``, ``type`` and, where described, ``doc``."""
    field = {
        "id": column.number,
        "name": column.name,
        "required": not column.optional,
        "type": iceberg_type(column.type),
    }
    said = doc(column)
    return field if said is None else {**field, "doc": said}


def doc(column: Column) -> str | None:
    """What a reader of the schema is told of a column; None where there is nothing to say."""
    said = [column.description, f"in {column.unit}" if column.unit else None]
    said += [f"deprecated: {column.deprecated}" if column.deprecated else None]
    return "; ".join(s for s in said if s)[:DOC_LENGTH] or None


def spark_type(type: ColumnType) -> str:
    """As Spark SQL writes it: ``bigint``, ``decimal(9,2)``, ``array<string>``, ``struct<a:int>``."""
    return _hive(type, SPARK)


def glue_type(type: ColumnType) -> str:
    """As Glue's catalog shows it; the same grammar as Spark's, from Hive."""
    return _hive(type, SPARK)


def duckdb_type(type: ColumnType) -> str:
    """As DuckDB writes it: ``bigint``, ``decimal(9,2)``, ``varchar[]``, ``struct(a integer)``."""
    match type:
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision},{scale})"
        case ListOf(element=element):
            return f"{duckdb_type(element.type)}[]"
        case Struct(fields=fields):
            return "struct(" + ", ".join(f'"{f.name}" {duckdb_type(f.type)}' for f in fields) + ")"
        case MapOf(key=key, value=value):
            return f"map({duckdb_type(key.type)}, {duckdb_type(value.type)})"
    return DUCKDB[type.kind]


def _hive(type: ColumnType, scalars: dict[str, str]) -> str:
    match type:
        case Decimal(precision=precision, scale=scale):
            return f"decimal({precision},{scale})"
        case ListOf(element=element):
            return f"array<{_hive(element.type, scalars)}>"
        case Struct(fields=fields):
            return f"struct<{','.join(f'{f.name}:{_hive(f.type, scalars)}' for f in fields)}>"
        case MapOf(key=key, value=value):
            return f"map<{_hive(key.type, scalars)},{_hive(value.type, scalars)}>"
    return scalars[type.kind]
