"""Names that follow from others."""

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from meshwright import names
from meshwright.rules.keywords import ATHENA, DUCKDB, SPARK, engines_reserving

SLUG = st.from_regex(r"[a-z][a-z0-9]{0,2}(_[a-z0-9]{1,2}){0,2}", fullmatch=True)
WORD = st.from_regex(r"[a-z][a-z0-9]{0,2}", fullmatch=True)
PRODUCTS = st.tuples(WORD, SLUG, st.integers(0, 11))


@given(one=PRODUCTS, other=PRODUCTS)
def test_two_products_never_derive_one_database(one: tuple[str, str, int], other: tuple[str, str, int]) -> None:
    assert (names.database_name(*one) == names.database_name(*other)) == (one == other)


@given(one=st.tuples(PRODUCTS, SLUG), other=st.tuples(PRODUCTS, SLUG))
def test_two_tables_never_derive_one_job(
    one: tuple[tuple[str, str, int], str], other: tuple[tuple[str, str, int], str]
) -> None:
    jobs = [names.job(names.database_name(*product), table) for product, table in (one, other)]
    assert (jobs[0] == jobs[1]) == (one == other)


@given(one=st.tuples(WORD, WORD), other=st.tuples(WORD, WORD), store=st.sampled_from(names.STORES))
def test_two_domains_never_derive_one_bucket(one: tuple[str, str], other: tuple[str, str], store: str) -> None:
    assert (names.bucket(*one, store, "0" * 8) == names.bucket(*other, store, "0" * 8)) == (one == other)


def test_the_local_engines_keywords_are_all_known() -> None:
    found = duckdb.sql("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()
    assert {word for (word,) in found} == DUCKDB


def test_words_of_everyday_data_are_no_keywords() -> None:
    assert not {"date", "year", "month", "day", "hour", "type", "name", "origin", "use", "value"} & (
        ATHENA | SPARK | DUCKDB
    )


def test_a_keyword_is_told_with_its_engines() -> None:
    assert engines_reserving("select") == ["Athena", "Spark", "DuckDB"]
    assert engines_reserving("unnest") == ["Athena"]
