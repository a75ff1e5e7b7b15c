"""Run records: written once, found again, the latest first."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from meshwright import names
from meshwright.runtime import metrics
from meshwright.runtime.errors import RunError
from meshwright.runtime.expectations import Outcome
from meshwright.runtime.records import Read, RunRecord, Status, history, latest, new_run, write

PASSED = Outcome(expectation={"kind": "unique", "columns": ["a"]}, measured=0, threshold=0, passed=True)
FAILED = Outcome(
    expectation={"kind": "complete", "column": "a", "at_least": 1.0}, measured=0.5, threshold=1, passed=False
)
BEGAN = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


class Bucket:
    """What run records ask of S3."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put_object(self, *, Key: str, Body: bytes, **_: Any) -> None:
        self.objects[Key] = Body

    def get_object(self, *, Key: str, **_: Any) -> dict[str, Any]:
        return {"Body": io.BytesIO(self.objects[Key])}

    def get_paginator(self, _: str) -> "Bucket":
        return self

    def paginate(self, *, Prefix: str, **_: Any) -> list[dict[str, Any]]:
        return [{"Contents": [{"Key": k}]} for k in self.objects if k.startswith(Prefix)] or [{}]


def record(run: str = "r", status: Status = "published", **changed: Any) -> RunRecord:
    told: dict[str, Any] = {
        "product": "weather.observations", "version": "1.0.0", "database": "weather_observations_v1",
        "table": "observations", "engine": "duckdb", "plan": "abc", "started": BEGAN.isoformat(),
        "finished": (BEGAN + timedelta(seconds=90)).isoformat(), "rows": 12, "snapshot": 2**62,
        "expectations": (PASSED, FAILED), "inputs": (Read(view="v", kind="landing", version="x", rows=12),),
    }  # fmt: skip
    return RunRecord(run=run, status=status, **{**told, **changed})


def test_a_record_is_read_back_as_it_was_written() -> None:
    assert RunRecord.from_json(record().to_json()) == record()


def test_runs_sort_by_time_and_never_collide() -> None:
    moments = [BEGAN + timedelta(microseconds=n) for n in (0, 1, 999_999, 1_000_000, 10**12)]
    runs = [new_run(m) for m in moments]
    assert runs == sorted(runs)
    assert new_run(BEGAN) != new_run(BEGAN)


def test_records_stand_beside_the_catalog() -> None:
    bucket = Bucket()
    write(bucket, "catalog", record("20261123T050000.000000Z-00000000"))
    assert list(bucket.objects) == ["runs/weather_observations_v1/observations/20261123T050000.000000Z-00000000.json"]


def test_the_latest_record_is_found_also_by_status() -> None:
    bucket = Bucket()
    ends: list[tuple[str, Status]] = [("1", "published"), ("2", "rejected"), ("3", "failed")]
    for run, status in ends:
        write(bucket, "catalog", record(run, status))
    write(bucket, "catalog", record("9", table="stations"))
    key = ("catalog", "weather_observations_v1", "observations")
    assert [r.run for r in history(bucket, *key)] == ["3", "2", "1"]
    assert latest(bucket, *key) == record("3", "failed")
    assert latest(bucket, *key, "published") == record("1")
    assert latest(Bucket(), *key) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"run": "r"}', "\x00"])
def test_what_is_no_record_is_named(text: str) -> None:
    bucket = Bucket()
    bucket.objects["runs/d/t/1.json"] = text.encode()
    with pytest.raises(RunError, match=r"s3://catalog/runs/d/t/1.json is not a run record"):
        latest(bucket, "catalog", "d", "t")


def test_quality_is_the_part_of_the_expectations_that_passed() -> None:
    assert record().quality == 0.5
    assert record(expectations=()).quality is None


def test_a_run_tells_its_metrics() -> None:
    told = {m["MetricName"]: m["Value"] for m in metrics.metric_data(record(), None)}
    assert told == {
        "Published": 1, "Failed": 0, "Rows": 12, "ExpectationsPassed": 0.5, "Duration": 90, "Age": 0,
    }  # fmt: skip


def test_after_a_run_that_published_nothing_readers_see_older_rows() -> None:
    hour_before = BEGAN - timedelta(hours=1)
    told = {m["MetricName"]: m["Value"] for m in metrics.metric_data(record(status="rejected"), hour_before)}
    assert (told["Published"], told["Failed"], told["Age"]) == (0, 1, 3690)


def test_what_was_never_published_has_no_age() -> None:
    told = [m["MetricName"] for m in metrics.metric_data(record(status="failed", rows=None), None)]
    assert "Age" not in told
    assert "Rows" not in told


def test_metrics_go_where_the_pipeline_role_may_write() -> None:
    assert metrics.NAMESPACE == names.METRICS
