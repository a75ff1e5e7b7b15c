"""What the tests compare DuckDB with is still what real Spark says of the compiled text."""

import json
from typing import Any

import pytest

from tests import spark_engine

from .parity.running import EXPECTED, cases, equal, planned

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(bool(spark_engine.missing()), reason=spark_engine.missing()),
]
RECORDED: dict[str, Any] = json.loads(EXPECTED.read_text())
EXPRESSIONS = [s for s in cases() if s.startswith("SELECT id, ") and s.endswith(" AS it FROM landing.v")]
SIZE = 25
BATCHES = [EXPRESSIONS[i : i + SIZE] for i in range(0, len(EXPRESSIONS), SIZE)]


def _said_by_spark(sql: str) -> list[Any]:
    from .parity.on_spark import run, session

    return run(session(), planned(sql).sql["spark"])[1]


@pytest.mark.parametrize("batch", BATCHES, ids=lambda b: b[0].removeprefix("SELECT id, ").partition(" AS it")[0])
def test_spark_still_says_so_of_expressions(batch: list[str]) -> None:
    """Many at a time: a query of Spark's takes a third of a second, however small."""
    inner = [s.removeprefix("SELECT id, ").removesuffix(" AS it FROM landing.v") for s in batch]
    columns = ", ".join(f"{expression} AS c{n}" for n, expression in enumerate(inner))
    found = _said_by_spark(f"SELECT id, {columns} FROM landing.v")
    for position, sql in enumerate(batch, start=1):
        rows = sorted(([r[0], r[position]] for r in found), key=lambda r: json.dumps(r, sort_keys=True))
        assert equal(rows, RECORDED[sql]["rows"]), sql


@pytest.mark.parametrize("sql", [s for s in cases() if s not in EXPRESSIONS])
def test_spark_still_says_so_of_queries(sql: str) -> None:
    assert equal(_said_by_spark(sql), RECORDED[sql]["rows"])
