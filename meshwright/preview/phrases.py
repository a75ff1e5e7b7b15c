"""Sentences that know which of their words come from whom, so that each format can show them safely."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A name, a path or a value: shown as it is, set apart."""

    text: str


@dataclass(frozen=True)
class Said:
    """Free text that somebody wrote, such as a purpose."""

    text: str


@dataclass(frozen=True)
class Told:
    """A sentence of ours that holds values which somebody wrote, such as a finding's message."""

    text: str


@dataclass(frozen=True)
class Strong:
    """A word of ours that must not be overlooked."""

    text: str


Part = str | Code | Said | Told | Strong
Phrase = tuple[Part, ...]
"""A plain part is ours alone."""


@dataclass(frozen=True)
class Item:
    """A point of a list, and those below it."""

    phrase: Phrase
    inner: tuple[Phrase, ...] = ()


def codes(names: Iterable[str], limit: int = 12) -> Phrase:
    """Names with commas between them; of many the first and how many more there are."""
    listed = list(names)
    found: list[Part] = []
    for number, name in enumerate(listed[:limit]):
        found += [", ", Code(name)] if number else [Code(name)]
    if len(listed) > limit:
        found.append(f" and {len(listed) - limit} more")
    return tuple(found)


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 stack``, ``2 stacks``."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def listed(parts: Iterable[str]) -> str:
    """Words with commas, leaving out the empty ones."""
    return ", ".join(part for part in parts if part)
