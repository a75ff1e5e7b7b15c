"""A plan run on Spark: what is published, what is not, and what is said."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from meshwright.language import Expect, boolean, integer, landing, list_of, map_of, struct, text, timestamp
from meshwright.runtime import landing_files, records
from meshwright.runtime.errors import RunError
from meshwright.runtime.plan import Input, Plan
from meshwright.runtime.records import RunRecord
from meshwright.runtime.spark import tables
from meshwright.runtime.treatments import generalise, mask_last, pseudonymise
from tests import spark_engine

from .spark_lake import MARKS, SparkLake, column, opened, planned

pytestmark = MARKS

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
TWICE = FILE.replace("\nb,", "\na,")
SQL = "SELECT id AS trip, moment, tail, delay FROM landing.trips"
EXPECTS = [Expect.unique("trip"), Expect.complete("delay", at_least=0.5)]


@pytest.fixture(scope="module")
def air() -> Iterator[SparkLake]:
    with opened() as found:
        found.land("trips/one.csv", FILE)
        yield found


@pytest.fixture
def landed(air: SparkLake) -> Iterator[SparkLake]:
    """A lake whose landing is as it was afterwards."""
    yield air
    air.land("trips/one.csv", FILE)


@pytest.fixture(scope="module")
def shared() -> Plan:
    """One table for the tests that leave it as they like."""
    return planned(SQL, COLUMNS, [TRIPS], partition_by=["month(moment)"], expects=EXPECTS)


_runs: dict[str, RunRecord] = {}


@pytest.fixture
def first(air: SparkLake, shared: Plan) -> RunRecord:
    """The run that published what readers see: the three rows of the file."""
    if shared.database not in _runs or air.refs(shared) != {"main": _runs[shared.database].snapshot}:
        _runs[shared.database] = air.run(shared)
    return _runs[shared.database]


class TestPublishing:
    def test_the_rows_are_published_with_the_numbers_of_the_contract(
        self, air: SparkLake, shared: Plan, first: RunRecord
    ) -> None:
        record = first
        assert (record.status, record.rows, record.quality, record.engine) == ("published", 3, 1.0, "spark")
        assert [r["trip"] for r in air.rows(shared)] == ["a", "b", "c"]
        assert air.refs(shared) == {"main": record.snapshot}
        (schema,) = air.metadata(shared)["schemas"]
        assert {f["name"]: f["id"] for f in schema["fields"]} == {"trip": 3, "moment": 7, "tail": 11, "delay": 12}
        assert [f["required"] for f in schema["fields"]] == [True, True, False, False]

    def test_files_are_laid_out_by_the_partition(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        found = air.spark.sql(f"SELECT partition, record_count FROM {shared.database}.trips.partitions").collect()
        months = {row["partition"]["moment_part"]: row["record_count"] for row in found}
        assert months == {43 * 12: 1, 43 * 12 + 1: 2}  # months since 1970

    def test_a_second_run_replaces_the_rows(self, landed: SparkLake, shared: Plan, first: RunRecord) -> None:
        landed.land("trips/one.csv", FILE.replace("a,2013", "z,2013"))
        second = landed.run(shared)
        assert [r["trip"] for r in landed.rows(shared)] == ["b", "c", "z"]
        assert landed.refs(shared) == {"main": second.snapshot}
        assert [r["trip"] for r in landed.rows(shared, f"VERSION AS OF {first.snapshot}")] == ["a", "b", "c"]

    def test_the_snapshot_tells_which_run_made_it(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        record = first
        (summary,) = (
            s["summary"] for s in air.metadata(shared)["snapshots"] if s["snapshot-id"] == record.snapshot
        )  # fmt: skip
        assert (summary["meshwright.run"], summary["meshwright.version"]) == (record.run, "1.2.3")

    def test_a_run_may_publish_nothing_at_all(self, air: SparkLake) -> None:
        plan = planned(f"{SQL} WHERE id = 'none'", COLUMNS, [TRIPS])
        assert (air.run(plan).status, air.rows(plan)) == ("published", [])
        assert tables.published(air.spark, plan.database, plan.table) is not None

    def test_nested_columns_keep_their_numbers(self, air: SparkLake) -> None:
        columns = [
            text(1, "trip", key=True),
            list_of(2, "legs", element=struct(3, fields=[text(4, "name"), integer(9, "delay", optional=True)])),
            map_of(5, "late", keys=text(6), values=boolean(7, optional=True), optional=True),
        ]
        given = landing("nested", format="json", columns=columns)
        air.land(
            "nested/one.json", '{"trip": "a", "legs": [{"name": "a", "delay": 5}], "late": {"a": true, "b": null}}'
        )
        plan = planned("SELECT * FROM landing.nested", columns, [given])
        air.run(plan)
        late = {"a": True, "b": None}
        assert air.rows(plan) == [{"trip": "a", "legs": [{"name": "a", "delay": 5}], "late": late}]
        (schema,) = air.metadata(plan)["schemas"]
        element = schema["fields"][1]["type"]
        assert (element["element-id"], [f["id"] for f in element["element"]["fields"]]) == (3, [4, 9])


class TestExpectations:
    def test_a_failing_one_keeps_what_readers_have(self, landed: SparkLake, shared: Plan, first: RunRecord) -> None:
        landed.land("trips/one.csv", TWICE)
        second = landed.run(shared)
        assert second.status == "rejected"
        assert second.reason == "expected but not found: trip is unique: 1 rows fail"
        assert [(str(o.expectation["kind"]), o.passed) for o in second.expectations] == [
            ("unique", False), ("complete", True)
        ]  # fmt: skip
        assert landed.refs(shared) == {"main": first.snapshot}
        assert [r["trip"] for r in landed.rows(shared)] == ["a", "b", "c"]
        assert len(landed.rows(shared, f"VERSION AS OF {second.snapshot}")) == 3

    def test_one_that_fails_at_first_publishes_nothing(self, landed: SparkLake) -> None:
        plan = planned(SQL, COLUMNS, [TRIPS], expects=EXPECTS)
        landed.land("trips/one.csv", TWICE)
        assert landed.run(plan).status == "rejected"
        assert (landed.rows(plan), landed.refs(plan)) == ([], {})
        assert tables.published(landed.spark, plan.database, plan.table) is None

    def test_they_judge_what_was_treated_and_written(self, air: SparkLake) -> None:
        plan = planned(SQL, COLUMNS, [TRIPS], expects=[Expect.matches("tail", "[0-9a-f]{64}")])
        assert air.run(plan).status == "published"

    def test_one_that_cannot_be_measured_fails_the_run(self, air: SparkLake, shared: Plan) -> None:
        before = air.refs(shared)
        broken = replace(shared, expectations=({"kind": "matches", "column": "trip", "pattern": "["},))
        with pytest.raises(RunError, match=r"can't tell whether trip matches \["):
            air.run(broken)
        assert air.refs(shared) == before


class TestTreatment:
    def test_a_pseudonym_replaces_the_value(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        assert [r["tail"] for r in air.rows(shared)] == [pseudonymise(air.key, "N1"), None, pseudonymise(air.key, "N1")]

    def test_every_treatment_gives_what_it_gives_everywhere(self, air: SparkLake) -> None:
        columns = [
            text(1, "trip", key=True), text(2, "masked", pii="mask"), text(3, "short", pii="generalise"),
            timestamp(4, "year", pii="generalise"), integer(5, "tens", optional=True, pii="generalise"),
            text(6, "within"),
        ]  # fmt: skip
        sql = """SELECT id AS trip, concat(id, '12345') AS masked, concat(id, '12345') AS short, moment AS year,
                   delay AS tens, pseudonymise(upper(id)) AS within FROM landing.trips"""
        plan = planned(sql, columns, [TRIPS])
        air.run(plan)
        first, _, third = air.rows(plan)
        assert first == {
            "trip": "a", "masked": mask_last("a12345"), "short": generalise("a12345"),
            "year": datetime(2013, 1, 1, tzinfo=UTC), "tens": generalise(5), "within": pseudonymise(air.key, "A"),
        }  # fmt: skip
        assert third["tens"] == generalise(-3) == -10

    def test_the_key_is_in_no_plan_and_in_no_log(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        from meshwright.runtime.spark.treating import treated

        query = treated(shared, shared.sql["spark"])
        shown = air.spark.sql(f"EXPLAIN EXTENDED {query}").first()[0]
        assert "pseudonymise(" in shown
        logs = [p.read_bytes() for p in (spark_engine.folder() / "events").rglob("*") if p.is_file()]
        assert any(shared.database.encode() in log for log in logs)
        key = air.key
        for secret in (key, key.hex().encode(), repr(key).encode(), str(list(key)).encode(), base64.b64encode(key)):
            assert secret not in shown.encode()
            assert all(secret not in log for log in logs)

    def test_a_dropped_column_is_not_even_there_to_be_asked(self, air: SparkLake, shared: Plan) -> None:
        with pytest.raises(RunError, match="pilot"):
            air.run(replace(shared, sql={"spark": "SELECT pilot AS trip FROM landing__trips"}))

    def test_a_treatment_that_gives_text_needs_a_text_column(self, air: SparkLake, shared: Plan) -> None:
        columns = tuple(replace(c, type="int") if c.name == "tail" else c for c in shared.columns)
        with pytest.raises(RunError, match="column tail is int, but pseudonymise gives text; declare it as text"):
            air.run(replace(shared, columns=columns))

    def test_without_its_key_nothing_is_written(self, air: SparkLake, shared: Plan) -> None:
        before = air.refs(shared)
        other = replace(air, arguments=replace(air.arguments, pseudonym_key="alias/none"))
        with pytest.raises(RunError, match=r"the key of the pseudonyms \(alias/none\) can't be used"):
            other.run(shared)
        assert (air.latest(shared).status, air.refs(shared)) == ("failed", before)


class TestFailures:
    def test_a_run_that_fails_says_so_in_its_record(self, landed: SparkLake, shared: Plan) -> None:
        before = landed.refs(shared)
        landed.land("trips/one.csv", FILE.replace(",-3", ",late"))
        with pytest.raises(RunError) as caught:
            landed.run(shared)
        says = 'landing trips, one.csv: column delay: "late" is not a whole number of 32 bits'
        assert str(caught.value) == says
        assert (landed.latest(shared).status, landed.latest(shared).reason) == ("failed", says)
        assert landed.refs(shared) == before

    def test_a_required_column_without_a_value_is_named(self, air: SparkLake) -> None:
        columns = [text(1, "trip", key=True), integer(2, "delay")]
        plan = planned("SELECT id AS trip, delay FROM landing.trips", columns, [TRIPS])
        with pytest.raises(RunError) as caught:
            air.run(plan)
        assert str(caught.value) == (
            f"{plan.database}.trips: column delay is required but has no value in 1 of 3 rows; "
            "fill it in the transform or declare it optional=True"
        )
        assert air.refs(plan) == {}

    def test_a_required_part_without_a_value_is_named(self, air: SparkLake) -> None:
        legs = list_of(2, "legs", element=struct(3, fields=[text(4, "name"), integer(5, "delay")]))
        sql = "SELECT id AS trip, array(named_struct('name', id, 'delay', delay)) AS legs FROM landing.trips"
        plan = planned(sql, [text(1, "trip", key=True), legs], [TRIPS])
        with pytest.raises(RunError, match=r"column legs\.element\.delay is required but has no value in 1 of 3 rows"):
            air.run(plan)

    def test_a_value_that_does_not_fit_is_told(self, air: SparkLake) -> None:
        columns = [text(1, "trip", key=True), integer(2, "n")]
        plan = planned("SELECT id AS trip, 3000000000 + delay AS n FROM landing.trips", columns, [TRIPS])
        with pytest.raises(RunError, match=r"the transform of .*: column n: a value is too large for an integer"):
            air.run(plan)

    def test_a_table_that_differs_from_the_plan_is_refused(self, air: SparkLake, shared: Plan) -> None:
        columns = tuple(replace(c, type="long") if c.name == "delay" else c for c in shared.columns)
        says = "column delay is optional integer in the catalog and optional long in the plan; deploy its domain again"
        with pytest.raises(RunError, match=says):
            air.run(replace(shared, columns=columns))
        with pytest.raises(RunError, match="column delay is optional integer in the catalog and absent in the plan"):
            air.run(replace(shared, columns=shared.columns[:-1]))

    def test_a_table_that_is_not_deployed_is_named(self, air: SparkLake, shared: Plan) -> None:
        with pytest.raises(RunError, match=r"\.none is not in the catalog; deploy its domain"):
            air.run(replace(shared, table="none"))
        assert air.latest(replace(shared, table="none")).status == "failed"

    def test_a_session_that_is_set_otherwise_is_refused(self, air: SparkLake, shared: Plan) -> None:
        air.spark.conf.set("spark.sql.ansi.enabled", "true")
        try:
            with pytest.raises(RunError, match=r"the spark setting spark\.sql\.ansi\.enabled is true; start the job"):
                air.run(shared)
        finally:
            air.spark.conf.set("spark.sql.ansi.enabled", "false")

    def test_a_landing_that_changes_during_the_run_is_not_published(
        self, landed: SparkLake, shared: Plan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = landed.refs(shared)
        overwrite = tables.Branch.overwrite

        def meanwhile(branch: tables.Branch, *given: Any) -> int:
            landed.land("trips/one.csv", FILE + "d,2013-02-02T00:30:00Z,N1,Cy,-3\n")
            return overwrite(branch, *given)

        monkeypatch.setattr(tables.Branch, "overwrite", meanwhile)
        with pytest.raises(RunError, match="landing trips was changed while it was read; run again"):
            landed.run(shared)
        assert landed.refs(shared) == before

    def test_a_table_that_changes_during_the_run_is_left_as_it_is(
        self, air: SparkLake, shared: Plan, first: RunRecord, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        overwrite, name = tables.Branch.overwrite, f"{shared.database}.trips"

        def meanwhile(branch: tables.Branch, *given: Any) -> int:
            made = overwrite(branch, *given)
            air.spark.sql(f"DELETE FROM {name} WHERE trip = 'b'")
            return made

        monkeypatch.setattr(tables.Branch, "overwrite", meanwhile)
        with pytest.raises(RunError, match=r"\.trips was changed by someone else during the run; run it again"):
            air.run(shared)
        assert [r["trip"] for r in air.rows(shared)] == ["a", "c"]
        assert list(air.refs(shared)) == ["main"]

    def test_a_killed_run_is_cleared_away_by_the_next(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        air.spark.sql(f"ALTER TABLE {shared.database}.trips CREATE BRANCH {tables.AUDIT}20130101T000000")
        record = air.run(shared)
        assert air.refs(shared) == {"main": record.snapshot}


class TestInputs:
    def reading(self, source: Plan) -> Plan:
        plan = planned("SELECT id AS trip FROM landing.trips", [text(1, "trip", key=True)], [TRIPS])
        read = Input(
            view="other", kind="table", database=source.database, name="trips", columns=(column(3, "trip", "string"),)
        )
        return replace(plan, inputs=(read,), sql={"spark": "SELECT trip FROM other"})

    def test_a_table_is_read_at_its_current_snapshot(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        plan = self.reading(shared)
        record = air.run(plan)
        assert [(i.view, i.version, i.rows) for i in record.inputs] == [("other", str(first.snapshot), 3)]
        assert [r["trip"] for r in air.rows(plan)] == ["a", "b", "c"]
        assert air.spark.table("other").columns == ["trip"]

    def test_the_rows_of_a_table_can_be_counted_without_a_column(
        self, air: SparkLake, shared: Plan, first: RunRecord
    ) -> None:
        plan = self.reading(shared)
        (read,) = plan.inputs
        counting = replace(
            plan,
            inputs=(replace(read, columns=()),),
            sql={"spark": "SELECT CAST(count(*) AS STRING) AS trip FROM other"},
        )
        air.run(counting)
        assert air.rows(counting) == [{"trip": "3"}]

    def test_a_table_that_was_never_published_is_named(self, landed: SparkLake) -> None:
        source = planned(SQL, COLUMNS, [TRIPS], expects=EXPECTS)
        with pytest.raises(RunError, match=r"_v1\.trips has not been published yet; run its product first"):
            landed.run(self.reading(source))
        landed.land("trips/one.csv", TWICE)
        assert landed.run(source).status == "rejected"
        with pytest.raises(RunError, match="has not been published yet"):
            landed.run(self.reading(source))

    def test_a_column_that_a_table_lacks_is_named(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        plan = self.reading(shared)
        (read,) = plan.inputs
        asked = replace(plan, inputs=(replace(read, columns=(column(99, "wind", "double"),)),))
        with pytest.raises(RunError, match=r"\.trips has no column wind; deploy its domain again"):
            air.run(asked)

    def test_a_column_that_is_newer_than_the_rows_has_no_value(self, air: SparkLake, shared: Plan) -> None:
        source = planned(SQL, COLUMNS, [TRIPS])
        air.run(source)
        air.spark.sql(f"ALTER TABLE {source.database}.trips ADD COLUMN wind DOUBLE")
        plan = self.reading(source)
        (read,) = plan.inputs
        asked = replace(
            plan,
            inputs=(replace(read, columns=(*read.columns, column(13, "wind", "double", required=False))),),
            sql={"spark": "SELECT trip FROM other WHERE wind IS NULL"},
        )
        assert air.run(asked).rows == 3

    def test_what_is_newer_than_the_rows_inside_of_a_column_has_no_value(self, air: SparkLake, shared: Plan) -> None:
        sql = "SELECT id AS trip, array(named_struct('seat', 'A')) AS seats, CAST(1 AS INT) AS legs FROM landing.trips"
        seats = list_of(2, "seats", element=struct(3, fields=[text(4, "seat")]))
        source = planned(sql, [text(1, "trip", key=True), seats, integer(5, "legs")], [TRIPS])
        air.run(source)
        table = f"{source.database}.trips"
        air.spark.sql(f"ALTER TABLE {table} ADD COLUMN seats.element.row INT")
        air.spark.sql(f"ALTER TABLE {table} ALTER COLUMN legs TYPE BIGINT")
        plan = self.reading(source)
        (read,) = plan.inputs
        fields = [
            {"id": 6, "name": "row", "required": False, "type": "int"},
            {"id": 4, "name": "seat", "required": True, "type": "string"},
        ]
        wider = {
            "type": "list", "element-id": 3, "element-required": True, "element": {"type": "struct", "fields": fields}
        }  # fmt: skip
        columns = (column(1, "trip", "string"), column(2, "seats", wider), column(5, "legs", "long"))
        where = "seats[0].row IS NULL AND seats[0].seat = 'A' AND typeof(legs) = 'bigint'"
        asked = replace(
            plan,
            inputs=(replace(read, columns=columns),),
            sql={"spark": f"SELECT trip FROM other WHERE {where}"},
        )
        assert air.run(asked).rows == 3


class TestRecords:
    def test_the_record_stands_beside_the_catalog(self, air: SparkLake, shared: Plan, first: RunRecord) -> None:
        record = first
        key = f"runs/{shared.database}/trips/{record.run}.json"
        told = json.loads(air.services.s3.get_object(Bucket=air.arguments.catalog_bucket, Key=key)["Body"].read())
        assert (told["engine"], told["plan"]) == ("spark", records.digest(shared))
        version = landing_files.version(landing_files.files(air.services.s3, air.arguments.landing_bucket, "trips"))
        assert [(i["view"], i["rows"], i["version"]) for i in told["inputs"]] == [("landing__trips", 3, version)]

    def test_a_run_tells_its_metrics(self, landed: SparkLake, shared: Plan, first: RunRecord) -> None:
        landed.land("trips/one.csv", TWICE)
        landed.run(shared)
        said = {
            name: landed.services.cloudwatch.get_metric_statistics(
                Namespace="Mesh",
                MetricName=name,
                Dimensions=[{"Name": "Database", "Value": shared.database}, {"Name": "Table", "Value": "trips"}],
                StartTime=datetime(2013, 1, 1, tzinfo=UTC),
                EndTime=datetime(2100, 1, 1, tzinfo=UTC),
                Period=60,
                Statistics=["Maximum", "Minimum"],
            )["Datapoints"]
            for name in ("Published", "Failed", "Age")
        }
        assert {p["Maximum"] for p in said["Published"]} == {p["Maximum"] for p in said["Failed"]} == {1.0}
        assert all(p["Minimum"] >= 0 for p in said["Age"])

    def test_metrics_that_cannot_be_sent_do_not_undo_a_run(
        self, air: SparkLake, shared: Plan, capsys: pytest.CaptureFixture[str]
    ) -> None:
        class Silent:
            def put_metric_data(self, **_: Any) -> None:
                raise OSError("no route to host")

        record = replace(air, services=replace(air.services, cloudwatch=Silent())).run(shared)
        assert record.status == "published"
        assert f"the metrics of {shared.database}.trips can't be sent: no route to host" in capsys.readouterr().err
