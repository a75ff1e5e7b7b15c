"""A plan run on this machine: what is published, what is not, and what is said."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pyiceberg.catalog import Catalog
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.snapshots import ancestors_of

from meshwright.language import Domain, Expect, Product, Table, integer, landing, list_of, struct, text, timestamp
from meshwright.runtime import records
from meshwright.runtime.errors import RunError
from meshwright.runtime.local import Services, WholeTables, current_inputs, current_snapshot, last_refreshed, run
from meshwright.runtime.local.tables import AUDIT, stage
from meshwright.runtime.plan import Input, Plan, PlannedColumn
from meshwright.runtime.records import RunRecord
from meshwright.runtime.treatments import pseudonym_key, pseudonymise
from meshwright.sandbox.iceberg import catalog
from meshwright.sandbox.server import Server
from meshwright.transforms import compile_table
from tests import lake

pytestmark = pytest.mark.sandbox
_NUMBERS = itertools.count(1)

TRIPS = landing(
    "trips",
    format="csv",
    null="NA",
    columns=[text(1, "id"), timestamp(2, "moment"), text(3, "tail", optional=True, pii="keep", why="test"),
             text(4, "pilot", pii="drop"), integer(5, "delay", optional=True)],
)  # fmt: skip
COLUMNS = [
    text(3, "trip", key=True), timestamp(7, "moment"), text(11, "tail", optional=True, pii="pseudonymise"),
    integer(12, "delay", optional=True),
]  # fmt: skip
FILE = """id,moment,tail,pilot,delay
a,2013-01-31T23:30:00Z,N1,Ada,5
b,2013-02-01T00:30:00Z,NA,Bob,NA
c,2013-02-02T00:30:00Z,N1,Cy,-3
"""
SQL = "SELECT id AS trip, moment, tail, delay FROM landing.trips"


@dataclass(frozen=True)
class Lake:
    """One domain's corner of the lake, with a product of one table."""

    server: Server
    services: Services
    plan: Plan
    domain: str

    def run(self, plan: Plan | None = None) -> RunRecord:
        return run(plan or self.plan, lake.arguments(self.domain), self.services)

    def land(self, text: str, name: str = "one.csv") -> None:
        lake.land(self.server, self.domain, f"trips/{name}", text)

    @property
    def catalog(self) -> Catalog:
        return self.services.catalog

    @property
    def table(self) -> IcebergTable:
        return self.catalog.load_table((self.plan.database, self.plan.table))

    def rows(self) -> list[dict[str, Any]]:
        found = self.table.scan().to_arrow().to_pylist()
        return sorted(found, key=lambda row: str(row["trip"]))

    def latest(self) -> RunRecord:
        found = records.latest(self.services.s3, lake.CATALOG_BUCKET, self.plan.database, self.plan.table)
        assert found is not None
        return found


def made(server: Server, columns: list[Any], sql: str, **options: Any) -> Lake:
    name = f"air{next(_NUMBERS)}"
    table = Table("trips", columns=columns, transform="trips.sql", **options)
    domain = Domain(name, landings=[TRIPS], products=[Product("trips", version="1.2.3", tables=[table])])
    mesh = lake.make_mesh(domain, transforms={name: {"trips.sql": sql}})
    lake.deploy(server, mesh)
    found = catalog(server)
    services = Services(server.client("s3"), server.client("kms"), found, WholeTables(found))
    (product,) = mesh.products()
    plan = compile_table(mesh, product, table).plan
    assert plan is not None
    return Lake(server, services, plan, name)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with lake.running(tmp_path_factory.mktemp("lake")) as started:
        yield started


@pytest.fixture
def air(server: Server) -> Lake:
    found = made(
        server, COLUMNS, SQL, partition_by=["month(moment)"],
        expects=[Expect.unique("trip"), Expect.complete("delay", at_least=0.5)],
    )  # fmt: skip
    found.land(FILE)
    return found


class TestPublishing:
    def test_the_rows_are_published_with_the_numbers_of_the_contract(self, air: Lake) -> None:
        record = air.run()
        assert (record.status, record.rows, record.quality) == ("published", 3, 1.0)
        assert [r["trip"] for r in air.rows()] == ["a", "b", "c"]
        assert {f.name: f.field_id for f in air.table.schema().fields} == {
            "trip": 3,
            "moment": 7,
            "tail": 11,
            "delay": 12,
        }
        assert air.table.current_snapshot().snapshot_id == record.snapshot  # type: ignore[union-attr]

    def test_files_are_laid_out_by_the_partition(self, air: Lake) -> None:
        air.run()
        partitions = air.table.inspect.partitions().to_pylist()
        assert sorted(p["record_count"] for p in partitions) == [1, 2]  # January and February

    def test_a_second_run_replaces_the_rows(self, air: Lake) -> None:
        first = air.run()
        air.land(FILE.replace("a,2013", "z,2013"))
        second = air.run()
        assert [r["trip"] for r in air.rows()] == ["b", "c", "z"]
        assert first.run < second.run
        assert list(air.table.refs()) == ["main"]

    def test_several_files_of_a_landing_are_one_table(self, air: Lake) -> None:
        air.land(FILE.replace("\na,", "\nd,").replace("\nb,", "\ne,").replace("\nc,", "\nf,"), "two.csv")
        air.land("not data at all", "_SUCCESS")
        assert air.run().rows == 6

    def test_a_run_may_publish_nothing_at_all(self, server: Server) -> None:
        air = made(server, COLUMNS, f"{SQL} WHERE id = 'none'")
        air.land(FILE)
        assert (air.run().status, air.run().rows, air.rows()) == ("published", 0, [])

    def test_the_snapshot_tells_which_run_made_it(self, air: Lake) -> None:
        record = air.run()
        summary = air.table.current_snapshot().summary  # type: ignore[union-attr]
        assert summary is not None
        assert (summary["meshwright.run"], summary["meshwright.version"]) == (record.run, "1.2.3")

    def test_nested_columns_keep_their_numbers(self, server: Server) -> None:
        columns = [
            text(1, "trip", key=True),
            list_of(2, "legs", element=struct(3, fields=[text(4, "name"), integer(5, "delay", optional=True)])),
        ]
        sql = "SELECT id AS trip, array(named_struct('name', id, 'delay', delay)) AS legs FROM landing.trips"
        air = made(server, columns, sql)
        air.land(FILE)
        air.run()
        assert air.rows()[0] == {"trip": "a", "legs": [{"name": "a", "delay": 5}]}
        assert air.table.schema().find_field("legs.element.delay").field_id == 5


class TestExpectations:
    FAILING = FILE.replace("\nb,", "\na,")

    def test_a_failing_one_keeps_what_readers_have(self, air: Lake) -> None:
        first = air.run()
        air.land(self.FAILING)
        second = air.run()
        assert second.status == "rejected"
        assert second.reason == "expected but not found: trip is unique: 1 rows fail"
        assert [(str(o.expectation["kind"]), o.passed) for o in second.expectations] == [
            ("unique", False), ("complete", True)
        ]  # fmt: skip
        assert air.table.current_snapshot().snapshot_id == first.snapshot  # type: ignore[union-attr]
        assert [r["trip"] for r in air.rows()] == ["a", "b", "c"]

    def test_a_rejected_result_can_be_looked_at_by_its_snapshot(self, air: Lake) -> None:
        air.run()
        air.land(self.FAILING)
        rejected = air.run()
        assert air.table.scan(snapshot_id=rejected.snapshot).to_arrow().num_rows == 3

    def test_one_that_fails_at_first_publishes_nothing(self, air: Lake) -> None:
        air.land(self.FAILING)
        assert air.run().status == "rejected"
        assert air.rows() == []
        assert current_snapshot(air.catalog, air.plan.database, "trips") is None

    def test_they_judge_what_was_treated_and_written(self, server: Server) -> None:
        air = made(server, COLUMNS, SQL, expects=[Expect.matches("tail", "[0-9a-f]{64}")])
        air.land(FILE)
        assert air.run().status == "published"

    def test_one_that_cannot_be_measured_fails_the_run(self, air: Lake) -> None:
        plan = replace(air.plan, expectations=({"kind": "matches", "column": "trip", "pattern": "["},))
        with pytest.raises(RunError, match=r"can't tell whether trip matches \["):
            air.run(plan)
        assert air.rows() == []


class TestTreatment:
    def test_a_pseudonym_replaces_the_value(self, air: Lake) -> None:
        air.run()
        key = pseudonym_key(air.services.kms, lake.arguments(air.domain).pseudonym_key)
        assert [r["tail"] for r in air.rows()] == [pseudonymise(key, "N1"), None, pseudonymise(key, "N1")]

    def test_pseudonyms_of_two_domains_cannot_be_joined(self, air: Lake, server: Server) -> None:
        other = made(server, COLUMNS, SQL)
        other.land(FILE)
        air.run()
        other.run()
        assert air.rows()[0]["tail"] != other.rows()[0]["tail"]

    @pytest.mark.parametrize(("pii", "expected"), [("mask", "******5678"), ("generalise", "N12")])
    def test_the_other_treatments_replace_it_too(self, server: Server, pii: Any, expected: str) -> None:
        columns = [text(1, "trip", key=True), text(2, "tail", optional=True, pii=pii)]
        air = made(server, columns, "SELECT id AS trip, tail FROM landing.trips")
        air.land(FILE.replace("N1,", "N12345 678,".replace(" ", "")))
        air.run()
        assert air.rows()[0]["tail"] in (expected, "*****5678")

    def test_a_dropped_column_is_not_even_there_to_be_asked(self, air: Lake) -> None:
        leaking = replace(air.plan, sql={"duckdb": air.plan.sql["duckdb"].replace('"delay"', '"pilot"', 1)})
        with pytest.raises(RunError, match="pilot"):
            air.run(replace(leaking, sql={"duckdb": "SELECT pilot AS trip FROM landing__trips"}))

    def test_a_treatment_that_gives_text_needs_a_text_column(self, air: Lake) -> None:
        columns = tuple(replace(c, type="int") if c.name == "tail" else c for c in air.plan.columns)
        with pytest.raises(RunError, match="column tail is int, but pseudonymise gives text; declare it as text"):
            air.run(replace(air.plan, columns=columns))

    def test_without_its_key_nothing_is_written(self, air: Lake) -> None:
        arguments = replace(lake.arguments(air.domain), pseudonym_key="alias/none")
        with pytest.raises(RunError, match=r"the key of the pseudonyms \(alias/none\) can't be used"):
            run(air.plan, arguments, air.services)
        assert air.latest().status == "failed"


class TestFailures:
    def test_a_run_that_fails_says_so_in_its_record(self, air: Lake) -> None:
        air.land("id,moment,tail,pilot,delay\na,2013-01-31T23:30:00Z,N1,Ada,late\n")
        with pytest.raises(RunError) as caught:
            air.run()
        says = 'landing trips, one.csv, line 2: column delay: "late" is not a whole number of 32 bits'
        assert str(caught.value) == says
        assert (air.latest().status, air.latest().reason, air.latest().snapshot) == ("failed", says, None)

    def test_a_landing_without_files_is_named(self, server: Server) -> None:
        air = made(server, COLUMNS, SQL)
        with pytest.raises(
            RunError, match=r"landing trips has no files; put one under s3://mesh-sandbox-air\d+-landing"
        ):
            air.run()

    def test_a_required_column_without_a_value_is_named(self, server: Server) -> None:
        columns = [text(1, "trip", key=True), integer(2, "delay")]
        air = made(server, columns, "SELECT id AS trip, delay FROM landing.trips")
        air.land(FILE)
        with pytest.raises(RunError, match=r"trips: column delay is required but has no value in 1 of 3 rows; fill it"):
            air.run()

    def test_a_value_that_does_not_fit_names_its_column(self, air: Lake) -> None:
        wide = air.plan.sql["duckdb"]
        sql = f"SELECT trip, moment, tail, CAST(trip AS INTEGER) AS delay FROM ({wide}) AS wide"
        with pytest.raises(RunError, match=r"the transform of air.*column delay: could not convert string .* to INT32"):
            air.run(replace(air.plan, sql={"duckdb": sql}))

    def test_a_sensitive_value_is_not_shown(self, air: Lake) -> None:
        sql = "SELECT id AS trip, moment, CAST(CAST(tail AS INTEGER) AS VARCHAR) AS tail, delay FROM landing__trips"
        with pytest.raises(RunError, match="column tail: could not convert string '…' to INT32") as caught:
            air.run(replace(air.plan, sql={"duckdb": sql}))
        assert "N1" not in str(caught.value)
        filtered = "SELECT id AS trip, moment, tail, delay FROM landing__trips WHERE CAST(tail AS INTEGER) = 1"
        with pytest.raises(RunError) as caught:
            air.run(replace(air.plan, sql={"duckdb": filtered}))
        assert "N1" not in str(caught.value)

    def test_a_table_that_differs_from_the_plan_is_refused(self, air: Lake) -> None:
        columns = tuple(replace(c, type="long") if c.name == "delay" else c for c in air.plan.columns)
        says = "column delay is optional int with number 12 in the catalog and optional long with number 12 in the plan"
        with pytest.raises(RunError, match=says):
            air.run(replace(air.plan, columns=columns))
        fewer = replace(air.plan, columns=air.plan.columns[:-1])
        with pytest.raises(RunError, match=r"column delay is .* in the catalog and absent in the plan"):
            air.run(fewer)

    def test_a_table_that_is_not_deployed_is_named(self, air: Lake) -> None:
        with pytest.raises(RunError, match=r"\.none is not in the catalog; deploy its domain"):
            air.run(replace(air.plan, table="none"))

    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT content AS trip FROM read_text('/etc/passwd')",
            "SELECT * FROM read_csv('https://example.org/x.csv')",
            "SELECT trip FROM lake",  # a Python variable of that name is in scope
        ],
    )
    def test_a_transform_reaches_nothing_but_its_inputs(self, air: Lake, sql: str) -> None:
        with pytest.raises(RunError, match="the transform of"):
            air.run(replace(air.plan, sql={"duckdb": sql}))

    def test_a_killed_run_is_cleared_away_by_the_next(self, air: Lake) -> None:
        first = air.run()
        killed = stage(air.table, air.table.scan().to_arrow().slice(0, 1), {})
        assert AUDIT in air.table.refs()
        assert len(air.rows()) == 3
        second = air.run()
        assert second.status == "published"
        assert list(air.table.refs()) == ["main"]
        assert second.snapshot is not None
        history = [s.snapshot_id for s in ancestors_of(air.table.current_snapshot(), air.table.metadata)]
        assert killed.snapshot not in history
        assert first.snapshot in history


class TestInputs:
    def other(self, air: Lake) -> Input:
        column = PlannedColumn(number=3, name="trip", type="string", required=True)
        return Input(view="other", kind="table", database=air.plan.database, name="trips", columns=(column,))

    def reading(self, air: Lake, reader: Lake) -> Plan:
        sql = "SELECT trip, TIMESTAMPTZ '2013-01-01 00:00:00Z' AS moment, NULL AS tail, NULL AS delay FROM other"
        return replace(reader.plan, inputs=(self.other(air),), sql={"duckdb": sql}, expectations=())

    def test_a_table_is_read_at_its_current_snapshot(self, air: Lake, server: Server) -> None:
        reader = made(server, COLUMNS, SQL)
        published = air.run()
        record = reader.run(self.reading(air, reader))
        assert [(i.view, i.version, i.rows) for i in record.inputs] == [("other", str(published.snapshot), 3)]
        assert [r["trip"] for r in reader.rows()] == ["a", "b", "c"]

    def test_a_table_that_was_never_published_is_named(self, air: Lake, server: Server) -> None:
        reader = made(server, COLUMNS, SQL)
        with pytest.raises(RunError, match=r"air\d+_trips_v1.trips has not been published yet; run its product first"):
            reader.run(self.reading(air, reader))

    def test_a_rejected_first_result_counts_as_never_published(self, air: Lake, server: Server) -> None:
        reader = made(server, COLUMNS, SQL)
        air.land(TestExpectations.FAILING)
        assert air.run().status == "rejected"
        with pytest.raises(RunError, match="has not been published yet"):
            reader.run(self.reading(air, reader))

    def test_a_record_tells_what_was_read(self, air: Lake) -> None:
        record = air.run()
        assert {i.view: i.version for i in record.inputs} == current_inputs(
            air.plan, lake.arguments(air.domain), air.services
        )
        air.land(FILE + "d,2013-02-02T00:30:00Z,N1,Cy,-3\n")
        assert {i.view: i.version for i in record.inputs} != current_inputs(
            air.plan, lake.arguments(air.domain), air.services
        )


def test_what_was_published_has_an_age(air: Lake) -> None:
    assert last_refreshed(air.catalog, air.plan.database, "trips") is None
    record = air.run()
    refreshed = last_refreshed(air.catalog, air.plan.database, "trips")
    assert refreshed is not None
    assert record.started <= refreshed.isoformat() <= record.finished


def test_the_record_is_plain_json_beside_the_catalog(air: Lake) -> None:
    record = air.run()
    key = f"runs/{air.plan.database}/trips/{record.run}.json"
    told = json.loads(air.services.s3.get_object(Bucket=lake.CATALOG_BUCKET, Key=key)["Body"].read())
    assert told["plan"] == records.digest(air.plan)
    assert told["inputs"][0]["rows"] == 3
    assert [o["passed"] for o in told["expectations"]] == [True, True]
