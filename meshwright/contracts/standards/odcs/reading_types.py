"""Types of anybody's contract as types of the language."""

import re
from typing import Literal, NamedTuple, NoReturn

from meshwright.contracts.standards.located import Located

Kind = Literal[
    "text", "integer", "long", "double", "decimal", "boolean", "date", "timestamp", "binary", "list", "struct", "map"
]
_SPELLED: dict[Kind, str] = {
    "text": "string, text, varchar, char, character, nvarchar, nchar, clob, uuid, enum",
    "integer": "int, integer, int4, smallint, tinyint, int32, int16, int2, byte, short",
    "long": "bigint, long, int8, int64",
    "double": "double, double precision, float8, float64, float, real, float4, float32",
    "boolean": "boolean, bool, bit",
    "date": "date",
    "timestamp": "timestamp, datetime, datetime2, timestamptz, timestamp_ntz, timestamp_ltz, timestamp_tz, "
    "timestamp with time zone, timestamp without time zone, timestamp with local time zone",
    "binary": "binary, varbinary, bytes, bytea, blob",
    "decimal": "decimal, numeric, number, dec",
    "list": "array, list",
    "struct": "struct, record, row, object",
    "map": "map",
}
"""Physical types of the usual warehouses, by ours."""
_PHYSICAL: dict[str, Kind] = {word: kind for kind, words in _SPELLED.items() for word in words.split(", ")}
_LOGICAL: dict[str, Kind] = {
    "string": "text", "integer": "long", "number": "double", "boolean": "boolean", "date": "date",
    "timestamp": "timestamp", "array": "list", "object": "struct", "map": "map",
}  # fmt: skip
_BITS: dict[str, Kind] = {"i8": "integer", "i16": "integer", "i32": "integer", "u8": "integer", "u16": "integer"}
_SIZED = re.compile(r"([a-z][a-z0-9_ ]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\Z")
_NESTED: tuple[Kind, ...] = ("list", "struct", "map")
LARGEST = 38


class Typed(NamedTuple):
    """A type; ``precision`` and ``scale`` of a decimal only."""

    kind: Kind
    precision: int = 0
    scale: int = 0


def typed(column: Located) -> Typed:
    """What a property is of: by its physical type where that is known, else by its logical one."""
    logical, physical = column.said("logicalType"), column.said("physicalType")
    by_shape = _LOGICAL.get(logical or "")
    if by_shape in _NESTED:
        return Typed(by_shape)
    found = None if physical is None else _physical(physical)
    if found is not None and found.kind not in _NESTED:
        return found
    if by_shape is None:
        _refuse(column, logical or physical)
    options = column.get("logicalTypeOptions")
    said = options.said("format") if options is not None and options.get("format") else None
    if by_shape == "text" and said == "binary":
        return Typed("binary")
    return Typed(_BITS.get(said or "", by_shape)) if by_shape == "long" else Typed(by_shape)


def _physical(written: str) -> Typed | None:
    found = _SIZED.match(written.strip().lower())
    kind = _PHYSICAL.get(found[1]) if found else None
    if found is None or kind is None:
        return None
    if kind != "decimal":
        return Typed(kind)
    precision, scale = int(found[2] or LARGEST), int(found[3] or 0)
    return Typed("decimal", precision, scale) if scale <= precision <= LARGEST else None


def _refuse(column: Located, written: str | None) -> NoReturn:
    at = column.get("logicalType") or column.get("physicalType") or column
    what = f'"{written}" is no type that is known here' if written else "has no type"
    at.refuse(what, f"write logicalType: {', '.join(_LOGICAL)}")
