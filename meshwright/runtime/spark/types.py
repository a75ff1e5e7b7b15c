"""What a planned column is in Spark."""

from collections.abc import Iterable
from typing import Any

from ..plan import PlannedColumn, Type

_NAMES = {"int": "integer", "timestamptz": "timestamp"}
"""Iceberg's scalars that Spark calls otherwise in JSON; its timestamp is an instant."""


def schema(columns: Iterable[PlannedColumn]) -> dict[str, Any]:
    """The columns as the JSON of a ``StructType``."""
    return {"type": "struct", "fields": [_field(c.name, c.type, c.required) for c in columns]}


def type_json(type: Type) -> str | dict[str, Any]:
    """As in the JSON of Spark's types."""
    if isinstance(type, str):
        return type.replace(" ", "") if type.startswith("decimal") else _NAMES.get(type, type)
    match type["type"]:
        case "list":
            element, required = type_json(type["element"]), type["element-required"]
            return {"type": "array", "elementType": element, "containsNull": not required}
        case "map":
            return {
                "type": "map",
                "keyType": type_json(type["key"]),
                "valueType": type_json(type["value"]),
                "valueContainsNull": not type["value-required"],
            }
    return {"type": "struct", "fields": [_field(f["name"], f["type"], f["required"]) for f in type["fields"]]}


def type_name(type: Type) -> str:
    """As SQL writes it."""
    if isinstance(type, str):
        return {"long": "BIGINT", "timestamptz": "TIMESTAMP"}.get(type, type.upper())
    match type["type"]:
        case "list":
            return f"ARRAY<{type_name(type['element'])}>"
        case "map":
            return f"MAP<{type_name(type['key'])}, {type_name(type['value'])}>"
    fields = (f"{quoted(f['name'])}: {type_name(f['type'])}" for f in type["fields"])
    return f"STRUCT<{', '.join(fields)}>"


def quoted(name: str) -> str:
    """A name as SQL writes an identifier."""
    return "`" + name.replace("`", "``") + "`"


def literal(text: str) -> str:
    """A text as SQL writes it; a backslash escapes there."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def identifier(database: str, table: str) -> str:
    """A table as SQL writes it."""
    return f"{quoted(database)}.{quoted(table)}"


def bare(shape: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a ``StructType`` without what is only said about its parts, such as comments."""
    return {**shape, "fields": [{**f, "type": _bare(f["type"]), "metadata": {}} for f in shape["fields"]]}


def nullable(shape: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a type without what has to have a value in it."""
    loose = {name: True for name in ("nullable", "containsNull", "valueContainsNull") if name in shape}
    return {name: _loosened(part) for name, part in shape.items()} | loose


def _loosened(part: Any) -> Any:
    if isinstance(part, dict):
        return nullable(part)
    return [_loosened(one) for one in part] if isinstance(part, list) else part


def _bare(type: str | dict[str, Any]) -> str | dict[str, Any]:
    if isinstance(type, str):
        return type
    if type["type"] == "struct":
        return bare(type)
    return {name: _bare(part) if name.endswith("Type") else part for name, part in type.items()}


def _field(name: str, type: Type, required: bool) -> dict[str, Any]:
    return {"name": name, "type": type_json(type), "nullable": not required, "metadata": {}}
