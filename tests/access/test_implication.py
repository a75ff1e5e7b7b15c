"""Whether one row limit lets through less than another, against an engine that tries all rows."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.access.implication import compared
from tests.access.test_rows import CONDITIONS, FLIGHTS, ROWS
from tests.rules.building import boolean, integer, table, text
from tests.rules.unhurried import unhurried

OPTIONAL = table(
    "flights",
    columns=[
        text(1, "flight_id", key=True),
        text(2, "carrier", optional=True),
        integer(3, "delay", optional=True),
        boolean(4, "cancelled", optional=True),
    ],
)
CASES = {
    ("origin = 'JFK'", "origin = 'JFK'"): "same",
    (None, "origin = 'JFK'"): "narrower",
    ("origin = 'JFK'", None): "wider",
    ("origin = 'JFK'", "origin IN ('JFK', 'LGA')"): "wider",
    ("origin IN ('JFK', 'LGA')", "origin = 'LGA'"): "narrower",
    ("origin = 'JFK'", "origin = 'LGA'"): "other",
    ("origin = 'JFK'", "'JFK' = origin"): "other",
    ("origin = 'JFK' AND delay > 1", "delay > 1"): "wider",
    ("delay > 1", "delay > 1 AND origin = 'JFK'"): "narrower",
    ("delay > 1", "delay >= 2"): "same",
    ("speed > 1", "speed >= 2"): "narrower",
    ("delay BETWEEN 1 AND 3", "delay IN (1, 2, 3)"): "same",
    ("delay BETWEEN 1 AND 3", "delay BETWEEN 2 AND 5"): "other",
    ("delay < 5 OR delay > 3", "delay IS NOT NULL"): "same",
    ("NOT (origin = 'JFK')", "origin <> 'JFK'"): "same",
    ("origin >= 'A'", "origin > 'A'"): "narrower",
    ("carrier LIKE 'U%'", "carrier LIKE 'U%' AND delay > 1"): "narrower",
    ("carrier LIKE 'U%'", "carrier LIKE 'U%' OR carrier = 'AA'"): "wider",
    ("carrier LIKE 'U%'", "carrier LIKE 'UA%'"): "other",
    ("cancelled = TRUE", "cancelled <> FALSE"): "same",
    ("price > 1.5", "price > 1.4"): "wider",
    (" OR ".join(f"delay = {n}" for n in range(60)), "delay BETWEEN 0 AND 59"): "same",
}


@pytest.mark.parametrize("pair", CASES, ids=str)
def test_rows_are_compared_by_what_they_mean(pair: tuple[str | None, str | None]) -> None:
    assert compared(*pair, FLIGHTS) == CASES[pair]


def test_a_column_that_may_be_empty_is_tried_empty() -> None:
    assert compared("delay < 5 OR delay >= 5", "delay IS NOT NULL", OPTIONAL) == "same"
    assert compared("delay < 5 OR delay >= 5", "delay IS NULL OR delay > 0", OPTIONAL) == "other"
    assert compared("delay <> 5", "delay <> 5 OR delay IS NULL", OPTIONAL) == "wider"


def test_what_takes_too_long_to_decide_is_not_decided() -> None:
    before = " AND ".join(f"{c} IN ({', '.join(map(str, range(40)))})" for c in ("delay", "distance", "speed"))
    assert compared(before, f"{before} AND price > 1", FLIGHTS) == "other"


@unhurried(200)
@given(CONDITIONS | st.none(), CONDITIONS, st.booleans())
def test_no_row_contradicts_what_was_decided(before: object, after: object, optional: bool) -> None:
    texts = [None if c is None else str(c) for c in (before, after)]
    decided = compared(texts[0], texts[1], OPTIONAL if optional else FLIGHTS)
    values = ", ".join("(?, ?::INTEGER, ?::BOOLEAN)" for _ in ROWS)
    given = [v for row in ROWS for v in row.values()]
    table = f"FROM (VALUES {values}) t(carrier, delay, cancelled) WHERE"
    had, has = (set(duckdb.execute(f"SELECT * {table} {c or 'TRUE'}", given).fetchall()) for c in texts)
    if not optional:
        had, has = ({row for row in rows if None not in row} for rows in (had, has))
    assert decided != "same" or had == has
    assert decided != "wider" or had <= has
    assert decided != "narrower" or has <= had
