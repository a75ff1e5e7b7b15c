"""Two sets of properties compared, down to the values that differ."""

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from meshwright.preview.report import Kind
from meshwright.preview.values import parsed

IDENTITIES = ("id", "Sid", "sid", "name", "Name", "key", "Key", "arn")
"""What tells the elements of a list apart, the first that every one of them has and no two share."""
OPAQUE = ("content",)
"""Texts that are files: they changed or they didn't; what is in them is shown where it was written."""
_SIMPLE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$:/@*")


@dataclass(frozen=True)
class Difference:
    """One place where two sets differ. A text that holds JSON is looked into as if it were no text."""

    path: str
    kind: Kind
    before: Any = None
    after: Any = None


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    """Every place where two sets of properties differ, by path."""
    yield from _objects(old, new, "")


def _compared(old: Any, new: Any, path: str) -> Iterator[Difference]:
    if _same(old, new):
        return
    if isinstance(old, str) and isinstance(new, str) and path not in OPAQUE:
        inside = parsed(old), parsed(new)
        if all(isinstance(value, dict | list) for value in inside):
            yield from _compared(*inside, path)
            return
        if inside != (old, new) and inside[0] != inside[1]:
            old, new = inside
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _are_files(old, new):
        yield from _objects(old, new, path)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, path)
    else:
        yield Difference(path, "changed", old, new)


def _objects(old: Mapping[str, Any], new: Mapping[str, Any], path: str) -> Iterator[Difference]:
    for key in sorted({*old, *new}):
        at = _below(path, key)
        if key not in new:
            yield Difference(at, "removed", old[key])
        elif key not in old:
            yield Difference(at, "added", after=new[key])
        else:
            yield from _compared(old[key], new[key], at)


def _lists(old: list[Any], new: list[Any], path: str) -> Iterator[Difference]:
    if (identity := _identity(old, new)) is not None:
        yield from _identified(old, new, path, identity)
    elif all(isinstance(item, Hashable) for item in (*old, *new)):
        yield from _values(old, new, path)
    else:
        yield from _aligned(old, new, path)


def _identity(old: list[Any], new: list[Any]) -> str | None:
    items = [*old, *new]
    if not items or not all(isinstance(item, Mapping) for item in items):
        return None
    for name in IDENTITIES:
        sides = ([item.get(name) for item in side] for side in (old, new))
        if all(None not in s and all(isinstance(v, str | int) for v in s) and len(set(s)) == len(s) for s in sides):
            return name
    return None


def _identified(old: list[Any], new: list[Any], path: str, identity: str) -> Iterator[Difference]:
    before, after = ({item[identity]: item for item in side} for side in (old, new))
    for key, item in before.items():
        at = f"{path}[{identity}={key}]"
        if key not in after:
            yield Difference(at, "removed", item)
        else:
            yield from _compared(item, after[key], at)
    yield from (Difference(f"{path}[{identity}={k}]", "added", after=v) for k, v in after.items() if k not in before)
    if [k for k in before if k in after] != [k for k in after if k in before]:
        yield Difference(path, "reordered")


def _values(old: list[Any], new: list[Any], path: str) -> Iterator[Difference]:
    """Plain values: which are there, rather than where."""
    before, after = Counter(old), Counter(new)
    yield from (Difference(f"{path}[]", "removed", value) for value in (before - after).elements())
    yield from (Difference(f"{path}[]", "added", after=value) for value in (after - before).elements())
    kept = before & after
    if _common(old, kept) != _common(new, kept):
        yield Difference(path, "reordered")


def _common(values: Sequence[Any], kept: Counter[Any]) -> list[Any]:
    left, found = Counter(kept), []
    for value in values:
        if left[value] > 0:
            left[value] -= 1
            found.append(value)
    return found


def _aligned(old: list[Any], new: list[Any], path: str) -> Iterator[Difference]:
    """Elements without identity: those that stayed hold the others in place."""
    before, after = ([json.dumps(item, sort_keys=True, default=str) for item in side] for side in (old, new))
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for one, other in zip(old[i:j], new[k:m], strict=False):
            yield from _compared(one, other, f"{path}[{new.index(other)}]")
        shared = min(j - i, m - k)
        yield from (Difference(f"{path}[]", "removed", item) for item in old[i + shared : j])
        yield from (Difference(f"{path}[]", "added", after=item) for item in new[k + shared : m])


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, Mapping) and isinstance(new, Mapping) and _are_files(old, new) and "sha256" in old:
        return bool(old["sha256"] == new.get("sha256"))  # where the file stands says nothing of its content
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def _are_files(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return all("asset" in value or "archive" in value for value in (old, new))


def _below(path: str, key: str) -> str:
    if set(key) <= _SIMPLE:
        return f"{path}.{key}" if path else key
    return f"{path}[{json.dumps(key, ensure_ascii=False)}]"
