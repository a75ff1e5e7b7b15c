"""Whether one row limit lets through less than another, worked out rather than guessed.

A condition that compares columns with constants can't tell apart two values between which no constant lies. So it is
enough to try, for each column, the constants that either condition names, what lies just beside them, and no value at
all. A pattern of ``LIKE`` is taken for something that may hold or not, whatever else does: what follows then, follows.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Literal

from meshwright.language import Table

from .conditions import Between, Compare, Condition, Either, Every, Like, Missing, Not, OneOf, Value
from .rows import INTEGRAL, NUMERIC, RowLimit, parse

Comparison = Literal["same", "wider", "narrower", "other"]
MOST = 50_000
"""Combinations that are tried; more stay undecided."""
_Point = Mapping[object, Value | bool | None]


def compared(before: str | None, after: str | None, table: Table) -> Comparison:
    """How the rows of ``after`` stand to those of ``before``; ``other`` also where that can't be decided.

    Both are conditions on ``table``, or None for every row.
    """
    if before == after:
        return "same"
    if before is None or after is None:
        return "narrower" if before is None else "wider"
    limits = parse(before, table), parse(after, table)
    if not isinstance(limits[0], RowLimit) or not isinstance(limits[1], RowLimit):
        return "other"
    pairs = _outcomes(limits[0].condition, limits[1].condition, table)
    if pairs is None:
        return "other"
    lost, gained = (True, False) in pairs, (False, True) in pairs
    if lost and gained:
        return "other"
    return "narrower" if lost else "wider" if gained else "same"


def truth(condition: Condition, row: Mapping[object, Value | bool | None]) -> bool | None:
    """SQL's three values. ``row`` gives each column's value, and for each ``Like`` whether it holds."""
    match condition:
        case Not(inner=inner):
            known = truth(inner, row)
            return None if known is None else not known
        case Every(parts=parts):
            found = [truth(p, row) for p in parts]
            return False if False in found else None if None in found else True
        case Either(parts=parts):
            found = [truth(p, row) for p in parts]
            return True if True in found else None if None in found else False
        case Missing(column=column, negated=negated):
            return (row[column] is None) != negated
        case _:
            value = row[condition.column]
            return None if value is None else _holds(condition, value, row)


def _holds(condition: Condition, value: Value, row: _Point) -> bool:
    match condition:
        case Compare(operator=operator, value=other):
            return _ordered(operator, value, other)
        case Between(low=low, high=high, negated=negated):
            return (_ordered(">=", value, low) and _ordered("<=", value, high)) != negated
        case OneOf(values=values, negated=negated):
            return (value in values) != negated
        case Like(negated=negated):
            return bool(row[_pattern(condition)]) != negated
    raise AssertionError(f"{condition} compares no value")


def _ordered(operator: str, value: Value, other: Value) -> bool:
    if operator in ("=", "<>"):
        return (value == other) == (operator == "=")
    below, equal = value < other, value == other  # type: ignore[operator]  # one column has one type
    return {"<": below, "<=": below or equal, ">": not below and not equal, ">=": not below}[operator]


def _outcomes(one: Condition, other: Condition, table: Table) -> set[tuple[bool, bool]] | None:
    """What the two say of a row, over all rows that they can tell apart; None where these are too many."""
    leaves = [*_leaves(one), *_leaves(other)]
    axes: dict[object, list[Value | bool | None]] = {}
    for column in dict.fromkeys(leaf.column for leaf in leaves):
        axes[column] = _points(column, [leaf for leaf in leaves if leaf.column == column], table)
    axes |= {_pattern(leaf): [False, True] for leaf in leaves if isinstance(leaf, Like)}
    total = 1
    for values in axes.values():
        total *= len(values)
    if total > MOST:
        return None
    rows = (dict(zip(axes, values, strict=True)) for values in product(*axes.values()))
    return {(truth(one, row) is True, truth(other, row) is True) for row in rows}


def _pattern(condition: Like) -> object:
    return condition.column, condition.pattern


_Leaf = Compare | Between | OneOf | Like | Missing


def _leaves(condition: Condition) -> Iterator[_Leaf]:
    match condition:
        case Not(inner=inner):
            yield from _leaves(inner)
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            yield condition


def _constants(leaf: _Leaf) -> Sequence[Value]:
    match leaf:
        case Compare(value=value):
            return (value,)
        case Between(low=low, high=high):
            return (low, high)
        case OneOf(values=values):
            return values
    return ()


def _points(name: str, leaves: Sequence[_Leaf], table: Table) -> list[Value | bool | None]:
    """Values of a column, one from each part that the conditions can tell apart."""
    column = table.column(name)
    assert column is not None  # the conditions were read against this table
    constants = list(dict.fromkeys(c for leaf in leaves for c in _constants(leaf)))
    found: list[Value | bool | None]
    if column.type.kind == "boolean":
        found = [False, True]
    elif column.type.kind in NUMERIC:
        found = list(_numbers([c for c in constants if isinstance(c, Decimal)], whole=column.type.kind in INTEGRAL))
    else:
        texts = [c for c in constants if isinstance(c, str)]
        found = ["", *texts, *(f"{t}\0" for t in texts)]  # the least text above another is that with a null behind it
    return list(dict.fromkeys([*found, *([None] if column.optional else [])]))


def _numbers(constants: Sequence[Decimal], *, whole: bool) -> Iterator[Decimal]:
    ordered = sorted(constants)
    if whole:
        yield from (c + step for c in ordered or [Decimal(0)] for step in (-1, 0, 1))
        return
    yield from ordered
    yield from ((low + high) / 2 for low, high in pairwise(ordered))
    yield from (ordered[0] - 1, ordered[-1] + 1) if ordered else (Decimal(0),)
