"""Where columns come from, and what that means for sensitive ones."""

from typing import Any

import pytest

from meshwright.language import Column, integer, long, text
from meshwright.transforms.lineage import Edge

from .samples import compiled

FLIGHTS = ("landing", "flights")


def _edges(expression: str, rest: str = "FROM landing.flights", **options: Any) -> set[str]:
    """``tail DIRECT IDENTITY raw``, for each edge of a column."""
    result = compiled(f"SELECT 'k' AS id, {expression} AS it {rest}", _columns(options.pop("type", text)))
    assert result.lineage is not None, [str(f) for f in result.findings]
    return {_told(e) for e in result.lineage.columns["it"]}


def _columns(type: Any) -> list[Column]:
    return [text(1, "id", key=True), type(2, "it", optional=True, pii="keep", why="a test")]


def _told(edge: Edge) -> str:
    return f"{edge.column} {edge.kind} {edge.subtype} {edge.state}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("tail", {"tail DIRECT IDENTITY raw"}),
        ("upper(tail)", {"tail DIRECT TRANSFORMATION raw"}),
        ("concat(tail, carrier)", {"tail DIRECT TRANSFORMATION raw", "carrier DIRECT TRANSFORMATION raw"}),
        ("mask_last(tail, 2)", {"tail DIRECT TRANSFORMATION cleared"}),
        ("upper(mask_last(tail, 2))", {"tail DIRECT TRANSFORMATION cleared"}),
        ("generalise(tail)", {"tail DIRECT TRANSFORMATION cleared"}),
        ("pseudonymise(tail)", {"tail DIRECT TRANSFORMATION treated"}),
        ("sha2(tail, 256)", {"tail DIRECT TRANSFORMATION raw"}),
        ("CASE WHEN tail = 'N1' THEN 'mine' ELSE carrier END",
         {"tail INDIRECT CONDITIONAL raw", "carrier DIRECT TRANSFORMATION raw"}),
        ("IF(tail IS NULL, 'unknown', carrier)",
         {"tail INDIRECT CONDITIONAL cleared", "carrier DIRECT TRANSFORMATION raw"}),
        ("CASE tail WHEN 'N1' THEN 'a' END", {"tail INDIRECT CONDITIONAL raw"}),
        ("coalesce(tail, 'none')", {"tail DIRECT TRANSFORMATION raw"}),
        ("nvl2(tail, 'some', carrier)", {"tail INDIRECT CONDITIONAL cleared", "carrier DIRECT TRANSFORMATION raw"}),
        ("lag(tail) OVER (PARTITION BY carrier ORDER BY at)",
         {"tail DIRECT TRANSFORMATION raw", "carrier INDIRECT WINDOW raw", "at INDIRECT WINDOW raw"}),
        ("(SELECT max(tail) FROM landing.flights WHERE delay > 3)",
         {"tail DIRECT AGGREGATION raw", "delay INDIRECT FILTER raw"}),
        ("'constant'", set()),
    ],
)  # fmt: skip
def test_each_column_knows_what_it_is_made_of(expression: str, expected: set[str]) -> None:
    assert _edges(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("count(tail)", {"tail DIRECT AGGREGATION cleared"}),
        ("count(DISTINCT tail)", {"tail DIRECT AGGREGATION cleared"}),
        ("count_if(tail = 'N1')", {"tail DIRECT AGGREGATION cleared"}),
        ("sum(delay)", {"delay DIRECT AGGREGATION raw"}),
        ("sum(delay) FILTER (WHERE tail = 'N1')", {"delay DIRECT AGGREGATION raw", "tail INDIRECT FILTER raw"}),
        ("sum(CASE WHEN tail = 'N1' THEN 1 ELSE 0 END)", {"tail INDIRECT CONDITIONAL raw"}),
    ],
)
def test_aggregates_keep_what_they_are_made_of(expression: str, expected: set[str]) -> None:
    assert _edges(expression, type=long) == expected


def test_edges_pass_through_named_queries_and_set_operations() -> None:
    sql = (
        "WITH a AS (SELECT tail AS t, delay FROM landing.flights WHERE miles > 3), "
        "b AS (SELECT upper(t) AS t FROM a UNION ALL SELECT name FROM network_reference_v1.carriers) "
        "SELECT 'k' AS id, t AS it FROM b"
    )
    lineage = compiled(sql, _columns(text)).lineage
    assert lineage is not None
    assert {(e.table, _told(e)) for e in lineage.columns["it"]} == {
        ("flights", "tail DIRECT TRANSFORMATION raw"),
        ("carriers", "name DIRECT IDENTITY raw"),
    }
    assert {_told(e) for e in lineage.rows} == {"miles INDIRECT FILTER raw"}


def test_what_decides_on_rows_is_kept_apart() -> None:
    sql = (
        "SELECT f.carrier AS id, max(c.name) AS it FROM landing.flights f "
        "JOIN network_reference_v1.carriers c ON c.carrier = f.carrier WHERE delay > 0 GROUP BY f.carrier "
        "HAVING max(miles) > 3"
    )
    lineage = compiled(sql, _columns(text)).lineage
    assert lineage is not None
    assert {_told(e) for e in lineage.rows} == {
        "carrier INDIRECT JOIN raw", "delay INDIRECT FILTER raw", "carrier INDIRECT GROUP_BY raw",
        "miles INDIRECT FILTER raw",
    }  # fmt: skip


def test_a_treated_column_of_a_table_says_so() -> None:
    sql = "SELECT carrier AS id, phone AS it FROM network_reference_v1.carriers"
    lineage = compiled(sql, _columns(text)).lineage
    assert lineage is not None
    assert {_told(e) for e in lineage.columns["it"]} == {"phone DIRECT IDENTITY treated"}


PHONE = "FROM network_reference_v1.carriers"


@pytest.mark.parametrize(
    ("expression", "rest", "pii"),
    [
        ("carrier", "FROM landing.flights", None),
        ("mask_last(tail, 2)", "FROM landing.flights", None),
        ("generalise(tail, 2)", "FROM landing.flights", None),
        ("CAST(count(tail) AS STRING)", "FROM landing.flights", None),
        ("IF(tail IS NULL, 'no', 'yes')", "FROM landing.flights", None),
        ("CAST(tail IS NOT NULL AS STRING)", "FROM landing.flights", None),
        ("carrier", "FROM landing.flights WHERE tail = 'N1'", None),
        ("tail", "FROM landing.flights", "pseudonymise"),
        ("tail", "FROM landing.flights", "mask"),
        ("pseudonymise(tail)", "FROM landing.flights", "inherit"),
        ("upper(pseudonymise(tail))", "FROM landing.flights", "inherit"),
        ("phone", PHONE, "inherit"),
        ("substring(phone, 1, 8)", PHONE, "inherit"),
        ("phone", PHONE, "mask"),
        ("coalesce(phone, name)", PHONE, "inherit"),
    ],
)
def test_what_is_declared_or_cleared_is_fine(expression: str, rest: str, pii: Any) -> None:
    result = compiled(f"SELECT 'k' AS id, {expression} AS it {rest}", _declared(pii))
    assert [str(f) for f in result.findings] == []


@pytest.mark.parametrize(
    ("expression", "rest", "pii", "message"),
    [
        ("tail", "FROM landing.flights", None, "comes from the sensitive landing.flights.tail"),
        ("md5(tail)", "FROM landing.flights", None, "comes from the sensitive landing.flights.tail"),
        ("max(tail)", "FROM landing.flights", None, "comes from the sensitive landing.flights.tail"),
        ("pseudonymise(tail)", "FROM landing.flights", None, "comes from the sensitive landing.flights.tail"),
        ("IF(tail = 'N1', 'a', 'b')", "FROM landing.flights", None, "comes from the sensitive landing.flights.tail"),
        ("a.it", "FROM (SELECT tail AS it FROM landing.flights) a", None, "comes from the sensitive"),
        ("it", "FROM (SELECT name AS it FROM network_reference_v1.carriers UNION SELECT tail FROM landing.flights)",
         None, "comes from the sensitive landing.flights.tail"),
        ("phone", PHONE, None, "comes from the sensitive network_reference_v1.carriers.phone"),
        ("lead(tail) OVER (ORDER BY at)", "FROM landing.flights", None, "comes from the sensitive"),
        ("CAST(tail = 'N1' AS STRING)", "FROM landing.flights", None, "comes from the sensitive"),
        ("tail", "FROM landing.flights", "inherit", "landing.flights.tail has not been treated"),
        ("concat(phone, tail)", "FROM landing.flights CROSS JOIN network_reference_v1.carriers", "inherit",
         "landing.flights.tail has not been treated"),
        ("carrier", "FROM landing.flights", "inherit", "comes from nothing sensitive"),
        ("mask_last(tail)", "FROM landing.flights", "inherit", "comes from nothing sensitive"),
    ],
)  # fmt: skip
def test_what_is_sensitive_has_to_say_so(expression: str, rest: str, pii: Any, message: str) -> None:
    result = compiled(f"SELECT\n  'k' AS id,\n  {expression} AS it\n{rest}", _declared(pii))
    (finding,) = result.findings
    assert finding.id == "transform-sensitive"
    assert message in finding.message
    assert finding.place.line == 3
    assert result.plan is None


def _declared(pii: Any) -> list[Column]:
    return [text(1, "id", key=True), text(2, "it", optional=True, **({"pii": pii} if pii else {}))]


def test_a_struct_with_a_sensitive_field_is_sensitive() -> None:
    sql = "SELECT 1 AS id, place.floor AS it FROM landing.v"
    assert compiled(sql, [integer(1, "id", key=True), integer(2, "it", optional=True)]).plan is not None
