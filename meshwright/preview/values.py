"""Values of properties as a reviewer may see them."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from meshwright.recording.assigned import ASSIGNED
from meshwright.recording.graph import UNKNOWN, Graph
from meshwright.recording.paths import parse

AFTERWARDS = "known after apply"
SECRET = "secret"
LONGEST = 400
"""Characters of a text that is still shown as it is."""
_HASH = 12
_REFERENCE = "pulumi:pulumi:StackReference"
_MADE_UP = re.compile(r"(?:.*[:/])?([0-9a-f]{8}(?:-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?)\Z")
"""What a foundation's output ends in where AWS or chance made it up: a UUID, or the suffix of names."""


@dataclass(frozen=True)
class Veiled:
    """A secret value: it can be compared and not be read."""

    digest: str


def veiled(inputs: Mapping[str, Any], secrets: Sequence[str]) -> dict[str, Any]:
    """The inputs with every secret value in a veil."""
    found: Any = dict(inputs)
    for path in secrets:
        found = _veiled(found, parse(path))
    return dict(found)


def _veiled(value: Any, steps: list[str | int]) -> Any:
    if not steps:
        return value if isinstance(value, Veiled) else Veiled(_digest(value))
    step, rest = steps[0], steps[1:]
    if isinstance(value, Mapping) and step in value:
        return {**value, step: _veiled(value[step], rest)}
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [*value[:step], _veiled(value[step], rest), *value[step + 1 :]]
    return value


def parsed(text: str) -> Any:
    """The structure that a text holds as JSON; the text itself where it holds none."""
    if text[:1] not in ("{", "[", '"'):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


class Showing:
    """Turns values of some graphs into what may be shown: no secrets, and names for what AWS makes up."""

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._names: dict[str, str] = {}
        for graph in graphs:
            self._names.update(_made_up(graph))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._names, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def __call__(self, value: Any) -> Any:
        """A JSON value to show."""
        if isinstance(value, Veiled):
            return SECRET
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Mapping):
            return _asset(value) or {key: self(value[key]) for key in sorted(value)}  # a recording has no order
        if isinstance(value, list | tuple):
            return [self(item) for item in value]
        return value

    def _text(self, value: str) -> str:
        if value == UNKNOWN:
            return AFTERWARDS
        if len(value) > LONGEST:
            return summary(value)
        named = self._pattern.sub(lambda found: f"${{{self._names[found[0]]}}}", value)
        return named.replace(UNKNOWN, f"({AFTERWARDS})")


def summary(text: str) -> str:
    """A text too long to be shown, by its hash."""
    return f"text of {len(text):,} characters, sha256 {_digest(text)[:_HASH]}"


def _made_up(graph: Graph) -> Iterable[tuple[str, str]]:
    for resource in graph.resources:
        if resource.type == _REFERENCE:
            outputs = resource.outputs.get("outputs", {})
            for name, value in sorted(outputs.items()):
                if isinstance(value, str) and (found := _MADE_UP.match(value)):
                    yield found[1], f"{resource.name}.{name}"
        for name in ASSIGNED.get(resource.type, ()):
            if value := str(resource.outputs.get(name, "")):
                yield value, f"{resource.name}.{name}"


def _asset(value: Mapping[str, Any]) -> str | None:
    """A file or archive by its content; None for any other object."""
    kind = next((k for k in ("asset", "archive") if isinstance(value.get(k), str)), None)
    if kind is None or not {"path", "text", "uri", "assets"} & set(value):
        return None
    content = f"sha256 {value['sha256'][:_HASH]}" if "sha256" in value else str(value.get("uri", ""))
    return f"{value[kind]} {content}"


def _digest(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
