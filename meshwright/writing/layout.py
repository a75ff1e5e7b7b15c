"""Lays expressions out as the formatter of this project leaves them: on one line, or one entry a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .texts import literal, width, wrapped

WIDTH = 120
"""Characters of a line."""
STEP = 4
"""Spaces that an entry stands deeper than what holds it."""


@dataclass(frozen=True)
class Atom:
    """What is never broken: a name, a number, ``True``."""

    text: str

    @property
    def flat(self) -> str | None:
        """On one line."""
        return self.text

    def spread(self, indent: int) -> str:
        """The same: there is nothing to break."""
        return self.text


@dataclass(frozen=True)
class Words:
    """A text, in parentheses and on several lines where one is too short for it."""

    text: str

    @cached_property
    def flat(self) -> str | None:
        """On one line."""
        return literal(self.text)

    def spread(self, indent: int) -> str:
        """In lines that end at a space or a line's end."""
        deeper, room = " " * (indent + STEP), WIDTH - indent - STEP
        whole = literal(self.text)
        parts = [whole] if width(whole) <= room else wrapped(self.text, room)
        if len(parts) == 1 and width(whole) > room:
            return whole  # nowhere to cut
        return "\n".join(("(", *(f"{deeper}{part}" for part in parts), " " * indent + ")"))


@dataclass(frozen=True)
class Entry:
    """One entry of a group: its value, what stands before it on the line, and the comment above."""

    value: "Node"
    prefix: str = ""
    """``columns=`` of an argument, ``"key": `` of a dictionary's entry."""
    note: Sequence[str] = ()
    """Lines of a comment."""


@dataclass(frozen=True)
class Group:
    """A call, a list or a dictionary."""

    opening: str
    entries: tuple[Entry, ...]
    closing: str
    tall: bool = False
    """Whether each entry takes a line although all fit on one."""

    @cached_property
    def flat(self) -> str | None:
        """On one line; None where it can't be, as where a comment stands inside."""
        parts = []
        for entry in self.entries:
            inside = entry.value.flat
            if inside is None or entry.note:
                return None
            parts.append(f"{entry.prefix}{inside}")
        return None if self.tall and parts else f"{self.opening}{', '.join(parts)}{self.closing}"

    def spread(self, indent: int) -> str:
        """One entry a line."""
        deeper = " " * (indent + STEP)
        lines = [self.opening]
        for entry in self.entries:
            lines += [f"{deeper}# {line}".rstrip() for line in entry.note]
            lines.append(f"{deeper}{placed(entry.value, indent + STEP, len(entry.prefix), entry.prefix)},")
        return "\n".join((*lines, " " * indent + self.closing))


Node = Atom | Words | Group


def placed(node: Node, indent: int, taken: int = 0, prefix: str = "") -> str:
    """The node behind ``prefix`` on a line of this indent, with room for a comma: on one line where that fits."""
    flat = node.flat
    fits = flat is not None and indent + taken + width(flat) + 1 <= WIDTH
    return prefix + (flat if fits and flat is not None else node.spread(indent))


def listed(values: Sequence[Node], *, tall: bool = False) -> Group:
    """A list."""
    return Group("[", tuple(Entry(v) for v in values), "]", tall)
