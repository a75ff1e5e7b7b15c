"""What identifies a row, as far as a sample can tell."""

from collections.abc import Sequence
from itertools import combinations

from meshwright.rules.kinds import EXACT

from .sampled import Field

_TRIED = 12
"""Columns that are tried in pairs."""
_PREFERRED = ("id", "key", "code", "number", "no", "uuid", "guid", "ref", "reference")


def key(fields: Sequence[Field], subject: str) -> tuple[str, ...]:
    """Names of one column, or of two, that are never empty and never repeat; none where there are no such ones.

    A column called ``<subject>_id`` or the like comes before others, then the order of the file counts.
    """
    fit = [f for f in fields if f.type.kind in EXACT - {"boolean"} and f.complete]
    ranked = sorted(fit, key=lambda f: _rank(f, subject))
    rows = len(ranked[0].values) if ranked else 0
    for field in ranked:
        if len(set(field.values)) == rows and (rows > 1 or _rank(field, subject) < 3):
            return (field.name,)
    for one, other in combinations(ranked[:_TRIED], 2):
        if rows > 1 and len(set(zip(one.values, other.values, strict=True))) == rows:
            first, second = sorted((one, other), key=list(fields).index)
            return first.name, second.name
    return ()


def _rank(field: Field, subject: str) -> int:
    """How likely a column is to be meant as a key, from 0."""
    singular = subject.removesuffix("s")
    if field.name in ("id", f"{subject}_id", f"{singular}_id"):
        return 0
    last = field.name.rpartition("_")[2]
    if last in _PREFERRED:
        return 1 if last in ("id", "uuid", "guid", "key") else 2
    return {"text": 3, "long": 4, "integer": 4, "decimal": 6}.get(field.type.kind, 5)
