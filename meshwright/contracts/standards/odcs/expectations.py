"""Expectations as the standard's quality rules, on the property or the object that they are about.

What a rule of the library, ``unique`` or ``logicalTypeOptions`` can't say is a custom rule of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from meshwright.language import Between, Column, Complete, Expectation, Matches, OneOf, Rows, Table, Unique

from .parts_of_whole import is_exact, percent_missing
from .words import ENGINE, Document, customs

NUMBERS = frozenset({"integer", "long", "double", "decimal"})
"""Types whose ``logicalTypeOptions`` know a minimum and a maximum that are numbers."""


@dataclass
class Promised:
    """What is expected of one column, in the order that it is read back: unique, range, rules."""

    unique: bool = False
    between: Between | None = None
    rules: list[Document] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """What is expected of a table."""

    columns: Mapping[str, Promised]
    """By the names of the table's columns."""
    rules: Sequence[Document]
    """Of the table as a whole."""
    order: Sequence[int] | None
    """Where each expectation stands in the definition, in the order that they are read back; None for the same."""


def written(table: Table) -> Written:
    """The expectations of a table, each where the standard has a place for it."""
    columns = {column.name: Promised() for column in table.columns}
    places: dict[str | None, list[tuple[int, int]]] = {}
    whole: list[Document] = []
    for number, expectation in enumerate(table.expects):
        name, rank = _place(expectation, table, columns)
        if name is None:
            whole.append(_of_table(expectation))
        places.setdefault(name, []).append((rank, number))
    order = [number for name in (*columns, None) for _, number in sorted(places.get(name, []))]
    return Written(columns, whole, None if order == sorted(order) else order)


def _place(expectation: Expectation, table: Table, columns: Mapping[str, Promised]) -> tuple[str | None, int]:
    """The column that now holds it, None for the table, and its rank there."""
    name = _about(expectation)
    column = None if name is None else table.column(name)
    if name is None or column is None:
        return None, 0
    promised = columns[name]
    match expectation:
        case Unique() if not promised.unique:
            promised.unique = True
            return name, 0
        case Between() if promised.between is None and column.type.kind in NUMBERS:
            promised.between = expectation
            return name, 1
    promised.rules.append(_of_column(expectation))
    return name, 2


def _about(expectation: Expectation) -> str | None:
    """The one column that it is about, if it is one."""
    match expectation:
        case Unique(columns=(column,)) | Complete(column=column) | OneOf(column=column):
            return column
        case Matches(column=column) | Between(column=column):
            return column
    return None


def _of_column(expectation: Expectation) -> Document:
    match expectation:
        case Complete(at_least=at_least):
            rule: Document = {
                "metric": "nullValues",
                "mustBeLessOrEqualTo": percent_missing(at_least),
                "unit": "percent",
            }
            exact = customs({"atLeast": None if is_exact(at_least) else at_least})
            return {**rule, "customProperties": exact} if exact else rule
        case OneOf(values=values):
            return {"metric": "invalidValues", "arguments": {"validValues": list(values)}, "mustBe": 0}
        case Matches(pattern=pattern):
            return {"metric": "invalidValues", "arguments": {"pattern": pattern}, "mustBe": 0}
    return _ours(expectation)


def _of_table(expectation: Expectation) -> Document:
    match expectation:
        case Unique(columns=columns) if len(columns) > 1:
            return {"metric": "duplicateValues", "arguments": {"properties": list(columns)}, "mustBe": 0}
        case Rows(at_least=low, at_most=None):
            return {"metric": "rowCount", "mustBeGreaterOrEqualTo": low}
        case Rows(at_least=low, at_most=high):
            return {"metric": "rowCount", **({"mustBe": low} if low == high else {"mustBeBetween": [low, high]})}
    return _ours(expectation)


def _ours(expectation: Expectation) -> Document:
    said: dict[str, Any] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in expectation.model_dump().items()
    }
    return {"type": "custom", "engine": ENGINE, "implementation": said}


def options(column: Column, promised: Promised) -> Iterator[tuple[str, Any]]:
    """The limits of a column's values, as ``logicalTypeOptions``."""
    if promised.between is not None:
        yield "minimum", promised.between.low
        yield "maximum", promised.between.high
