"""Guessing what somebody meant to write."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, options: Iterable[str]) -> str | None:
    """The one of ``options`` that ``word`` is most likely a misspelling of; None where none is close."""
    found = get_close_matches(word, sorted(set(options)), n=1, cutoff=0.6)
    return found[0] if found else None


def listed(words: Iterable[str]) -> str:
    """Words for a sentence, at most five: ``"a", "b" and 3 more``."""
    every = [f'"{w}"' for w in words]
    if len(every) > 5:
        return f"{', '.join(every[:5])} and {len(every) - 5} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)
