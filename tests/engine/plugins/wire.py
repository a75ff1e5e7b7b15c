"""Between the engine's structs and plain values. A struct is passed back as it came, so that no secret is unwrapped."""

from collections.abc import Mapping
from typing import Any

from google.protobuf import struct_pb2

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
"""Pulumi's signatures, as in ``pulumi.runtime.rpc`` of the SDK."""


def plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """The properties as plain values: whole numbers are int, secrets are unwrapped, those without a value left out."""
    found = {key: _plain(value) for key, value in struct.fields.items() if not key.startswith("__")}
    return {key: value for key, value in found.items() if value is not None}


def completed(struct: struct_pb2.Struct, more: Mapping[str, Any]) -> struct_pb2.Struct:
    """A copy with more properties; those that it has stay as they are."""
    answer = struct_pb2.Struct()
    answer.CopyFrom(struct)
    added = {key: value for key, value in more.items() if key not in answer.fields and value is not None}
    answer.update(added)
    return answer


def _plain(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "number_value":
            return int(value.number_value) if value.number_value.is_integer() else value.number_value
        case "list_value":
            return [_plain(item) for item in value.list_value.values]
        case "struct_value":
            return _struct(value.struct_value)
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
    return None


def _struct(struct: struct_pb2.Struct) -> Any:
    signature = struct.fields[SIGNATURE].string_value if SIGNATURE in struct.fields else ""
    content = plain(struct)
    if signature == SECRET:
        return content["value"]
    content.pop(SIGNATURE, None)
    if signature == ASSET:
        kind = "text" if "text" in content else "file" if "path" in content else "uri"
        return {"asset": kind, **content}
    if signature == ARCHIVE:
        kind = "assets" if "assets" in content else "directory" if "path" in content else "uri"
        return {"archive": kind, **content}
    return content
