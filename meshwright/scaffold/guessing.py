"""The type of a csv file's column, by its values: what every engine reads from them without loss."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from meshwright.language.columns import ColumnType, Decimal, Scalar
from meshwright.runtime.instants import instant

NULLS: Final = ("NA", "N/A", "NULL", "null", "None", "NaN", "nan", r"\N", "-", "?")
"""How files write "no value", beside the empty text."""
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,18})")
_REAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_CENTS = re.compile(r"-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTHS = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
_MONEY = frozenset(
    """amount balance cost costs discount fee fees gross income net paid payment price revenue salary sum tax total
    turnover vat""".split()  # noqa: SIM905
)
"""Words of a column's name that tell of money, whose cents have to add up."""


def guess(name: str, values: Sequence[str | None]) -> ColumnType:
    """The narrowest type that all values have; text where there is no value, or none fits."""
    there = {v for v in values if v is not None}
    if not there:
        return Scalar(kind="text")
    if there <= _TRUTHS:
        return Scalar(kind="boolean")
    if all(_WHOLE.fullmatch(v) and abs(int(v)) < 2**63 for v in there) and not _is_money(name):
        return Scalar(kind="long")
    if _is_money(name) and all(_CENTS.fullmatch(v) for v in there):
        return Decimal(precision=18, scale=max(2, *(len(v.partition(".")[2]) for v in there)))
    if all(_REAL.fullmatch(v) for v in there):
        return Scalar(kind="double")
    if all(_is_day(v) for v in there):
        return Scalar(kind="date")
    return Scalar(kind="timestamp" if all(_is_instant(v) for v in there) else "text")


def null_word(columns: Iterable[Sequence[str | None]]) -> str | None:
    """The word for "no value", where reading one as that turns text columns into numbers, times or truths."""
    gains = dict.fromkeys(NULLS, 0)
    for values in columns:
        there = {v for v in values if v is not None}
        if guess("", values).kind != "text":
            continue
        for word in there & gains.keys():
            rest = [v for v in there if v != word]
            gains[word] += bool(rest) and guess("", rest).kind != "text"
    best = max(gains, key=lambda word: gains[word])
    return best if gains[best] else None


def _is_money(name: str) -> bool:
    return not _MONEY.isdisjoint(name.split("_"))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    try:
        return bool(instant(text))
    except ValueError:
        return False
