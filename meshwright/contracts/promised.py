"""What is promised, laid out so that two states can be compared.

Two promises of one kind about the same columns promise what both allow together. A column counts by its number, so that
a rename breaks no promise; the order of promises, and of the columns of a key, means nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from math import inf

from meshwright.language import (
    Between,
    Complete,
    Expectation,
    Fresh,
    Matches,
    OneOf,
    Place,
    Product,
    Quality,
    Rows,
    Table,
    Unique,
    span,
)
from meshwright.language.promises import ServiceObjective
from meshwright.runtime.expectations import columns, describe

Columns = frozenset[int | str]
"""Columns by number; by name where there is no such column."""
Subject = tuple[str, Columns, str]
"""What a promise is about: its kind, its columns, and its pattern if it has one."""


@dataclass(frozen=True)
class Promise:
    """That something lies within limits."""

    subject: Subject
    place: Place
    words: str
    """For a message: ``amount lies between 0 and 10``."""
    low: float = -inf
    high: float = inf
    values: tuple[str, ...] = ()
    """The allowed values as Python writes them, sorted; none where it limits no values."""

    @property
    def kind(self) -> str:
        """``complete``, ``unique``, ``between`` …"""
        return self.subject[0]

    @property
    def columns(self) -> Columns:
        """The columns it is about."""
        return self.subject[1]

    def looser(self, before: "Promise") -> bool:
        """Whether it allows something that ``before`` didn't."""
        return self.low < before.low or self.high > before.high

    def tighter(self, before: "Promise") -> bool:
        """Whether it refuses something that ``before`` allowed."""
        return before.looser(self)


def of_table(table: Table) -> dict[Subject, Promise]:
    """What its expectations promise."""
    numbers: dict[str, int] = {c.name: c.number for c in table.columns}
    return _united(_expectation(e, numbers) for e in table.expects)


def of_product(product: Product) -> dict[Subject, Promise]:
    """What its objectives promise."""
    return _united(_objective(o) for o in product.objectives)


def _united(promises: Iterable[Promise]) -> dict[Subject, Promise]:
    by_subject: dict[Subject, list[Promise]] = {}
    for promise in promises:
        by_subject.setdefault(promise.subject, []).append(promise)
    return {subject: reduce(_both, several) for subject, several in by_subject.items()}


def _both(one: Promise, other: Promise) -> Promise:
    return replace(
        one,
        words=one.words if one.words == other.words else f"{one.words} and {other.words}",
        low=max(one.low, other.low),
        high=min(one.high, other.high),
        values=tuple(v for v in one.values if v in other.values),
    )


def _expectation(expectation: Expectation, numbers: dict[str, int]) -> Promise:
    dumped = expectation.model_dump()
    about: Columns = frozenset(numbers.get(name, name) for name in columns(dumped))
    plain = Promise((expectation.kind, about, ""), expectation.place, describe(dumped))
    match expectation:
        case Complete(at_least=ratio):
            return replace(plain, low=ratio)
        case Between(low=low, high=high):
            return replace(plain, low=low, high=high)
        case Rows(at_least=least, at_most=most):
            return replace(plain, low=least, high=inf if most is None else most)
        case OneOf(values=values):
            return replace(plain, values=tuple(sorted({repr(v) for v in values})))
        case Matches(pattern=pattern):
            return replace(plain, subject=(expectation.kind, about, pattern))
        case Unique():
            return plain


def _objective(objective: ServiceObjective) -> Promise:
    subject: Subject = (objective.kind, frozenset(), "")
    match objective:
        case Fresh(within=within):
            return Promise(subject, objective.place, f"fresh within {within}", high=span(within).total_seconds())
        case Quality(at_least=ratio):
            return Promise(subject, objective.place, f"at least {ratio * 100:g} % of the runs pass", low=ratio)
