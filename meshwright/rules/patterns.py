"""Regular expressions that every engine reads alike.

DuckDB's (RE2) and Spark's (Java) grammars differ in much. What is allowed here is what they share: literals, ``.``,
classes, ``\\d \\w \\s`` and their opposites, groups, alternatives, and repetitions of at most 1,000. What is left of
the difference is which ends of lines ``.`` and ``\\s`` take besides the newline.
"""

import re
from dataclasses import dataclass

MOST = 1000
"""Counted repetitions, as RE2 limits them."""
DEEPEST = 25
"""Groups inside each other."""
_LAST = 0x10FFFF
_COUNT = re.compile(r"\{([0-9]{1,6})(?:(,)([0-9]{1,6})?)?\}")

Ranges = tuple[tuple[int, int], ...]
"""Code points, both ends included, in order and apart from each other."""


@dataclass(frozen=True)
class Letter:
    """One character out of a set."""

    ranges: Ranges


@dataclass(frozen=True)
class Sequence:
    """One after the other; nothing where empty."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Choice:
    """One of several."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Repeat:
    """So many times."""

    part: "Tree"
    low: int
    high: int | None
    """None for any number."""


Tree = Letter | Sequence | Choice | Repeat


class Unreadable(ValueError):
    """Why a pattern is not one that every engine reads alike."""


def _united(ranges: list[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def _point(ranges: Ranges) -> int:
    """The one code point of a range's end."""
    low, high = ranges[0]
    if low != high:
        raise Unreadable("a range in a class ends in a class")
    return low


def _others(ranges: Ranges) -> Ranges:
    ends = [-1, *(n for pair in ranges for n in pair), _LAST + 1]
    return tuple((a + 1, b - 1) for a, b in zip(ends[::2], ends[1::2], strict=True) if a + 1 <= b - 1)


_DIGITS: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES: Ranges = ((9, 10), (12, 13), (32, 32))
_ESCAPES = {
    "d": _DIGITS, "D": _others(_DIGITS), "w": _WORD, "W": _others(_WORD), "s": _SPACES, "S": _others(_SPACES),
    "t": ((9, 9),), "n": ((10, 10),), "r": ((13, 13),),
}  # fmt: skip
_ANY = _others(((10, 10),))


def read(pattern: str) -> Tree:
    """The pattern as a tree. Raises ``Unreadable``."""
    inner = pattern.removeprefix("^")
    if inner.endswith("$") and not inner.endswith("\\$"):
        inner = inner[:-1]
    reader = _Reader(inner)
    tree = reader.choice(0)
    if reader.at < len(inner):
        raise Unreadable('")" closes nothing')
    if _times(tree) > MOST:
        raise Unreadable(f"repetitions inside each other come to more than {MOST:,}")
    return tree


def _times(tree: Tree) -> int:
    """How often a letter may be counted, at most."""
    match tree:
        case Repeat(part=part, low=low, high=high):
            return max(low, high or 1) * _times(part)
        case Sequence(parts=parts) | Choice(parts=parts):
            return max((_times(p) for p in parts), default=1)
    return 1


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern, self.at = pattern, 0

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def _take(self) -> str:
        self.at += 1
        return self.pattern[self.at - 1 : self.at]

    def choice(self, depth: int) -> Tree:
        if depth > DEEPEST:
            raise Unreadable(f"more than {DEEPEST} groups stand inside each other")
        parts = [self._sequence(depth)]
        while self._next() == "|":
            self._take()
            parts.append(self._sequence(depth))
        return parts[0] if len(parts) == 1 else Choice(tuple(parts))

    def _sequence(self, depth: int) -> Tree:
        parts = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._repeated(self._single(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _single(self, depth: int) -> Tree:
        sign = self._take()
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            return Letter(self._class())
        if sign == "\\":
            return Letter(self._escape())
        if sign == ".":
            return Letter(_ANY)
        if sign in "^$":
            raise Unreadable(f'"{sign}" stands inside; the pattern always matches the whole value')
        if sign in "*+?{}]":
            raise Unreadable(f'"{sign}" stands for itself; write "\\{sign}"')
        return Letter(((ord(sign), ord(sign)),))

    def _group(self, depth: int) -> Tree:
        if self._next() == "?":
            if self.pattern[self.at : self.at + 2] != "?:":
                raise Unreadable(f'"({self.pattern[self.at : self.at + 2]}" is not known to every engine')
            self.at += 2
        tree = self.choice(depth + 1)
        if self._take() != ")":
            raise Unreadable("a group has no end")
        return tree

    def _escape(self) -> Ranges:
        sign = self._take()
        if not sign:
            raise Unreadable("it ends in a backslash")
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        if sign.isalnum():
            raise Unreadable(f'"\\{sign}" is not read alike by every engine')
        return ((ord(sign), ord(sign)),)

    def _class(self) -> Ranges:
        negated = self._next() == "^" and bool(self._take())
        ranges: list[tuple[int, int]] = []
        while self._next() != "]" or not ranges:
            low = self._member()
            if self._next() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self._take()
                ranges.append((_point(low), _point(self._member())))
                if ranges[-1][0] > ranges[-1][1]:
                    raise Unreadable("a range in a class goes backwards")
            else:
                ranges.extend(low)
        self._take()
        found = _united(ranges)
        return _others(found) if negated else found

    def _member(self) -> Ranges:
        sign = self._take()
        if not sign:
            raise Unreadable("a class has no end")
        if sign == "\\":
            return self._escape()
        if sign == "[" or (sign == "&" and self._next() == "&") or sign == "]":
            raise Unreadable(f'"{sign}" stands for itself in a class; write "\\{sign}"')
        return ((ord(sign), ord(sign)),)

    def _repeated(self, tree: Tree) -> Tree:
        sign = self._next()
        if sign and sign in "*+?":
            self._take()
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        elif counted := _COUNT.match(self.pattern, self.at):
            self.at = counted.end()
            low = int(counted[1])
            high = int(counted[3]) if counted[3] else None if counted[2] else low
            if max(low, high or 0) > MOST:
                raise Unreadable(f'"{counted[0]}" repeats more than {MOST:,} times')
            if high is not None and low > high:
                raise Unreadable(f'"{counted[0]}" has its ends the wrong way round')
        else:
            return tree
        if self._next() == "?":
            self._take()  # reluctance changes which match is found, not whether there is one
        if self._next() == "+":
            raise Unreadable('a possessive "+" is not known to every engine')
        return Repeat(tree, low, high)
