"""What a run tells CloudWatch."""

from datetime import UTC, datetime
from typing import Any

from .records import RunRecord

NAMESPACE = "Mesh"
"""The pipeline role may write to this namespace only."""


def put(cloudwatch: Any, record: RunRecord, refreshed: datetime | None) -> None:
    """Send a run's metrics; see ``metric_data``."""
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=metric_data(record, refreshed))


def metric_data(record: RunRecord, refreshed: datetime | None) -> list[dict[str, Any]]:
    """One value of each metric, at the end of the run, by database and table.

    ``Published`` and ``Failed`` are 0 or 1, ``Rows`` is the number of rows of the result, ``ExpectationsPassed`` the
    part of the expectations that passed, ``Duration`` the seconds it took. ``Age`` is how many seconds old the rows are
    that readers see now: 0 after a publication, else since ``refreshed``, when the current snapshot was written.
    """
    finished = datetime.fromisoformat(record.finished)
    published = record.status == "published"
    seen = finished if published else refreshed
    values: dict[str, tuple[float | None, str]] = {
        "Published": (float(published), "Count"),
        "Failed": (float(not published), "Count"),
        "Rows": (record.rows, "Count"),
        "ExpectationsPassed": (record.quality, "None"),
        "Duration": (record.seconds, "Seconds"),
        "Age": (None if seen is None else max((finished - seen.astimezone(UTC)).total_seconds(), 0.0), "Seconds"),
    }
    dimensions = [{"Name": "Database", "Value": record.database}, {"Name": "Table", "Value": record.table}]
    return [
        {"MetricName": name, "Dimensions": dimensions, "Timestamp": finished, "Value": float(value), "Unit": unit}
        for name, (value, unit) in values.items()
        if value is not None
    ]
