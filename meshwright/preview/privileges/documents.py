"""Policy documents as values that can be compared: statements by what they say, not by how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.preview.values import parsed
from meshwright.recording.graph import UNKNOWN

PARTS = ("actions", "resources", "principals")
_WRITTEN = {"actions": "Action", "resources": "Resource", "principals": "Principal"}
_KNOWN = {"Sid", "Effect", "Condition", *_WRITTEN.values(), *(f"Not{name}" for name in _WRITTEN.values())}


class Unreadable(ValueError):
    """A text that is no policy, or one that is known only once it is made."""


@dataclass(frozen=True)
class Part:
    """What a statement names of one kind; none of the kind where it is empty."""

    values: frozenset[str] = frozenset()
    negated: bool = False
    """Whether everything but these is meant."""


@dataclass(frozen=True)
class Test:
    """A condition: any of the values satisfies it, none of them a negated one."""

    operator: str
    key: str
    values: frozenset[str]

    def __str__(self) -> str:
        return f"{self.operator} {self.key} = {', '.join(sorted(self.values))}"


@dataclass(frozen=True)
class Statement:
    """One permission or denial."""

    sid: str
    """Empty where it has none."""
    effect: str
    actions: Part
    resources: Part
    principals: Part
    """Each as ``<kind> <identifier>``."""
    tests: frozenset[Test]

    def part(self, name: str) -> Part:
        """By its name in ``PARTS``."""
        return {"actions": self.actions, "resources": self.resources, "principals": self.principals}[name]

    @property
    def meaning(self) -> tuple[object, ...]:
        """All but the name."""
        return self.effect, self.actions, self.resources, self.principals, self.tests


def is_policy(value: Any) -> bool:
    """Whether a value is a policy, as a structure or as a text of JSON."""
    if isinstance(value, str) and '"Statement"' not in value:
        return False
    found = parsed(value) if isinstance(value, str) else value
    return isinstance(found, Mapping) and "Statement" in found and not set(found) - {"Version", "Id", "Statement"}


def statements(value: Any) -> tuple[Statement, ...]:
    """The statements of a policy; none where there is no policy.

    Raises:
        Unreadable: it is no policy, or part of it is known only afterwards.
    """
    if value is None:
        return ()
    if not is_policy(value) or UNKNOWN in str(value):
        raise Unreadable
    document = parsed(value) if isinstance(value, str) else value
    listed = document["Statement"]
    return tuple(_statement(given) for given in (listed if isinstance(listed, list) else [listed]))


def _statement(given: Any) -> Statement:
    if not isinstance(given, Mapping) or set(given) - _KNOWN or given.get("Effect") not in ("Allow", "Deny"):
        raise Unreadable
    parts = {name: _part(given, written) for name, written in _WRITTEN.items()}
    return Statement(str(given.get("Sid", "")), given["Effect"], tests=frozenset(_tests(given)), **parts)


def _part(given: Mapping[str, Any], written: str) -> Part:
    for key, negated in ((written, False), (f"Not{written}", True)):
        if key in given:
            return Part(frozenset(_named(given[key], written)), negated)
    return Part()


def _named(value: Any, written: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{kind} {item}" for kind, items in value.items() for item in _several(items))
    elif written == "Principal":
        yield from (f"AWS {item}" for item in _several(value))
    else:
        yield from _several(value)


def _tests(given: Mapping[str, Any]) -> Iterator[Test]:
    for operator, keys in given.get("Condition", {}).items():
        for key, values in keys.items():
            yield Test(operator, key, frozenset(_several(values)))


def _several(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        yield str(item).lower() if isinstance(item, bool) else str(item)
