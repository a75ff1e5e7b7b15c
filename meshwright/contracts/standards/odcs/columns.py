"""Columns as the standard's properties."""

from collections.abc import Mapping
from typing import Any

from meshwright.contracts.iceberg import spark_type
from meshwright.language import Column, ListOf, MapOf, Struct, Table

from .expectations import Promised, Written, options
from .words import Document, customs, said

LOGICAL = {
    "text": "string", "integer": "integer", "long": "integer", "double": "number", "boolean": "boolean",
    "date": "date", "timestamp": "timestamp", "binary": "string", "decimal": "number", "list": "array",
    "struct": "object", "map": "map",
}  # fmt: skip
"""The standard's logical type of each of ours. It has none for bytes: they are texts of a binary format."""
FORMATS: Mapping[str, Document] = {
    "integer": {"format": "i32"},
    "long": {"format": "i64"},
    "double": {"format": "f64"},
    "binary": {"format": "binary"},
    "timestamp": {"timezone": True, "defaultTimezone": "Etc/UTC"},
}
"""What ``logicalTypeOptions`` say of a type by itself."""
NESTED = {"list": "array", "struct": "struct", "map": "map"}
"""Physical types whose parts are told one by one."""


def properties(table: Table, classification: str, expected: Written) -> list[Document]:
    """A table's columns; the standard knows no classification of a product, so each of them carries it."""
    keys, partitions = _positions(table.key), _positions([p.source for p in table.partitions])
    return [
        {
            "name": c.name,
            **_typed(c, expected.columns[c.name]),
            **said(
                primaryKeyPosition=keys.get(c.name),
                partitioned=True if c.name in partitions else None,
                partitionKeyPosition=partitions.get(c.name),
                classification=classification,
            ),
            **_told(c, expected.columns[c.name]),
        }
        for c in table.columns
    ]


def _positions(names: Any) -> dict[str, int]:
    """Each name's first position, from 1."""
    found: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        found.setdefault(name, position)
    return found


def _typed(column: Column, promised: Promised) -> Document:
    """Of what type it is, and which values are none."""
    kind = column.type.kind
    limits = {**FORMATS.get(kind, {}), **dict(options(column, promised))}
    return said(
        logicalType=LOGICAL[kind],
        physicalType=NESTED.get(kind) or spark_type(column.type),
        logicalTypeOptions=limits,
        required=None if column.optional else True,
        unique=promised.unique or None,
        primaryKey=column.key or None,
    )


def _told(column: Column, promised: Promised) -> Document:
    """What is said of it, and what is inside it."""
    return {
        **said(
            deprecated=None if column.deprecated is None else True,
            description=column.description,
            quality=promised.rules,
            customProperties=customs(
                {
                    "number": column.number,
                    "unit": column.unit,
                    "pii": column.pii,
                    "why": column.why,
                    "deprecated": column.deprecated,
                    "default": column.default,
                }
            ),
        ),
        **_parts(column),
    }


def _parts(column: Column) -> Document:
    match column.type:
        case ListOf(element=element):
            return {"items": _part(element)}
        case Struct(fields=fields):
            return {"properties": [{"name": f.name, **_part(f)} for f in fields]}
        case MapOf(key=key, value=value):
            return {"map": {"key": _part(key), "value": _part(value)}}
    return {}


def _part(column: Column) -> Document:
    nothing = Promised()
    return {**_typed(column, nothing), **_told(column, nothing)}
