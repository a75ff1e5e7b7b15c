"""Rows come in any order, and the result is the same."""

import random

import pytest

from .parity.running import on_duckdb, planned
from .samples import INPUTS

QUERIES = [
    "SELECT id, row_number() OVER (PARTITION BY yes ORDER BY j > 2) AS n FROM (SELECT id, yes, j, x FROM landing.v)",
    "SELECT carrier, flight, lag(miles) OVER (ORDER BY carrier) AS before FROM landing.flights",
    "SELECT carrier, flight, sum(delay) OVER (ORDER BY carrier ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s "
    "FROM landing.flights",
    "SELECT carrier, first_value(delay) OVER (ORDER BY carrier) AS f FROM landing.flights",
    "SELECT carrier, row_number() OVER (ORDER BY count(*) > 1) AS n FROM landing.flights GROUP BY carrier, tail",
    "SELECT f.carrier, c.name, row_number() OVER (ORDER BY f.carrier) AS n FROM landing.flights f "
    "JOIN network_reference_v1.carriers c USING (carrier)",
    "SELECT tail, delay FROM landing.flights ORDER BY tail LIMIT 2",
]


@pytest.mark.parametrize("sql", QUERIES)
def test_the_order_of_rows_does_not_show(sql: str) -> None:
    plan, found = planned(sql), set()
    for seed in range(6):
        chance = random.Random(seed)
        inputs = {view: (columns, chance.sample(rows, len(rows))) for view, (columns, rows) in INPUTS.items()}
        found.add(str(on_duckdb(plan, inputs)))
    assert len(found) == 1


def _window(sql: str) -> str:
    text = planned(sql).sql["spark"]
    return text[text.index("OVER (") : text.index(" AS `n`", text.index("OVER ("))]


def test_the_key_of_what_is_read_decides_where_it_is_known() -> None:
    over = _window("SELECT carrier, row_number() OVER (ORDER BY miles) AS n FROM landing.flights")
    assert over.count("ASC NULLS FIRST") == 4
    assert all(f"`flights`.`{key}`" in over for key in ("miles", "carrier", "flight", "at"))


def test_an_order_that_is_total_stays_as_it_is() -> None:
    over = _window("SELECT id, lag(i) OVER (PARTITION BY yes ORDER BY id DESC) AS n FROM landing.v")
    assert over == "OVER (PARTITION BY `v`.`yes` ORDER BY `v`.`id` DESC NULLS LAST)"


def test_groups_decide_where_rows_are_grouped() -> None:
    over = _window("SELECT carrier, ntile(2) OVER (ORDER BY count(*)) AS n FROM landing.flights GROUP BY carrier, tail")
    assert "`flights`.`carrier` ASC NULLS FIRST, `flights`.`tail` ASC NULLS FIRST" in over


def test_ranks_are_left_alone_since_rows_alike_share_them() -> None:
    assert _window("SELECT rank() OVER (ORDER BY miles) AS n FROM landing.flights").count("NULLS") == 1


def test_where_no_key_is_known_every_column_decides() -> None:
    inner = "SELECT delay AS a, tail AS b FROM landing.flights"
    over = _window(f"SELECT row_number() OVER (ORDER BY a) AS n FROM ({inner})")
    assert "`a` ASC NULLS FIRST" in over
    assert "`b` ASC NULLS FIRST" in over
