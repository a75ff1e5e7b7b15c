"""Changes are graded by the table, row by row."""

import pytest

from meshwright.contracts.grades import Change, Grade, highest
from meshwright.contracts.grading import grade
from meshwright.contracts.rows import TABLE, Row
from meshwright.language import Product
from tests.contracts.gradings import DROPPED_PROMISE, GRADED, RENAMED_PARTITION, RENAMED_PROMISE
from tests.contracts.sayings_alike import SAME
from tests.rules.building import product, table, text

CASES = [(row, *case) for row, cases in GRADED.items() for case in cases]
ELSEWHERE = {"MOVED", "TRANSFORM"}
"""Rows about more than a product: their tests are in test_comparing, and below."""


def shown(change: Change) -> str:
    approval = f" {change.approval}" if change.approval else ""
    return f"{change.row.name} {change.grade.name} {change.where or '-'}{approval}"


def graded(base: Product, head: Product) -> list[str]:
    return sorted(shown(c) for c in grade(base, head))


@pytest.mark.parametrize(("row", "base", "head", "changes"), CASES, ids=[row for row, *_ in CASES])
def test_a_change_is_graded_by_its_row(row: str, base: Product, head: Product, changes: list[str]) -> None:
    assert graded(base, head) == sorted(changes)
    assert any(c.startswith(f"{row} ") for c in changes)


@pytest.mark.parametrize(("base", "head"), [(b, h) for _, b, h in SAME], ids=[what for what, *_ in SAME])
def test_what_says_the_same_is_no_change(base: Product, head: Product) -> None:
    assert graded(base, head) == graded(head, base) == []


def test_every_row_has_a_case() -> None:
    assert {row for row, *_ in CASES} | ELSEWHERE == {row.name for row in Row}


def test_every_row_is_in_the_table() -> None:
    assert list(TABLE) == list(Row)
    assert [int(row) for row in Row] == list(range(1, 32))


@pytest.mark.parametrize(("base", "head"), [case[1:3] for case in CASES], ids=[row for row, *_ in CASES])
def test_the_table_says_which_grades_a_row_gives(base: Product, head: Product) -> None:
    for change in grade(base, head):
        assert change.grade.name in TABLE[change.row].grade or change.grade is Grade.NONE


@pytest.mark.parametrize(("base", "head"), [case[1:3] for case in CASES], ids=[row for row, *_ in CASES])
def test_a_change_is_told_in_sentences(base: Product, head: Product) -> None:
    for change in grade(base, head):
        assert change.place.line > 0
        for said in (change.what, change.meaning):
            assert said
            assert said[0].islower() or not said[0].isalpha() or said.startswith(("SQL", "AWS"))
            assert not said.endswith(".")
            assert ";" not in said
            assert "\n" not in said


def test_a_renamed_column_changes_no_partitioning_and_no_promise() -> None:
    assert graded(*RENAMED_PARTITION) == graded(*RENAMED_PROMISE) == ["COLUMN_RENAMED MAJOR orders.z"]


def test_a_promise_about_a_dropped_column_goes_with_it() -> None:
    assert graded(*DROPPED_PROMISE) == ["COLUMN_DROPPED MAJOR orders.b"]


TEXT = "SELECT order_id, country FROM landing.orders WHERE amount > 0"


@pytest.mark.parametrize(
    ("head", "same"),
    [
        (TEXT, True),
        (TEXT.replace(" FROM", "\n  from").replace("SELECT", "select"), True),
        (f"-- every order\n{TEXT} /* paid */", True),
        (TEXT.replace("amount > 0", "(amount > 0)"), False),
        (TEXT.replace("> 0", "> 1"), False),
        (TEXT.replace("country FROM", "region AS country FROM"), False),
        ("SELECT", False),
    ],
)
def test_a_transform_changes_where_it_selects_something_else(head: str, same: bool) -> None:
    found = grade(product(), product(), {"orders.sql": TEXT}, {"orders.sql": head})
    assert [shown(c) for c in found] == ([] if same else ["TRANSFORM MINOR orders"])


def test_a_transform_in_another_file_is_the_same_one() -> None:
    renamed = product(tables=[table(transform="all.sql")])
    assert grade(product(), renamed, {"orders.sql": TEXT}, {"all.sql": TEXT}) == ()


def test_a_text_that_cant_be_read_is_compared_as_it_stands() -> None:
    assert grade(product(), product(), {"orders.sql": "SELECT FROM"}, {"orders.sql": "SELECT FROM"}) == ()
    (found,) = grade(product(), product(), {"orders.sql": "SELECT FROM"}, {"orders.sql": "SELECT  FROM"})
    assert found.row is Row.TRANSFORM


def test_a_change_stands_in_the_head_and_what_is_gone_in_the_base() -> None:
    old, new = text(2, "a"), text(2, "b")
    base = product(tables=[table(columns=[text(1, "id", key=True), old, text(3, "c")])])
    head = product(tables=[table(columns=[text(1, "id", key=True), new])])
    renamed, dropped = sorted(grade(base, head), key=lambda c: c.where)
    assert (renamed.place, dropped.place) == (new.place.of("name"), base.tables[0].columns[2].place)


def test_the_highest_grade_counts() -> None:
    assert highest([]) is Grade.NONE
    base, head = product(purpose="x"), product(purpose="y", classification="restricted")
    assert highest(grade(base, head)) is Grade.MAJOR
    assert Grade.NONE < Grade.PATCH < Grade.MINOR < Grade.MAJOR < Grade.ILLEGAL
