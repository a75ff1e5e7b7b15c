"""Every construct of a transform gives on DuckDB what real Spark 3.5 gave: expected.json holds its answers."""

import json
from typing import Any

import pytest

from .parity.running import EXPECTED, cases, equal, on_duckdb, planned, types

CASES = cases()
RECORDED: dict[str, Any] = json.loads(EXPECTED.read_text())


def test_every_case_has_been_asked_of_spark() -> None:
    assert RECORDED.keys() == CASES.keys(), "run python -m tests.transforms.parity.record where pyspark is installed"


@pytest.mark.parametrize("sql", CASES)
def test_duckdb_gives_what_spark_gave(sql: str) -> None:
    expected, found = RECORDED[sql]["rows"], on_duckdb(planned(sql))
    assert equal(found, expected), f"duckdb {found}\nspark  {expected}\n{planned(sql).sql['duckdb']}"


@pytest.mark.parametrize("sql", CASES)
def test_types_are_those_of_spark(sql: str) -> None:
    said = {name: type.spark.lower().replace(" ", "").replace("`", "") for name, type in types(sql).items()}
    spark = {name.lower(): "null" if type == "void" else type for name, type in RECORDED[sql]["types"].items()}
    assert said == spark
