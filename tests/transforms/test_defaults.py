"""An optional column holds its default where a row gives nothing."""

from typing import Any

import duckdb
import pytest

from meshwright.language import Column, boolean, date, decimal, double, integer, long, text
from meshwright.transforms.values import quoted_duckdb

from .samples import compiled


def given(column: Column, value: str = "NULL", engine: str = "duckdb") -> Any:
    """What the column of a row becomes whose value is this SQL."""
    name = quoted_duckdb(column.name) if engine == "duckdb" else f"`{column.name}`"
    sql = f"SELECT carrier, CAST({value} AS {_SPARK[column.type.kind]}) AS {name} FROM landing.flights"
    plan = compiled(sql.replace('"', "`"), [text(1, "carrier", key=True), column]).plan
    assert plan is not None
    connection = duckdb.connect()
    columns = ", ".join(
        f"NULL AS {quoted_duckdb(c.name)}" for i in plan.inputs for c in i.columns if c.name != "carrier"
    )
    connection.sql(f"CREATE VIEW landing__flights AS SELECT 'a' AS carrier, {columns}")
    assert engine == "duckdb" or "coalesce(" in plan.sql["spark"]
    return plan.sql["spark"] if engine == "spark" else connection.sql(plan.sql["duckdb"]).fetchall()[0][1]


_SPARK = {
    "text": "STRING", "integer": "INT", "long": "BIGINT", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE",
    "decimal": "DECIMAL(9,2)",
}  # fmt: skip
CASES = [
    (text(2, "a", optional=True, default="it's \\ so"), "it's \\ so", "'b'"),
    (integer(2, "a", optional=True, default=-7), -7, "1"),
    (long(2, "a", optional=True, default=2**40), 2**40, "1"),
    (double(2, "a", optional=True, default=1e-7), 1e-7, "1"),
    (boolean(2, "a", optional=True, default=False), False, "TRUE"),
    (decimal(2, "a", precision=9, scale=2, optional=True, default=0.5), 0.5, "1"),
    (date(2, "a", optional=True, default="2026-02-28"), "2026-02-28", "DATE '2026-01-01'"),
]


@pytest.mark.parametrize(("column", "default", "value"), CASES, ids=[c.type.kind for c, *_ in CASES])
def test_nothing_becomes_the_default_and_something_stays(column: Column, default: Any, value: str) -> None:
    found = given(column)
    assert (str(found) if isinstance(default, str) else found) == default
    assert given(column, value) != found


def test_without_a_default_nothing_stays_nothing() -> None:
    assert given(text(2, "a", optional=True)) is None


def test_both_engines_are_told() -> None:
    sql = given(text(2, "a", optional=True, default="none"), engine="spark")
    assert "coalesce(CAST(`a` AS STRING), CAST('none' AS STRING)) AS `a`" in sql
