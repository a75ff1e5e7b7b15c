"""Between the engine's wire format (protobuf structs with signed wrappers) and plain JSON values."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime import rpc

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import UNKNOWN

SIGNATURE = rpc._special_sig_key


@dataclass
class Reader:
    """Turns one resource's properties into plain values, and remembers which of them were secret.

    Whole doubles become int, since every number crosses the wire as a double. Secrets are unwrapped. Assets and
    archives become ``{"asset": "file" | "text" | "uri", …}`` and ``{"archive": "file" | "directory" | "assets" |
    "uri", …}`` with the content's ``sha256`` (hex). References to other resources become their id, or their URN
    for a component.
    """

    root: Path | None = None
    """Paths inside of it are written relative to it, so that two checkouts give the same bytes."""
    secrets: list[str] = field(default_factory=list)
    """Where secrets were found, such as ``settings.token`` or ``keys[0]``."""

    def properties(self, struct: struct_pb2.Struct, at: str = "") -> dict[str, Any]:
        """The plain form of a resource's properties; those without a value are left out."""
        found = {}
        for key, value in struct.fields.items():
            if key.startswith("__"):
                continue
            plain = self._value(value, f"{at}.{key}" if at else key)
            if plain is not None:
                found[key] = plain
        return found

    def _value(self, value: struct_pb2.Value, at: str) -> Any:
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            return value.string_value
        if kind == "bool_value":
            return value.bool_value
        if kind == "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        if kind == "list_value":
            return [self._value(item, f"{at}[{n}]") for n, item in enumerate(value.list_value.values)]
        if kind == "struct_value":
            return self._struct(value.struct_value, at)
        return None

    def _struct(self, struct: struct_pb2.Struct, at: str) -> Any:
        if SIGNATURE not in struct.fields:
            return self.properties(struct, at)
        signature = struct.fields[SIGNATURE].string_value
        if signature == rpc._special_secret_sig:
            self.secrets.append(at)
            return self._value(struct.fields["value"], at)
        if signature == rpc._special_asset_sig:
            return self._asset(self.properties(_unsigned(struct), at), at)
        if signature == rpc._special_archive_sig:
            return self._archive(self.properties(_unsigned(struct), at), at)
        if signature == rpc._special_resource_sig:
            fields = struct.fields
            return (fields["id"].string_value or UNKNOWN) if "id" in fields else fields["urn"].string_value
        raise RecordingError(f"{at}: a value of an unknown kind (signature {signature}) can't be recorded")

    def _asset(self, given: Mapping[str, Any], at: str) -> dict[str, Any]:
        if "text" in given:
            return {"asset": "text", "text": given["text"], "sha256": _sha256(given["text"].encode())}
        if "path" in given:
            path = self._existing(given["path"], at)
            return {"asset": "file", "path": self._named(path), "sha256": _sha256(path.read_bytes())}
        return {"asset": "uri", "uri": given.get("uri", "")}

    def _archive(self, given: Mapping[str, Any], at: str) -> dict[str, Any]:
        if "assets" in given:
            parts = "".join(f"{name}\0{part.get('sha256', '')}\n" for name, part in sorted(given["assets"].items()))
            return {"archive": "assets", "assets": given["assets"], "sha256": _sha256(parts.encode())}
        if "path" not in given:
            return {"archive": "uri", "uri": given.get("uri", "")}
        path = self._existing(given["path"], at)
        if path.is_file():
            return {"archive": "file", "path": self._named(path), "sha256": _sha256(path.read_bytes())}
        files = sorted(p for p in path.rglob("*") if p.is_file())
        parts = "".join(f"{p.relative_to(path).as_posix()}\0{_sha256(p.read_bytes())}\n" for p in files)
        return {"archive": "directory", "path": self._named(path), "sha256": _sha256(parts.encode())}

    def _existing(self, path: str, at: str) -> Path:
        found = Path(path).resolve()
        if not found.exists():
            raise RecordingError(f"{at}: the asset {path} does not exist; build it before the program runs")
        return found

    def _named(self, path: Path) -> str:
        if self.root is not None and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return path.as_posix()


def written(struct: struct_pb2.Struct, values: Mapping[str, Any]) -> struct_pb2.Struct:
    """Adds plain values to a struct; those that are None are left out."""
    for key, value in values.items():
        if value is not None:
            _write(struct.fields[key], value)
    return struct


def _write(target: struct_pb2.Value, value: Any) -> None:
    if value is None:
        target.null_value = struct_pb2.NULL_VALUE
    elif isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int | float):
        target.number_value = value
    elif isinstance(value, Mapping):
        target.struct_value.SetInParent()
        written(target.struct_value, value)
    else:
        target.list_value.SetInParent()
        for item in value:
            _write(target.list_value.values.add(), item)


def _unsigned(struct: struct_pb2.Struct) -> struct_pb2.Struct:
    rest = struct_pb2.Struct()
    rest.CopyFrom(struct)
    del rest.fields[SIGNATURE]
    return rest


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
