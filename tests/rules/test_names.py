"""Names that follow from others."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright import names
from meshwright.language import database_name
from meshwright.rules import check
from meshwright.rules.keywords import ATHENA, DUCKDB, SPARK, engines_reserving
from tests.rules.building import TODAY, domain, mesh
from tests.rules.unhurried import unhurried

SLUG = st.from_regex(r"[a-z][a-z0-9]{0,2}(_[a-z0-9]{1,2}){0,2}", fullmatch=True)
WORD = st.from_regex(r"[a-z][a-z0-9]{0,2}", fullmatch=True)
PRODUCTS = st.tuples(WORD, SLUG, st.integers(0, 11))


@unhurried()
@given(one=PRODUCTS, other=PRODUCTS)
def test_two_products_never_derive_one_database(one: tuple[str, str, int], other: tuple[str, str, int]) -> None:
    assert (database_name(*one) == database_name(*other)) == (one == other)


@unhurried()
@given(one=st.tuples(PRODUCTS, SLUG), other=st.tuples(PRODUCTS, SLUG))
def test_two_tables_never_derive_one_job(
    one: tuple[tuple[str, str, int], str], other: tuple[tuple[str, str, int], str]
) -> None:
    jobs = [names.job(database_name(*product), table) for product, table in (one, other)]
    assert (jobs[0] == jobs[1]) == (one == other)


@unhurried()
@given(one=st.tuples(WORD, WORD), other=st.tuples(WORD, WORD), store=st.sampled_from(names.STORES))
def test_two_domains_never_derive_one_bucket(one: tuple[str, str], other: tuple[str, str], store: str) -> None:
    assert (names.bucket(*one, store, "0" * 8) == names.bucket(*other, store, "0" * 8)) == (one == other)


def test_a_domains_names_are_held_to_their_services_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(names.LIMITS, "bucket", names.Limit("S3", 34, r"[a-z0-9-]+"))
    findings = check(mesh(domain("sales")), today=TODAY)
    assert [f.message for f in findings] == [
        "sales: S3 bucket name 'mesh-sandbox-sales-landing-00000000' has 35 characters, 34 are allowed",
        "sales: S3 bucket name 'mesh-sandbox-sales-scratch-00000000' has 35 characters, 34 are allowed",
    ]


def test_the_local_engines_keywords_are_all_known() -> None:
    found = duckdb.execute("SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()
    assert {word for (word,) in found} == DUCKDB


def test_words_of_everyday_data_are_no_keywords() -> None:
    assert not {"date", "year", "month", "day", "hour", "type", "name", "origin", "use", "value"} & (
        ATHENA | SPARK | DUCKDB
    )


def test_a_keyword_is_told_with_its_engines() -> None:
    assert engines_reserving("select") == ["Athena", "Spark", "DuckDB"]
    assert engines_reserving("unnest") == ["Athena"]
