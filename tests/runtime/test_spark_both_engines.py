"""One plan on both engines: the same mesh, the same files, the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from meshwright.language import (
    Domain,
    Expect,
    Mesh,
    Product,
    ProductRef,
    Table,
    date,
    decimal,
    double,
    integer,
    landing,
    list_of,
    long,
    struct,
    text,
    timestamp,
)
from meshwright.runtime.local import Services as LocalServices
from meshwright.runtime.local import WholeTables
from meshwright.runtime.local import run as run_here
from meshwright.runtime.plan import Plan
from meshwright.runtime.spark import Services
from meshwright.sandbox.iceberg import catalog
from meshwright.sandbox.server import Server
from meshwright.transforms import compile_table
from tests import lake, spark_engine

from .spark_lake import MARKS, SparkLake, create

pytestmark = [*MARKS, pytest.mark.sandbox]

FLIGHTS = landing(
    "flights",
    format="csv",
    null="NA",
    columns=[
        integer(1, "id"), text(2, "carrier"), timestamp(3, "at"),
        text(4, "tail", optional=True, pii="keep", why="test"),
        text(5, "pilot", pii="drop"), double(6, "miles", optional=True), integer(7, "delay", optional=True),
        decimal(8, "fare", precision=9, scale=2, optional=True),
    ],
)  # fmt: skip
CARRIERS = landing(
    "carriers",
    format="json",
    columns=[text(1, "code"), text(2, "name"), list_of(3, "hubs", element=text(4), optional=True),
             struct(5, "seat", fields=[text(6, "city"), integer(7, "floor", optional=True)], optional=True)],
)  # fmt: skip
FLIGHTS_FILE = """id,carrier,at,tail,pilot,miles,delay,fare
1,AA,2013-01-31T23:30:00Z,N14228,Ada,1400.5,5,120.50
2,AA,2013-02-01T00:30:00+02:00,NA,Bob,229,NA,
3,UA,2013-02-02 00:30:00,N14228,Cy,NA,-3,99.99
4,UA,2013-02-02T12:00:00.123456Z,N2,"Dee, D.",0.1,60,0.01
5,ZZ,2013-03-01,"N3 é",Eve,1e3,0,
"""
CARRIERS_FILE = """{"code": "AA", "name": "American ✈", "hubs": ["DFW", "MIA"], "seat": {"city": "Dallas", "floor": 3}}
{"code": "UA", "name": "United", "seat": {"city": "Chicago"}}
"""
LEGS = Table(
    "legs",
    columns=[
        integer(3, "id", key=True), text(5, "carrier_name", optional=True), timestamp(6, "at"), date(7, "day"),
        text(9, "tail", optional=True, pii="pseudonymise"), text(10, "tail_start", optional=True, pii="generalise"),
        text(11, "tail_end", optional=True, pii="mask"), text(12, "joined", optional=True, pii="inherit"),
        double(13, "miles", optional=True), integer(14, "delay", optional=True), long(15, "rank"),
        decimal(16, "fare", precision=9, scale=2, optional=True), list_of(17, "hubs", element=text(18), optional=True),
        struct(19, "seat", fields=[text(20, "city"), integer(21, "floor", optional=True)], optional=True),
    ],
    transform="legs.sql",
    partition_by=["month(at)"],
    expects=[Expect.unique("id"), Expect.complete("delay", at_least=0.5), Expect.matches("tail", "[0-9a-f]{64}")],
)  # fmt: skip
LEGS_SQL = """
SELECT f.id, c.name AS carrier_name, f.at, CAST(f.at AS DATE) AS day, f.tail, f.tail AS tail_start, f.tail AS tail_end,
       pseudonymise(upper(f.tail)) AS joined, f.miles, f.delay,
       row_number() OVER (PARTITION BY f.carrier ORDER BY f.at, f.id) AS rank, f.fare, c.hubs, c.seat
FROM landing.flights f LEFT JOIN landing.carriers c ON f.carrier = c.code
"""
TOTALS = Table(
    "totals",
    columns=[
        text(1, "carrier", key=True), long(2, "flights"), double(3, "miles", optional=True),
        double(4, "mean_delay", optional=True), decimal(5, "fares", precision=19, scale=2, optional=True),
        integer(6, "worst", optional=True),
    ],
    transform="totals.sql",
    expects=[Expect.rows(at_least=1)],
)  # fmt: skip
TOTALS_SQL = """
SELECT coalesce(carrier_name, 'unknown') AS carrier, count(*) AS flights, sum(miles) AS miles, avg(delay) AS mean_delay,
       sum(fare) AS fares, max(delay) AS worst
FROM air_legs_v1.legs GROUP BY coalesce(carrier_name, 'unknown') HAVING count(*) > 0
"""
AIR = Domain(
    "air",
    landings=[FLIGHTS, CARRIERS],
    products=[Product("legs", version="1.0.0", tables=[LEGS]), Product("totals", version="1.0.0", tables=[TOTALS])],
)


@dataclass(frozen=True)
class Both:
    """One domain in the embedded AWS, and a folder of tables for Spark; each engine fills its own tables."""

    mesh: Mesh
    server: Server
    spark: SparkLake

    def plan(self, ref: ProductRef, table: Table) -> Plan:
        found = compile_table(self.mesh, ref, table).plan
        assert found is not None
        return found

    def rows_here(self, plan: Plan) -> list[dict[str, Any]]:
        found = catalog(self.server).load_table((plan.database, plan.table)).scan().to_arrow()
        return sorted(found.to_pylist(maps_as_pydicts="strict"), key=lambda row: str(next(iter(row.values()))))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with lake.running(tmp_path_factory.mktemp("lake")) as server:
        mesh = lake.make_mesh(AIR, transforms={"air": {"legs.sql": LEGS_SQL, "totals.sql": TOTALS_SQL}})
        lake.deploy(server, mesh)
        files = spark_engine.folder() / "both"
        clients = (server.client("s3"), server.client("kms"), server.client("cloudwatch"))
        services = Services(*clients, files=f"{files.as_uri()}/")
        yield Both(mesh, server, SparkLake(spark_engine.session(), services, lake.arguments("air"), files))


def test_the_same_plan_gives_the_same_rows(both: Both) -> None:
    both.spark.land("flights/one.csv", FLIGHTS_FILE)
    both.spark.land("carriers/one.json", CARRIERS_FILE)
    found = catalog(both.server)
    here = LocalServices(both.server.client("s3"), both.server.client("kms"), found, WholeTables(found))
    for ref, table in both.mesh.tables():
        plan = both.plan(ref, table)
        create(plan)
        mine, on_spark = run_here(plan, lake.arguments("air"), here), both.spark.run(plan)
        assert on_spark.status == mine.status == "published"
        assert (on_spark.rows, on_spark.expectations, on_spark.plan) == (mine.rows, mine.expectations, mine.plan)
        landings = [i for i in on_spark.inputs if i.kind == "landing"]
        assert landings == [i for i in mine.inputs if i.kind == "landing"]
        assert [(i.view, i.rows) for i in on_spark.inputs] == [(i.view, i.rows) for i in mine.inputs]
        rows = both.spark.rows(plan)
        assert len(rows) == (5 if table is LEGS else 3)
        assert rows == both.rows_here(plan)
