"""Iceberg's types in their JSON form: which there are, what they widen to, and what Glue calls them.

Source: the Iceberg table specification, "Schemas and Data Types", "Schema Evolution" and "JSON serialization".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

PRIMITIVES = {
    "boolean": "boolean",
    "int": "int",
    "long": "bigint",
    "float": "float",
    "double": "double",
    "date": "date",
    "time": "string",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "string": "string",
    "uuid": "string",
    "binary": "binary",
}
"""The primitive types without parameters, and Hive's names."""
DECIMAL = re.compile(r"decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)")
FIXED = re.compile(r"fixed\[\d+\]")
WIDER = {("int", "long"), ("float", "double")}


class Problem(ValueError):
    """A schema or a change that Iceberg doesn't allow."""


def check_type(kind: Any, name: str) -> None:
    """Refuse what is no type.

    Raises:
        Problem: with the field's name.
    """
    if isinstance(kind, Mapping):
        for child_name, child in _children(kind, name):
            check_type(child, f"{name}.{child_name}")
        return
    decimal = DECIMAL.fullmatch(kind) if isinstance(kind, str) else None
    if decimal and not 1 <= int(decimal[1]) <= 38:
        raise Problem(f"field {name!r} has precision {decimal[1]}; it is between 1 and 38")
    if not decimal and (not isinstance(kind, str) or (kind not in PRIMITIVES and not FIXED.fullmatch(kind))):
        raise Problem(f"field {name!r} has type {kind!r}, which Iceberg doesn't have")


def ids(kind: Any) -> Iterator[int]:
    """Every field id within a schema or a type, nested ones too."""
    if not isinstance(kind, Mapping):
        return
    for field in kind.get("fields", ()):
        yield field["id"]
        yield from ids(field["type"])
    for part in ("element", "key", "value"):
        if f"{part}-id" in kind:
            yield kind[f"{part}-id"]
            yield from ids(kind[part])


def promotes(old: str, new: str) -> bool:
    """Whether values of one primitive type can be read as the other."""
    narrow, wide = DECIMAL.fullmatch(old), DECIMAL.fullmatch(new)
    if narrow and wide:
        return int(narrow[1]) <= int(wide[1]) and int(narrow[2]) == int(wide[2])
    return old == new or (old, new) in WIDER


def hive(kind: Any) -> str:
    """What Glue calls a type."""
    if not isinstance(kind, Mapping):
        decimal = DECIMAL.fullmatch(kind)
        if decimal:
            return f"decimal({decimal[1]},{decimal[2]})"
        return PRIMITIVES.get(kind, "binary")
    match kind["type"]:
        case "struct":
            inner = ",".join(f"{field['name']}:{hive(field['type'])}" for field in kind["fields"])
            return f"struct<{inner}>"
        case "list":
            return f"array<{hive(kind['element'])}>"
        case _:
            return f"map<{hive(kind['key'])},{hive(kind['value'])}>"


def _children(kind: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    try:
        match kind.get("type"):
            case "struct":
                yield from ((f["name"], f["type"]) for f in kind["fields"] if (f["id"], f["required"]) is not None)
            case "list":
                yield "element", (kind["element"], kind["element-id"], kind["element-required"])[0]
            case "map":
                yield "key", (kind["key"], kind["key-id"])[0]
                yield "value", (kind["value"], kind["value-id"], kind["value-required"])[0]
            case other:
                raise Problem(f"field {name!r} has type {other!r}, which Iceberg doesn't have")
    except KeyError as missing:
        raise Problem(f"the type of field {name!r} lacks {missing}") from missing
