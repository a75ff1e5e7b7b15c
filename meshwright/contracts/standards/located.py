"""YAML of unknown origin: plain values that know their lines, in bounded time and memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

import yaml

from meshwright.errors import MeshError
from meshwright.language.quoting import printable, quoted

BYTES = 1024 * 1024
"""Of a whole document. A contract that a person can review stays far below."""
NESTING = 64
NODES = 100_000
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp")}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(MeshError):
    """A document that can't be read: its place, what was found, and the cure."""


@dataclass(frozen=True)
class Located:
    """A value, and where it stands."""

    value: Any
    """A text, a number, true or false, None; a list of ``Located``; or a mapping of texts to ``Located``."""
    file: str
    line: int
    """From 1."""
    path: str
    """The keys that lead to it, such as ``schema[0].name``; empty for the whole document."""

    def refuse(self, message: str, cure: str) -> NoReturn:
        """Say what is wrong with it."""
        at = f"{self.path} " if self.path else ""
        raise Unreadable(printable(f"{self.file}:{self.line}: {at}{message}; {cure}"))

    def get(self, key: str) -> "Located | None":
        """A member of a mapping; None where there is none, or nothing in it."""
        found = self.mapping().get(key)
        return None if found is None or found.value is None else found

    def need(self, key: str) -> "Located":
        """A member of a mapping that has to be there."""
        found = self.get(key)
        if found is None:
            self.refuse(f"has no {key}", f"write {key}:")
        return found

    def mapping(self) -> dict[str, "Located"]:
        """Its members by key."""
        if not isinstance(self.value, dict):
            self.refuse(f"is {_kind(self.value)}", "write keys with values")
        return self.value

    def items(self, key: str) -> "list[Located]":
        """The members of the list at a key; none where there is no such key."""
        found = self.get(key)
        return [] if found is None else found.members()

    def members(self) -> "list[Located]":
        """The members of a list."""
        if not isinstance(self.value, list):
            self.refuse(f"is {_kind(self.value)}", "write a list")
        return self.value

    def text(self) -> str:
        """As a text; a number or a date, which YAML made of an unquoted text, is one again."""
        if isinstance(self.value, bool | list | dict) or self.value is None:
            self.refuse(f"is {_kind(self.value)}", "write a text")
        return self.value.isoformat() if isinstance(self.value, date) else str(self.value)

    def said(self, key: str) -> str | None:
        """The text at a key; None where there is none."""
        found = self.get(key)
        return None if found is None else found.text()

    def flag(self, key: str) -> bool:
        """The truth at a key; false where there is none."""
        found = self.get(key)
        if found is not None and not isinstance(found.value, bool):
            found.refuse(f"is {_kind(found.value)}", "write true or false")
        return found is not None and bool(found.value)

    def number(self) -> int | float:
        """As a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.refuse(f"is {_kind(self.value)}", "write a number")
        return self.value

    def whole(self) -> int:
        """As a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse(f"is {_kind(self.value)}", "write a whole number")
        return self.value

    def plain(self) -> Any:
        """The value without places."""
        match self.value:
            case dict():
                return {key: item.plain() for key, item in self.value.items()}
            case list():
                return [item.plain() for item in self.value]
            case date():
                return self.value.isoformat()
        return self.value


def located(text: str, file: str) -> Located:
    """Read one YAML document.

    Raises Unreadable where it is malformed, larger than ``BYTES``, nested deeper than ``NESTING``, made of more than
    ``NODES`` values, or uses aliases, tags, or a key twice.
    """
    if len(text.encode("utf-8", "replace")) > BYTES:
        raise Unreadable(f"{file}:1: the document is larger than {BYTES // 1024} KiB; split it")
    try:
        _bounded(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(_malformed(error, file)) from None
    if node is None:
        raise Unreadable(f"{file}:1: the document is empty; write a contract")
    return _Builder(file).built(node, "")


def _bounded(text: str, file: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = 1 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(f'{file}:{line}: the alias "*{event.anchor}" repeats a value; write the value itself')
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > NESTING:
            raise Unreadable(f"{file}:{line}: the document nests more than {NESTING} deep; write it flatter")
        if count > 2 * NODES:
            raise Unreadable(f"{file}:{line}: the document holds more than {NODES} values; split it")


def _malformed(error: Exception, file: str) -> str:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).partition("\n")[0]
    line = 1 if mark is None else mark.line + 1
    return printable(f"{file}:{line}: the document is not valid YAML: {said}; mend the line")


@dataclass
class _Builder:
    file: str
    scalars: Any = field(default_factory=lambda: yaml.SafeLoader(""))

    def built(self, node: yaml.Node, path: str) -> Located:
        line = node.start_mark.line + 1
        match node:
            case yaml.MappingNode():
                return Located(dict(self._members(node, path)), self.file, line, path)
            case yaml.SequenceNode():
                members = [self.built(item, f"{path}[{n}]") for n, item in enumerate(node.value)]
                return Located(members, self.file, line, path)
        return Located(self._scalar(node, line, path), self.file, line, path)

    def _members(self, node: yaml.MappingNode, path: str) -> Iterator[tuple[str, Located]]:
        seen: set[str] = set()
        for key_node, item in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            here = Located(None, self.file, line, f"{path}.{key}" if path else str(key))
            if not isinstance(key_node, yaml.ScalarNode) or key == "<<":
                here.refuse("has a key that is not a text", "write a word before the colon")
            if key in seen:
                here.refuse("is there twice", "remove one")
            seen.add(key)
            yield key, self.built(item, here.path)

    def _scalar(self, node: yaml.Node, line: int, path: str) -> Any:
        if node.tag not in _TAGS:
            Located(None, self.file, line, path).refuse(f"has the tag {quoted(node.tag)}", "write a plain value")
        try:
            value = self.scalars.construct_object(node)
        except (yaml.YAMLError, ValueError, TypeError):
            value = node.value
        return value if isinstance(value, str | int | float | bool | date | None) else node.value


def _kind(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return "true" if value else "false"
        case list():
            return "a list"
        case dict():
            return "a mapping"
    return quoted(value) if isinstance(value, str) else str(value)
