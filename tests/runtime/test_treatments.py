"""De-identification: what each treatment gives, and that both engines give the same."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.runtime.local.engine import connect
from meshwright.runtime.treatments import (
    KEY_MESSAGE,
    canonical,
    generalise,
    mask_last,
    pseudonym_key,
    pseudonymise,
    treat,
)

KEY = b"0123456789abcdef0123456789abcdef"
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31))
WHOLE = st.integers(-(2**62), 2**62)
DUCKDB: dict[type, str] = {str: "VARCHAR", int: "BIGINT", date: "DATE", float: "DOUBLE", Decimal: "DECIMAL(18, 2)"}


class Engine:
    """DuckDB with a key. Hypothesis remembers fixtures to the end of the process; this one lets go of its engine."""

    def __init__(self) -> None:
        self.connection: duckdb.DuckDBPyConnection | None = connect(KEY)

    def computed(self, expression: str, type: str, value: Any) -> Any:
        """An expression over ``x``; read as text, since times would need another library."""
        sql = f"SELECT CAST({expression} AS VARCHAR) FROM (SELECT CAST($x AS {type}) AS x)"
        ((found,),) = self.execute(sql, {"x": None if value is None else str(value)})
        return found

    def execute(self, sql: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        assert self.connection is not None
        return self.connection.execute(sql, given or {}).fetchall()

    def close(self) -> None:
        assert self.connection is not None
        self.connection.close()
        self.connection = None


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with closing(Engine()) as engine:
        yield engine


class TestPseudonyms:
    def test_are_the_hmac_of_the_canonical_text(self) -> None:
        expected = hmac.new(KEY, b"N14228", hashlib.sha256).hexdigest()
        assert pseudonymise(KEY, "N14228") == expected
        assert len(expected) == 64

    def test_match_the_published_test_case(self) -> None:
        # RFC 4231, test case 2
        assert pseudonymise(b"Jefe", "what do ya want for nothing?") == (
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )

    def test_of_null_are_null(self) -> None:
        assert pseudonymise(KEY, None) is None

    def test_of_two_keys_have_nothing_in_common(self) -> None:
        assert pseudonymise(KEY, "N14228") != pseudonymise(KEY[::-1], "N14228")

    @pytest.mark.parametrize(
        ("value", "text"), [("N1", "N1"), (42, "42"), (-7, "-7"), (date(2013, 1, 2), "2013-01-02"), ("", "")]
    )
    def test_are_made_from_one_text_for_each_value(self, value: Any, text: str) -> None:
        assert canonical(value) == text

    @pytest.mark.parametrize("value", [1.5, True, datetime(2013, 1, 1, tzinfo=UTC), b"x", Decimal(1)])
    def test_refuse_values_whose_text_differs_between_engines(self, value: Any) -> None:
        with pytest.raises(TypeError, match="takes text, whole numbers and dates"):
            canonical(value)

    @settings(max_examples=60, deadline=None)
    @given(value=st.one_of(TEXTS, WHOLE, DATES))
    def test_are_the_same_in_both_engines(self, engine: Engine, value: Any) -> None:
        assert engine.computed("pseudonymise(x)", DUCKDB[type(value)], value) == pseudonymise(KEY, value)

    @pytest.mark.parametrize("type", ["DOUBLE", "BOOLEAN", "TIMESTAMPTZ", "DECIMAL(9, 2)"])
    def test_are_refused_alike_by_the_engine(self, engine: Engine, type: str) -> None:
        value = "2013-01-01" if type == "TIMESTAMPTZ" else "1"
        with pytest.raises(duckdb.Error, match="takes text, whole numbers and dates"):
            engine.computed("pseudonymise(x)", type, value)

    def test_need_a_key(self) -> None:
        with connect() as engine, pytest.raises(duckdb.Error, match="pseudonymise does not exist"):
            engine.execute("SELECT pseudonymise('x')")

    def test_keep_the_key_out_of_every_statement(self, engine: Engine) -> None:
        ((_, plan),) = engine.execute("EXPLAIN SELECT pseudonymise('x' || range) FROM range(9)")
        inner = bytes(b ^ 0x36 for b in KEY)
        assert KEY.decode() not in plan
        assert inner.hex() not in plan.lower().replace("\\x", "")

    def test_take_their_key_from_one_call_to_kms(self) -> None:
        class Kms:
            calls: list[dict[str, Any]] = []  # noqa: RUF012

            def generate_mac(self, **asked: Any) -> dict[str, Any]:
                self.calls.append(asked)
                return {"Mac": KEY}

        assert pseudonym_key(Kms(), "alias/p") == KEY
        assert Kms.calls == [{"KeyId": "alias/p", "MacAlgorithm": "HMAC_SHA_256", "Message": KEY_MESSAGE}]


class TestMasks:
    @pytest.mark.parametrize(
        ("value", "shown", "expected"),
        [
            ("DE89370400440532013000", 4, "******************3000"),
            ("12345", 4, "*2345"),
            ("1234", 4, "****"),  # showing the last four of four would show everything
            ("12", 4, "**"),
            ("", 4, ""),
            ("abc", 0, "***"),
            ("abc", -1, "***"),
            ("né✈", 1, "**✈"),
            (None, 4, None),
        ],
    )
    def test_leave_the_last_characters(
        self, engine: Engine, value: str | None, shown: int, expected: str | None
    ) -> None:
        assert mask_last(value, shown) == expected
        assert engine.computed(f"mask_last(x, {shown})", "VARCHAR", value) == expected

    @settings(max_examples=60, deadline=None)
    @given(value=TEXTS, shown=st.integers(-1, 8))
    def test_are_the_same_in_both_engines(self, engine: Engine, value: str, shown: int) -> None:
        assert engine.computed(f"mask_last(x, {shown})", "VARCHAR", value) == mask_last(value, shown)


class TestGeneralisation:
    @pytest.mark.parametrize(
        ("type", "value", "width", "expected"),
        [
            ("VARCHAR", "EC1A 1BB", None, "EC1"),
            ("VARCHAR", "EC1A 1BB", 2, "EC"),
            ("INTEGER", 47, None, 40),
            ("INTEGER", -47, None, -50),
            ("BIGINT", 2**62, 1000, 2**62 // 1000 * 1000),
            ("DOUBLE", 47.9, None, 40.0),
            ("DOUBLE", -0.5, 1, -1.0),
            ("DOUBLE", float("inf"), None, float("inf")),
            ("DECIMAL(9, 2)", Decimal("19.99"), None, Decimal("10.00")),
            ("DECIMAL(9, 2)", Decimal("-19.99"), None, Decimal("-20.00")),
            ("DATE", date(1984, 7, 19), None, date(1984, 1, 1)),
            ("DATE", date(1984, 7, 19), 10, date(1980, 1, 1)),
            ("DATE", date(3, 7, 19), 10, date(1, 1, 1)),
            ("INTEGER", None, None, None),
        ],
    )
    def test_gives_a_coarser_value_of_the_same_type(
        self, engine: Engine, type: str, value: Any, width: int | None, expected: Any
    ) -> None:
        assert generalise(value, width) == expected
        call = "generalise(x)" if width is None else f"generalise(x, {width})"
        told = None if expected is None else str(expected)
        assert engine.computed(call, type, value) == told
        assert engine.computed(f"typeof({call})", type, value) == type.replace(" ", "")

    def test_takes_a_timestamp_to_the_first_moment_of_its_year(self, engine: Engine) -> None:
        moment = datetime(2013, 5, 6, 12, 30, tzinfo=UTC)
        assert generalise(moment) == datetime(2013, 1, 1, tzinfo=UTC)
        assert engine.computed("generalise(x)", "TIMESTAMPTZ", moment) == "2013-01-01 00:00:00+00"

    @settings(max_examples=80, deadline=None)
    @given(
        value=st.one_of(TEXTS, WHOLE, DATES, st.floats(allow_nan=False), st.decimals(-(10**6), 10**6, places=2)),
        width=st.integers(1, 50),
    )
    def test_is_the_same_in_both_engines(self, engine: Engine, value: Any, width: int) -> None:
        types: dict[type, str] = {
            str: "VARCHAR",
            int: "BIGINT",
            date: "DATE",
            float: "DOUBLE",
            Decimal: "DECIMAL(18, 2)",
        }
        found = engine.computed(f"generalise(x, {width})", types[type(value)], value)
        expected = generalise(value, width)
        number = {float: float, int: int, Decimal: Decimal}.get(type(value), str)
        assert number(found) == number(expected)

    @pytest.mark.parametrize("value", [True, b"x", [1]])
    def test_refuses_what_has_no_coarser_value(self, value: Any) -> None:
        with pytest.raises(TypeError, match="takes text, numbers, dates and timestamps"):
            generalise(value)

    def test_refuses_a_width_below_one(self, engine: Engine) -> None:
        with pytest.raises(ValueError, match="width of at least 1"):
            generalise("x", 0)
        with pytest.raises(duckdb.Error, match="width of at least 1"):
            engine.computed("generalise(x, 0)", "VARCHAR", "x")


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [("mask", "**4228"), ("generalise", "N14"), ("keep", "N14228"), ("inherit", "N14228"), (None, "N14228"),
     ("pseudonymise", pseudonymise(KEY, "N14228"))],
)  # fmt: skip
def test_a_column_is_treated_as_its_definition_says(treatment: str | None, expected: str) -> None:
    assert treat(treatment, KEY, "N14228") == expected
