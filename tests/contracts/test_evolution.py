"""What is graded as possible in place, Iceberg's library does; what is graded as not, it refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyiceberg.exceptions import ValidationError
from pyiceberg.schema import Schema

from meshwright.contracts.grades import Change, Grade, highest
from meshwright.contracts.grading import grade
from meshwright.contracts.iceberg import iceberg_type
from meshwright.contracts.rows import Row
from meshwright.language import Decimal, Product, Scalar, Table
from meshwright.language.columns import Column, ColumnType
from meshwright.sandbox.extensions.iceberg_types import promotes
from tests.contracts.evolving import changed, evolved, scalar_types, schema, shape, tables

REFUSALS = (ValueError, ValidationError)


def product(table: Table) -> Product:
    return Product("p", version="1.0.0", tables=[table])


def graded(base: Table, head: Table) -> tuple[Change, ...]:
    return grade(product(base), product(head))


def attempted(base: Table, head: Table) -> Schema | None:
    """What the library makes of it; None where it refuses."""
    try:
        return evolved(base, head)
    except REFUSALS:
        return None


def known_difference(before: ColumnType, after: ColumnType) -> bool:
    """Whether the library does what no reader should have to meet.

    It changes a decimal's scale, which multiplies or divides every value written before, and takes text for bytes and
    bytes for text, which Spark and Athena don't.
    """
    if isinstance(before, Decimal) and isinstance(after, Decimal):
        return before.scale != after.scale and after.precision >= before.precision
    return {before, after} == {Scalar(kind="text"), Scalar(kind="binary")}


def excused(base: Table, head: Table) -> bool:
    """Whether there is a known difference among the changes, so that the library's answer tells nothing."""
    old = {c.number: c for top in base.columns for c in top.walk()}
    new = {c.number: c for top in head.columns for c in top.walk()}
    return any(known_difference(old[n].type, new[n].type) for n in old.keys() & new.keys())


def holding(kind: ColumnType) -> Table:
    """A table with a key and one column of a type."""
    key = Column(number=1, name="id", type=Scalar(kind="text"), key=True)
    return Table("t", columns=[key, Column(number=2, name="a", type=kind)])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Table, Table]:
    base = draw(tables())
    return base, draw(changed(base))


@settings(max_examples=300, deadline=None)
@given(pairs())
def test_the_library_does_what_is_graded_as_possible_and_refuses_the_rest(pair: tuple[Table, Table]) -> None:
    base, head = pair
    if excused(base, head):
        return
    worst, result = highest(graded(base, head)), attempted(base, head)
    if worst is Grade.ILLEGAL:
        assert result is None
    else:
        assert result is not None
        assert shape(result.fields) == shape(schema(head).fields)


@settings(max_examples=200, deadline=None)
@given(pairs())
def test_there_is_a_grade_where_something_differs_and_only_there(pair: tuple[Table, Table]) -> None:
    base, head = pair
    assert (highest(graded(base, head)) is Grade.NONE) == (base == head)
    assert graded(base, base) == ()
    assert graded(base, head) == graded(base, head)


@settings(max_examples=200, deadline=None)
@given(tables(), st.data())
def test_two_steps_ask_for_no_less_than_one(first: Table, data: st.DataObject) -> None:
    second = data.draw(changed(first))
    third = data.draw(changed(second))
    steps = max(highest(graded(first, second)), highest(graded(second, third)))
    assert highest(graded(first, third)) <= steps


@settings(max_examples=300, deadline=None)
@given(scalar_types(), scalar_types())
def test_the_sandbox_widens_the_types_that_are_graded_as_wider(before: ColumnType, after: ColumnType) -> None:
    base, head = holding(before), holding(after)
    possible = highest(graded(base, head)) is not Grade.ILLEGAL
    old, new = iceberg_type(before), iceberg_type(after)
    assert isinstance(old, str)
    assert isinstance(new, str)
    assert promotes(old, new) == possible


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Decimal(precision=9, scale=2), Decimal(precision=9, scale=3)),
        (Scalar(kind="text"), Scalar(kind="binary")),
        (Scalar(kind="binary"), Scalar(kind="text")),
    ],
)
def test_the_known_differences_are_still_there(before: ColumnType, after: ColumnType) -> None:
    base, head = holding(before), holding(after)
    (change,) = graded(base, head)
    assert change.row is Row.TYPE_CHANGED
    assert attempted(base, head) is not None


def test_the_library_drops_a_column_that_partitions() -> None:
    columns = [Column(number=n, name=name, type=Scalar(kind="text"), key=n == 1) for n, name in ((1, "id"), (2, "a"))]
    base = Table("t", columns=columns, partition_by=["a"])
    head = Table("t", columns=columns[:1], partition_by=["id"])
    assert Row.IDENTIFYING_COLUMN in {c.row for c in graded(base, head)}
    assert attempted(base, head) is not None
