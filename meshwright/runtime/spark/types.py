"""What a planned column is in Spark."""

from collections.abc import Iterable
from typing import Any

from ..plan import PlannedColumn, Type

_SCALARS = {
    "int": ("integer", "INT"), "long": ("long", "BIGINT"), "double": ("double", "DOUBLE"),
    "boolean": ("boolean", "BOOLEAN"), "date": ("date", "DATE"), "timestamptz": ("timestamp", "TIMESTAMP"),
    "string": ("string", "STRING"), "binary": ("binary", "BINARY"),
}  # fmt: skip
"""Iceberg's scalars as Spark writes them in JSON and in SQL; its TIMESTAMP is an instant."""


def schema(columns: Iterable[PlannedColumn]) -> dict[str, Any]:
    """The columns as the JSON of a ``StructType``."""
    return {"type": "struct", "fields": [_field(c.name, c.type, c.required) for c in columns]}


def type_json(type: Type) -> str | dict[str, Any]:
    """As in the JSON of Spark's types."""
    if isinstance(type, str):
        return type.replace(" ", "") if type.startswith("decimal") else _SCALARS[type][0]
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
        return type.upper() if type.startswith("decimal") else _SCALARS[type][1]
    match type["type"]:
        case "list":
            return f"ARRAY<{type_name(type['element'])}>"
        case "map":
            return f"MAP<{type_name(type['key'])}, {type_name(type['value'])}>"
    fields = (f"{quoted(f['name'])}: {type_name(f['type'])}" for f in type["fields"])
    return f"STRUCT<{', '.join(fields)}>"


def quoted(*names: str) -> str:
    """A name as SQL writes an identifier; several are joined by dots."""
    return ".".join("`" + name.replace("`", "``") + "`" for name in names)


def literal(text: str) -> str:
    """A text as SQL writes it; a backslash escapes there."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def bare(type: str | dict[str, Any]) -> str | dict[str, Any]:
    """The JSON of a type without what is only said about it, such as comments."""
    if isinstance(type, str):
        return type
    cleaned = {name: bare(part) if name.endswith("Type") else part for name, part in type.items()}
    if "fields" in cleaned:
        cleaned["fields"] = [{**f, "type": bare(f["type"]), "metadata": {}} for f in cleaned["fields"]]
    return cleaned


def _field(name: str, type: Type, required: bool) -> dict[str, Any]:
    return {"name": name, "type": type_json(type), "nullable": not required, "metadata": {}}
