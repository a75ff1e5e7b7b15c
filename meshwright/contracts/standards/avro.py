"""A table's rows as Avro records, typed and numbered as Iceberg's own mapping to Avro asks for (its specification,
appendix A), so that a reader finds a column by its number."""

from datetime import date
from decimal import Decimal as Exact
from typing import Any

from meshwright.language import Column, Decimal, ListOf, MapOf, ProductRef, Struct, Table

from .odcs.words import Document, said

SCALARS: dict[str, Any] = {
    "text": "string",
    "integer": "int",
    "long": "long",
    "double": "double",
    "boolean": "boolean",
    "date": {"type": "int", "logicalType": "date"},
    "timestamp": {"type": "long", "logicalType": "timestamp-micros", "adjust-to-utc": True},
    "binary": "bytes",
}
_EPOCH = date(1970, 1, 1)


def avro_schema(ref: ProductRef, table: Table) -> Document:
    """The record of a row. Nested records are named after their column and its number, which no other has."""
    return {
        "type": "record",
        "name": table.name,
        "namespace": ref.database,
        **said(doc=table.description),
        "fields": [_field(c) for c in table.columns],
    }


def _field(column: Column) -> Document:
    return {
        "name": column.name,
        **said(doc=column.description),
        **_value(column),
        "field-id": column.number,
    }


def _value(column: Column) -> Document:
    """Type and default: an optional value is a union with null, whose first member is the default's."""
    type = _type(column)
    if not column.optional:
        return {"type": type}
    default = _default(column)
    return (
        {"type": ["null", type], "default": None} if default is None else {"type": [type, "null"], "default": default}
    )


def _optional(column: Column) -> Any:
    return ["null", _type(column)] if column.optional else _type(column)


def _type(column: Column) -> Any:
    match column.type:
        case Decimal(precision=precision, scale=scale):
            return {"type": "bytes", "logicalType": "decimal", "precision": precision, "scale": scale}
        case ListOf(element=element):
            return {"type": "array", "items": _optional(element), "element-id": element.number}
        case Struct(fields=fields):
            return {"type": "record", "name": _name(column), "fields": [_field(f) for f in fields]}
        case MapOf(key=key, value=value) if key.type.kind == "text":
            return {"type": "map", "values": _optional(value), "key-id": key.number, "value-id": value.number}
        case MapOf(key=key, value=value):
            return {"type": "array", "logicalType": "map", "items": _pair(column, key, value)}
    return SCALARS[column.type.kind]


def _name(column: Column) -> str:
    return f"{column.name}_{column.number}"


def _pair(column: Column, key: Column, value: Column) -> Document:
    """Avro's own maps have texts as keys."""
    fields = [
        {"name": "key", "type": _type(key), "field-id": key.number},
        {"name": "value", **_value(value), "field-id": value.number},
    ]
    return {"type": "record", "name": _name(column), "fields": fields}


def _default(column: Column) -> Any:
    """A default as Avro's JSON writes it; None where there is none, or none of the column's type."""
    value, kind = column.default, column.type.kind
    if value is None or isinstance(value, bool) != (kind == "boolean"):
        return None
    match column.type.kind, value:
        case ("text", str()) | ("boolean", bool()) | ("integer" | "long", int()):
            return value
        case "double", int() | float():
            return float(value)
        case "decimal", int() | float() if isinstance(column.type, Decimal):
            return _unscaled(Exact(repr(value)), column.type.scale)
        case "date", str():
            return _day(value)
    return None


def _unscaled(value: Exact, scale: int) -> str:
    """Big-endian two's complement, a character for each byte."""
    number = int(value.scaleb(scale).to_integral_value())
    return number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True).decode("latin-1")


def _day(value: str) -> int | None:
    try:
        return (date.fromisoformat(value) - _EPOCH).days
    except ValueError:
        return None
