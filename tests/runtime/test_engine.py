"""The local engine, locked: what runs in it reaches nothing else."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from meshwright.runtime.local.engine import connect, quoted


@pytest.fixture
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with connect() as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "COPY (SELECT 1) TO '{file}.out'",
        "ATTACH '{file}.db' AS other",
        "EXPORT DATABASE '{file}.all'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM duckdb_extensions()",
    ],
)
def test_no_file_and_no_network_is_reached(engine: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    file = tmp_path / "secret.csv"
    file.write_text("a\n1\n")
    with pytest.raises(duckdb.Error):
        engine.execute(sql.format(file=file)).fetchall()
    assert [p.name for p in tmp_path.iterdir()] == ["secret.csv"]


@pytest.mark.parametrize(
    "sql",
    ["SET enable_external_access = true", "SET threads = 64", "SET memory_limit = '1TB'", "SET TimeZone = 'Asia/Tokyo'",
     "RESET lock_configuration", "SET lock_configuration = false", "SET autoload_known_extensions = true"],
)  # fmt: skip
def test_no_setting_can_be_changed(engine: duckdb.DuckDBPyConnection, sql: str) -> None:
    with pytest.raises(duckdb.Error, match="locked"):
        engine.execute(sql)


def test_a_python_variable_is_no_table(engine: duckdb.DuckDBPyConnection) -> None:
    rows = engine.sql("SELECT 1 AS a").to_arrow_table()
    assert rows.num_rows == 1
    with pytest.raises(duckdb.Error, match="Table with name rows does not exist"):
        engine.execute("SELECT * FROM rows")


def test_times_are_in_utc(engine: duckdb.DuckDBPyConnection) -> None:
    sql = "SELECT CAST(CAST('2013-07-01 00:00:00' AS TIMESTAMPTZ) AS VARCHAR), current_setting('TimeZone')"
    assert engine.execute(sql).fetchall() == [("2013-07-01 00:00:00+00", "UTC")]


def test_any_name_can_be_quoted(engine: duckdb.DuckDBPyConnection) -> None:
    odd = 'a "b" c'
    assert engine.sql(f"SELECT 1 AS {quoted(odd)}").columns == [odd]


def test_a_key_that_would_be_hashed_first_is_refused() -> None:
    with pytest.raises(ValueError, match="the pseudonym key has 65 bytes; at most 64"):
        connect(b"x" * 65)
