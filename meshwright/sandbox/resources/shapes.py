"""From a resource's inputs to an API request, driven by the request's own shape.

pulumi-aws follows the AWS API closely: names differ in case, a structure may come as a list of one, a map stands for a
list of ``{Key, Value}``. What differs more than that is a line in a resource's own table.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape

PAIRS = (("Key", "Value"), ("Name", "Value"), ("key", "value"), ("TagKey", "TagValue"))
"""How services spell an entry of a map that they want as a list."""


class UnknownInput(Exception):
    """An input that the request has no place for."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class UnfitInput(Exception):
    """An input whose value doesn't fit the request."""

    def __init__(self, path: str, value: object, wanted: str) -> None:
        super().__init__(f"input {path!r} is {value!r}, expected {wanted}")


@cache
def service_model(service: str) -> ServiceModel:
    """botocore's description of a service."""
    return botocore.session.Session().get_service_model(service)


@cache
def operation(service: str, name: str) -> OperationModel:
    """The operation behind a boto3 method, such as ``create_key``."""
    model = service_model(service)
    return model.operation_model(_operations(service)[name])


@cache
def _operations(service: str) -> dict[str, str]:
    from botocore import xform_name

    return {xform_name(name): name for name in service_model(service).operation_names}


def request(service: str, name: str, inputs: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a call.

    ``names`` maps an input's dotted path to the member it goes to, where the two differ by more than case; an empty
    name leaves the input out, because something else takes care of it.

    Raises:
        UnknownInput: the request has no place for an input.
        UnfitInput: a value is of the wrong kind.
    """
    shape = operation(service, name).input_shape
    assert shape is not None, f"{service}.{name} takes no input"
    converted = _structure(shape, inputs, names, "")
    assert isinstance(converted, dict)
    return converted


def _convert(shape: Shape, value: Any, names: Mapping[str, str], path: str) -> Any:
    if isinstance(shape, StructureShape):
        return _structure(shape, value, names, path)
    if isinstance(shape, ListShape):
        return _list(shape, value, names, path)
    if isinstance(shape, MapShape):
        if not isinstance(value, Mapping):
            raise UnfitInput(path, value, "a map")
        return {str(k): _convert(shape.value, v, names, f"{path}.*") for k, v in value.items()}
    return _scalar(shape.type_name, value, path)


def _structure(shape: StructureShape, value: Any, names: Mapping[str, str], path: str) -> Any:
    if shape.is_document_type:
        return _document(value, path)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) > 1:
            raise UnfitInput(path, value, "at most one")
        value = value[0] if value else {}
    if not isinstance(value, Mapping):
        raise UnfitInput(path, value, "a structure")
    result: dict[str, Any] = {}
    for key, item in value.items():
        here = f"{path}.{key}" if path else key
        member = _member(shape, key, names, here)
        if member and item is not None:
            result[member] = _convert(shape.members[member], item, names, here)
    return result


def _member(shape: StructureShape, key: str, names: Mapping[str, str], path: str) -> str:
    if path in names:
        return names[path]
    members = _members(shape)
    for spelling in (key, f"{key}s", key.removesuffix("s"), key.removesuffix("es"), key.removesuffix("ies") + "y"):
        if spelling.lower() in members:
            return members[spelling.lower()]
    raise UnknownInput(path)


def _members(shape: StructureShape) -> dict[str, str]:
    return {name.lower(): name for name in shape.members}


def _list(shape: ListShape, value: Any, names: Mapping[str, str], path: str) -> list[Any]:
    member = shape.member
    if isinstance(value, Mapping) and isinstance(member, StructureShape):
        for key, content in PAIRS:
            if key in member.members and content in member.members:
                return [{key: str(k), content: _scalar("string", value[k], path)} for k in sorted(value)]
    if not isinstance(value, Sequence) or isinstance(value, str):
        value = [value]
    return [_convert(member, item, names, path) for item in value]


def pairs(tags: Mapping[str, Any]) -> list[dict[str, str]]:
    """A map as the list of ``Key`` and ``Value`` that most services want."""
    return [{"Key": key, "Value": str(tags[key])} for key in sorted(tags)]


def _document(value: Any, path: str) -> Any:
    """pulumi-aws wants JSON text here and refuses anything else, so a bare word is an error."""
    if not isinstance(value, str):
        raise UnfitInput(path, value, "JSON text")
    try:
        return json.loads(value)
    except ValueError:
        raise UnfitInput(path, value, f"JSON text, such as {json.dumps(json.dumps(value))}") from None


def _scalar(type_name: str, value: Any, path: str) -> Any:
    try:
        match type_name:
            case "string":
                return _text(value, path)
            case "integer" | "long":
                return int(value)
            case "float" | "double":
                return float(value)
            case "boolean":
                return _truth(value)
            case "blob":
                return value.encode() if isinstance(value, str) else value
            case _:
                return value
    except (TypeError, ValueError):
        raise UnfitInput(path, value, f"a value of type {type_name}") from None


def _text(value: Any, path: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | list):
        raise UnfitInput(path, value, "text")
    return str(value)


def _truth(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError(value)
