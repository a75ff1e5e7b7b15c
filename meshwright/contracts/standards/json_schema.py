"""A table's rows as JSON objects, in JSON Schema 2020-12.

Values are written as a landing reads them: dates and instants as ISO 8601, bytes in base64, a map as an object. A
decimal may be a number or, where a reader's numbers are not exact, a text. Further properties are let through, since a
minor version adds columns.
"""

from collections.abc import Iterable
from typing import Any

from meshwright.language import Between, Column, Decimal, ListOf, MapOf, Matches, OneOf, ProductRef, Struct, Table

from .odcs.words import Document, said

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALARS: dict[str, Document] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "long": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "double": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "binary": {"type": "string", "contentEncoding": "base64"},
}


def json_schema(ref: ProductRef, table: Table) -> Document:
    """What a row of a table is."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:mesh:{ref.database}:{table.name}:{ref.product.version}",
        "title": table.name,
        **said(description=table.description),
        **_object(table.columns),
        **said(allOf=[_expected(e) for e in table.expects if isinstance(e, Between | OneOf | Matches)]),
    }


def _object(columns: Iterable[Column]) -> Document:
    columns = tuple(columns)
    return {
        "type": "object",
        "properties": {c.name: _column(c) for c in columns},
        **said(required=[c.name for c in columns if not c.optional]),
    }


def _column(column: Column) -> Document:
    return {
        **_nullable(_type(column), column.optional),
        **said(description=_described(column), deprecated=None if column.deprecated is None else True),
        **({} if column.default is None else {"default": column.default}),
    }


def _described(column: Column) -> str | None:
    unit = None if column.unit is None else f"in {column.unit}"
    going = None if column.deprecated is None else f"deprecated: {column.deprecated}"
    return "; ".join(text for text in (column.description, unit, going) if text is not None) or None


def _nullable(type: Document, optional: bool) -> Document:
    if not optional:
        return type
    written: Any = type["type"]
    return {**type, "type": [*(written if isinstance(written, list) else [written]), "null"]}


def _type(column: Column) -> Document:
    match column.type:
        case Decimal(precision=precision, scale=scale):
            return _decimal(precision - scale, scale)
        case ListOf(element=element):
            return {"type": "array", "items": _column(element)}
        case Struct(fields=fields):
            return _object(fields)
        case MapOf(key=key, value=value):
            names = {} if key.type.kind == "text" else {"propertyNames": _as_text(key)}
            return {"type": "object", **names, "additionalProperties": _column(value)}
    return dict(SCALARS[column.type.kind])


def _decimal(whole: int, scale: int) -> Document:
    """The digits before the point, and those behind it."""
    fraction = f"(\\.[0-9]{{1,{scale}}})?" if scale else ""
    digits = f"[0-9]{{1,{whole}}}" if whole else "0"
    limit = 10**whole
    return {
        "type": ["number", "string"],
        "pattern": f"^-?{digits}{fraction}$",
        "exclusiveMinimum": -limit,
        "exclusiveMaximum": limit,
    }


def _as_text(key: Column) -> Document:
    """A key that is no text: JSON has texts only."""
    kind = key.type.kind
    if kind in ("date", "timestamp", "binary"):
        return dict(SCALARS[kind])
    return {"type": "string", **({"pattern": "^-?[0-9]+$"} if kind in ("integer", "long") else {})}


def _expected(expectation: Between | OneOf | Matches) -> Document:
    """What is expected of a value that is there, beside its type."""
    match expectation:
        case Between(low=low, high=high):
            limits: Document = {"minimum": low, "maximum": high}
        case OneOf(values=values):
            limits = {"enum": [*values, None]}
        case Matches(pattern=pattern):
            limits = {"pattern": f"^(?:{pattern})$"}
    return {"properties": {expectation.column: limits}}
