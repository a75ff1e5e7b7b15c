"""From a transform to a plan."""

import json

import pytest

from meshwright.language import (
    Expect,
    Fresh,
    Mesh,
    Product,
    ProductRef,
    Subscription,
    Table,
    decimal,
    integer,
    list_of,
    long,
    text,
    timestamp,
)
from meshwright.runtime.plan import Plan
from meshwright.transforms import compile_mesh, compile_table

from .samples import compiled, mesh

COLUMNS = [text(1, "carrier", key=True, description="IATA code"), long(2, "flights")]
SQL = "SELECT carrier, count(*) AS flights FROM landing.flights GROUP BY carrier"


def test_a_plan_says_what_a_run_needs_to_know() -> None:
    plan = compiled(SQL, COLUMNS).plan
    assert plan is not None
    assert (plan.product, plan.version, plan.database, plan.table) == (
        "operations.departures", "1.2.0", "operations_departures_v1", "out",
    )  # fmt: skip
    assert [(c.number, c.name, c.type, c.required, c.key, c.description) for c in plan.columns] == [
        (1, "carrier", "string", True, True, "IATA code"),
        (2, "flights", "long", True, False, None),
    ]
    assert set(plan.sql) == {"spark", "duckdb"}
    assert Plan.from_json(plan.to_json()) == Plan.from_json(json.dumps(json.loads(plan.to_json())))


def test_a_landing_is_given_whole_with_its_dropped_columns_marked() -> None:
    (landing,) = compiled(SQL, COLUMNS).inputs
    assert (landing.kind, landing.view, landing.name, landing.format, landing.null) == (
        "landing", "landing__flights", "flights", "csv", "NA",
    )  # fmt: skip
    assert [c.name for c in landing.columns] == ["carrier", "flight", "tail", "delay", "at", "miles", "secret"]
    assert landing.columns[-1].treatment == "drop"


def test_a_table_is_given_with_the_columns_that_are_used() -> None:
    sql = "SELECT c.carrier, count(*) AS flights FROM network_reference_v1.carriers c WHERE c.name <> 'x' GROUP BY 1"
    (table,) = compiled(sql, COLUMNS).inputs
    assert (table.kind, table.view, table.database, table.name) == (
        "table", "network_reference_v1__carriers", "network_reference_v1", "carriers",
    )  # fmt: skip
    assert [c.name for c in table.columns] == ["carrier", "name"]


def test_both_engines_read_views_and_give_the_contracts_columns_in_its_order() -> None:
    plan = compiled("SELECT count(*) AS flights, carrier FROM landing.flights GROUP BY carrier", COLUMNS).plan
    assert plan is not None
    assert plan.sql["spark"].startswith("SELECT CAST(`carrier` AS STRING) AS `carrier`, CAST(`flights` AS BIGINT)")
    assert plan.sql["duckdb"].startswith('SELECT CAST("carrier" AS VARCHAR) AS "carrier", CAST("flights" AS BIGINT)')
    assert "`landing__flights`" in plan.sql["spark"]
    assert '"landing__flights"' in plan.sql["duckdb"]


def test_a_count_fits_an_integer_and_stops_the_run_where_it_does_not() -> None:
    plan = compiled(SQL, [COLUMNS[0], integer(2, "flights")]).plan
    assert plan is not None
    assert "raise_error" in plan.sql["spark"]


def test_an_exact_number_keeps_its_digits() -> None:
    sql = "SELECT carrier, CAST(sum(delay) AS DECIMAL(12, 2)) AS flights FROM landing.flights GROUP BY carrier"
    plan = compiled(sql, [COLUMNS[0], decimal(2, "flights", precision=12, scale=2)]).plan
    assert plan is not None
    assert plan.columns[1].type == "decimal(12, 2)"


def test_partitions_expectations_and_freshness_travel_with_the_plan() -> None:
    table = Table(
        "late",
        columns=[text(1, "carrier", key=True), timestamp(2, "at"), list_of(3, "tags", element=text(4))],
        partition_by=["month(at)", "carrier"],
        expects=[Expect.unique("carrier"), Expect.complete("at", at_least=0.5)],
    )
    product = Product("late", version="2.0.1", tables=[table], objectives=[Fresh(within="26h")])
    model = mesh(SQL, COLUMNS, files={"late.sql": "SELECT carrier, at, array(carrier) AS tags FROM landing.flights"})
    domain = model.domain("operations")
    assert domain is not None
    plan = compile_table(model, ProductRef(domain, product), table).plan
    assert plan is not None
    assert plan.partition_by == (("at", "month"), ("carrier", "identity"))
    assert plan.expectations == (
        {"kind": "unique", "columns": ["carrier"]},
        {"kind": "complete", "column": "at", "at_least": 0.5},
    )
    assert plan.fresh_within == "26h"
    assert plan.columns[2].type == {"type": "list", "element-id": 4, "element-required": True, "element": "string"}


def test_a_file_that_is_missing_is_a_finding() -> None:
    model = mesh(SQL, COLUMNS)
    bare = Mesh(model.domains, model.governance, (), {})
    ref, table = next(iter(bare.tables()))
    result = compile_table(bare, ref, table)
    assert result.plan is None
    assert [f.id for f in result.findings] == ["transform-missing"]


@pytest.mark.parametrize(
    ("consumes", "allowed"),
    [
        ([Subscription("network.reference", major=1, purpose="names")], True),
        ([Subscription("network.reference", major=1, purpose="names", tables=["carriers"])], True),
        ([Subscription("network.reference", major=1, purpose="names", tables=["airports"])], False),
        ([Subscription("network.reference", major=2, purpose="names")], False),
        ([], False),
    ],
)
def test_a_table_of_another_domain_needs_a_subscription(consumes: list[Subscription], allowed: bool) -> None:
    sql = "SELECT carrier, count(*) AS flights FROM network_reference_v1.carriers GROUP BY carrier"
    result = compiled(sql, COLUMNS, consumes=consumes)
    assert (result.plan is not None) is allowed
    assert [f.id for f in result.findings] == ([] if allowed else ["transform-subscription"])
    if not allowed:
        assert 'Subscription("network.reference", major=1, purpose="…")' in result.findings[0].fix


def test_a_table_of_the_own_domain_needs_none() -> None:
    other = Table("delays", columns=[text(1, "carrier", key=True)])
    files = {"delays.sql": "SELECT DISTINCT carrier FROM landing.flights"}
    sql = "SELECT carrier, count(*) AS flights FROM operations_departures_v1.delays GROUP BY carrier"
    result = compiled(sql, COLUMNS, tables=[other], files=files, consumes=[])
    assert result.plan is not None
    assert result.tables == (("operations_departures_v1", "delays"),)
    assert result.landings == ()


def test_a_mesh_is_compiled_once() -> None:
    model = mesh(SQL, COLUMNS)
    assert compile_mesh(model) is compile_mesh(model)
    assert compile_mesh(model) is not compile_mesh(mesh(SQL, COLUMNS))


def test_a_star_stands_for_what_may_be_read() -> None:
    columns = [
        text(1, "carrier", key=True), integer(2, "flight"), text(3, "tail", optional=True, pii="mask"),
    ]  # fmt: skip
    result = compiled("SELECT * EXCEPT (delay, at, miles) FROM landing.flights", columns)
    assert result.plan is not None, result.findings
    assert "secret" not in result.plan.sql["spark"]


def test_nested_names_do_not_meet() -> None:
    sql = (
        "WITH a AS (SELECT 'x' AS c), b AS (WITH a AS (SELECT 'y' AS c) SELECT c FROM a) "
        "SELECT a.c AS carrier, 1L AS flights FROM a JOIN b ON a.c <> b.c"
    )
    plan = compiled(sql, COLUMNS).plan
    assert plan is not None
    assert plan.sql["spark"].count("`a 1` AS (") == plan.sql["spark"].count("`a 2` AS (") == 1
