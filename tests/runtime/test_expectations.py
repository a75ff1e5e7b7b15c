"""Expectations: the question, the number, the verdict."""

from typing import Any

import pytest

from meshwright.language import Expect
from meshwright.runtime.errors import RunError
from meshwright.runtime.expectations import Outcome, columns, describe, question, verdict
from meshwright.runtime.local.engine import connect

ROWS = """(VALUES
  (1, 'EWR', 10.5, 'A1', TRUE), (2, 'JFK', 20.0, 'B2', FALSE),
  (3, NULL, NULL, NULL, NULL), (3, 'O''x\\', -1.0, 'C', TRUE)
) AS rows(id, origin, kmh, code, open)"""
NOTHING = "(SELECT CAST(1 AS INTEGER) AS id, 'x' AS origin, 1.5 AS kmh, 'x' AS code WHERE FALSE) AS rows"


def judged(expectation: Any, relation: str = ROWS) -> Outcome:
    dumped = expectation.model_dump(mode="json")
    with connect() as engine:
        ((measured,),) = engine.execute(question(dumped, "duckdb", relation)).fetchall()
    return verdict(dumped, measured)


@pytest.mark.parametrize(
    ("expectation", "measured", "passed"),
    [
        (Expect.complete("origin", at_least=0.75), 0.75, True),
        (Expect.complete("origin", at_least=0.76), 0.75, False),
        (Expect.complete("id"), 1.0, True),
        (Expect.unique("origin"), 0, True),
        (Expect.unique("id"), 1, False),
        (Expect.unique("id", "origin"), 0, True),
        (Expect.between("kmh", -1, 20), 0, True),  # both ends belong to it, and NULL is no value
        (Expect.between("kmh", 0, 20), 1, False),
        (Expect.between("kmh", 0, 19.9), 2, False),
        (Expect.one_of("origin", ["EWR", "JFK", "O'x\\"]), 0, True),
        (Expect.one_of("origin", ["EWR"]), 2, False),
        (Expect.one_of("id", [1, 2]), 2, False),
        (Expect.one_of("open", [True]), 1, False),
        (Expect.matches("code", "[A-Z][0-9]?"), 0, True),
        (Expect.matches("code", "[A-Z]"), 2, False),  # the whole value, not a part of it
        (Expect.matches("code", "A1|B2|C"), 0, True),
        (Expect.matches("id", r"\d"), 0, True),
        (Expect.rows(at_least=4), 4, True),
        (Expect.rows(at_least=5), 4, False),
        (Expect.rows(at_least=0, at_most=3), 4, False),
    ],
    ids=str,
)
def test_an_expectation_is_judged_by_its_rows(expectation: Any, measured: float, passed: bool) -> None:
    outcome = judged(expectation)
    assert (outcome.measured, outcome.passed) == (measured, passed)


def test_two_missing_values_are_not_unique() -> None:
    rows = "(VALUES (1, NULL), (2, NULL)) AS rows(id, origin)"
    assert not judged(Expect.unique("origin"), rows).passed


@pytest.mark.parametrize(
    "expectation",
    [Expect.complete("origin"), Expect.unique("id"), Expect.between("kmh", 0, 1), Expect.one_of("origin", ["a"]),
     Expect.matches("code", "y"), Expect.rows(at_least=0)],
)  # fmt: skip
def test_a_table_without_rows_breaks_no_promise_about_rows(expectation: Any) -> None:
    assert judged(expectation, NOTHING).passed


@pytest.mark.parametrize(
    ("expectation", "sql"),
    [
        (Expect.one_of("origin", ["O'x\\"]), r"NOT (`origin` IN ('O\'x\\'))"),
        (Expect.matches("code", r"\d+"), r"NOT (CAST(`code` AS STRING) RLIKE '\\A(?:\\d+)\\z')"),
        (Expect.unique("a", "b"), "GROUP BY `a`, `b`"),
        (Expect.between("kmh", 0, 1e-7), "NOT (`kmh` BETWEEN 0 AND 1e-07)"),
        (Expect.complete("a"), "CAST(count(`a`) AS DOUBLE) / count(*)"),
    ],
)
def test_spark_is_asked_in_its_own_words(expectation: Any, sql: str) -> None:
    assert sql in question(expectation.model_dump(mode="json"), "spark", "staged")


@pytest.mark.parametrize(
    ("expectation", "says"),
    [
        (Expect.complete("a", at_least=0.95), "a is complete in at least 95 % of the rows"),
        (Expect.unique("a", "b"), "a, b are unique"),
        (Expect.between("a", 0, 2.5), "a lies between 0 and 2.5"),
        (Expect.one_of("a", list("uvwxyz")), "a is one of u, v, w, x, y …"),
        (Expect.matches("a", "x+"), "a matches x+"),
        (Expect.rows(at_least=1, at_most=9), "there are at least 1 and at most 9 rows"),
    ],
)
def test_an_expectation_reads_as_a_sentence(expectation: Any, says: str) -> None:
    assert describe(expectation.model_dump(mode="json")) == says


def test_an_outcome_tells_what_was_measured() -> None:
    assert str(judged(Expect.complete("origin"))) == (
        "origin is complete in at least 100 % of the rows: 0.75 of the rows"
    )
    assert str(judged(Expect.unique("id"))) == "id is unique: 1 rows fail"


def test_it_is_known_which_columns_an_expectation_looks_at() -> None:
    every = [Expect.complete("a"), Expect.unique("b", "c"), Expect.rows()]
    assert [columns(e.model_dump()) for e in every] == [("a",), ("b", "c"), ()]


def test_a_kind_from_a_newer_platform_is_refused() -> None:
    with pytest.raises(RunError, match="'sorted' is unknown to this runtime; deploy a newer one"):
        question({"kind": "sorted", "column": "a"}, "duckdb", "t")
