"""Changes of resources as lines, those alike together."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any

from meshwright.preview.report import Kind, PropertyChange, ResourceChange

SIGNS = {"create": "+", "import": "+", "update": "~", "replace": "±", "delete": "-"}
ALIKE = 4
"""From so many resources on, a change that they share is said once."""
ELEMENTS = 12
"""Elements of a list that are named in a line."""
COMMON = 30
"""Characters that two values have to begin with alike for these to be left out."""
LONGEST = 160
"""Characters of a value in a line."""


@dataclass(frozen=True)
class Block:
    """The changes of one stack; each line begins with its sign, a property's with a blank."""

    title: str
    lines: tuple[str, ...]


def blocks(changes: Sequence[ResourceChange]) -> tuple[Block, ...]:
    """The changes by stack."""
    stacks = dict.fromkeys(change.stack for change in changes)
    return tuple(Block(s, tuple(_lines([c for c in changes if c.stack == s]))) for s in stacks)


def _lines(changes: list[ResourceChange]) -> Iterator[str]:
    yield from _gathered("create", [c for c in changes if c.action == "create"])
    yield from _gathered("delete", [c for c in changes if c.action == "delete"])
    rest = [c for c in changes if c.action not in ("create", "delete")]
    shared = _shared(rest)
    for change in rest:
        own = [p for p in change.properties if _key(p) not in shared]
        if own or change.action != "update" or change.renamed_from:
            yield from _single(replace(change, properties=tuple(own)))
    yield from _together(rest, shared)


def _gathered(action: str, changes: list[ResourceChange]) -> Iterator[str]:
    """Resources that come or go, a line per component and kind."""
    by_component: dict[str, list[ResourceChange]] = defaultdict(list)
    for change in changes:
        by_component[change.component].append(change)
    for component, members in by_component.items():
        yield f"{SIGNS[action]} {action} {component or members[0].name}"
        by_kind: dict[str, list[str]] = defaultdict(list)
        for member in members:
            kept = " (stays in the account, unmanaged)" if member.retained else ""
            guarded = " (protected)" if member.protected else ""
            by_kind[f"{member.kind}{kept}{guarded}"].append(_within(member))
        for kind, names in sorted(by_kind.items()):
            yield f"      {kind}: {', '.join(sorted(names))}"


def _within(change: ResourceChange) -> str:
    """A name without that of its component, which stands above."""
    return change.name.removeprefix(f"{change.component}-") if change.component else change.name


def _single(change: ResourceChange) -> Iterator[str]:
    yield f"{SIGNS[change.action]} {change.action} {change.kind} {change.name}{''.join(_remarks(change))}"
    for (path, kind), found in groupby(change.properties, key=lambda p: (p.path, p.kind)):
        same = list(found)
        yield f"      {_elements(path, kind, same) if len(same) > 1 else _property(same[0])}"


def _elements(path: str, kind: Kind, changes: list[PropertyChange]) -> str:
    """Elements that come to a list or leave it, a few of many by name."""
    sign, values = ("+", [c.after for c in changes]) if kind == "added" else ("-", [c.before for c in changes])
    more = f" and {len(values) - ELEMENTS:,} more" if len(values) > ELEMENTS else ""
    return f"{path}: {sign} {', '.join(map(shown, values[:ELEMENTS]))}{more}"


def _remarks(change: ResourceChange) -> Iterator[str]:
    if change.renamed_from:
        yield f", was {change.renamed_from}"
    if change.forced_by:
        yield f", since {', '.join(change.forced_by)} can't be changed in place"
    if change.because_of:
        yield f", follows {', '.join(change.because_of)}"
    if change.retained:
        yield ", the old one stays in the account, unmanaged"
    if change.deletes_first:
        yield ", the old one goes first"
    if change.protected:
        yield ", protected: the engine refuses"


def _property(change: PropertyChange) -> str:
    if change.kind == "reordered":
        return f"{change.path}: in another order"
    if change.kind == "added":
        return f"{change.path}: + {shown(change.after)}"
    if change.kind == "removed":
        return f"{change.path}: - {shown(change.before)}"
    before, after = shorter(change.before, change.after)
    return f"{change.path}: {shown(before)} → {shown(after)}"


def shorter(before: Any, after: Any) -> tuple[Any, Any]:
    """Two long texts without what they begin with alike."""
    if not (isinstance(before, str) and isinstance(after, str)) or before.startswith("text of "):
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    end = max(before.rfind(mark, 0, alike) for mark in "/: ,") + 1
    return (before, after) if end < COMMON else (f"…{before[end:]}", f"…{after[end:]}")


def shown(value: Any) -> str:
    """A value on one line and not too long."""
    text = value if value in ("secret", "known after apply") else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


_Key = tuple[str, str]


def _key(change: PropertyChange) -> _Key:
    return change.path, json.dumps([change.kind, change.before, change.after], sort_keys=True)


def _shared(changes: list[ResourceChange]) -> frozenset[_Key]:
    found = Counter(_key(p) for c in changes for p in c.properties)
    return frozenset(key for key, number in found.items() if number >= ALIKE)


def _together(changes: list[ResourceChange], shared: frozenset[_Key]) -> Iterator[str]:
    """What many resources share, each once and with the kinds of those resources."""
    members: dict[_Key, list[tuple[ResourceChange, PropertyChange]]] = defaultdict(list)
    for change in changes:
        for found in change.properties:
            if _key(found) in shared:
                members[_key(found)].append((change, found))
    for _, both in sorted(members.items()):
        kinds = Counter(change.kind for change, _ in both)
        listed = ", ".join(f"{f'{number} ' if number > 1 else ''}{kind}" for kind, number in sorted(kinds.items()))
        yield f"~ update {len(both)} resources alike: {_property(both[0][1])}"
        yield f"      {listed}"
