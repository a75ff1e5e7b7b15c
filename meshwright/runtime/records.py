"""Run records: what a run read, did and found, as JSON beside the catalog.

One object per run at ``runs/<database>/<table>/<run>.json`` in the catalog bucket. Run ids sort by time.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from .errors import RunError
from .expectations import Outcome
from .plan import Plan

Status = Literal["published", "rejected", "failed"]
"""rejected: an expectation failed and the previous snapshot stays. failed: there was nothing to judge."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """One input as a run found it."""

    view: str
    kind: Literal["landing", "table"]
    version: str
    """Of a table: the snapshot's id, and what limits the rows where a grant does. Of a landing: a hash over its files'
    keys, sizes and ETags."""
    rows: int | None = None
    """None where an input was looked at but not read."""


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """One run of one table."""

    run: str
    product: str
    """``<domain>.<product>``."""
    version: str
    database: str
    table: str
    engine: str
    plan: str
    """The plan's digest."""
    started: str
    """UTC, ISO 8601, as ``finished``."""
    finished: str
    status: Status
    reason: str | None = None
    """Why it was rejected or failed."""
    rows: int | None = None
    """Of the result, published or not."""
    snapshot: int | None = None
    """The Iceberg snapshot that holds the result; only a published one is current."""
    expectations: tuple[Outcome, ...] = ()
    inputs: tuple[Read, ...] = ()

    @property
    def quality(self) -> float | None:
        """The part of the expectations that passed; None where none was measured."""
        return sum(o.passed for o in self.expectations) / len(self.expectations) if self.expectations else None

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (datetime.fromisoformat(self.finished) - datetime.fromisoformat(self.started)).total_seconds()

    def to_json(self) -> str:
        """The same bytes for the same record."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "RunRecord":
        """Read back what ``to_json`` wrote."""
        raw = json.loads(text)
        return cls(
            **{
                **raw,
                "expectations": tuple(Outcome(**o) for o in raw["expectations"]),
                "inputs": tuple(Read(**i) for i in raw["inputs"]),
            }
        )


def digest(plan: Plan) -> str:
    """Identifies what a plan says: SHA-256 of its JSON."""
    return hashlib.sha256(plan.to_json().encode()).hexdigest()


def now() -> datetime:
    """The clock: UTC."""
    return datetime.now(UTC)


def new_run(started: datetime) -> str:
    """A run id: sorts by time, unique, fit for an S3 key."""
    return f"{started.astimezone(UTC):%Y%m%dT%H%M%S}.{started.microsecond:06d}Z-{secrets.token_hex(4)}"


def prefix(database: str, table: str) -> str:
    """Where a table's records stand."""
    return f"runs/{database}/{table}/"


def write(s3: Any, bucket: str, record: RunRecord) -> None:
    """Keep a record in the catalog bucket."""
    key = f"{prefix(record.database, record.table)}{record.run}.json"
    s3.put_object(Bucket=bucket, Key=key, Body=record.to_json().encode(), ContentType="application/json")


def history(s3: Any, bucket: str, database: str, table: str) -> Iterator[RunRecord]:
    """A table's records, the latest first; each is fetched when it is asked for.

    Raises:
        RunError: an object there is no record.
    """
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix(database, table))
    for key in sorted((o["Key"] for page in pages for o in page.get("Contents", ())), reverse=True):
        text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode(errors="replace")
        try:
            record = RunRecord.from_json(text)
        except (ValueError, TypeError, KeyError) as problem:
            raise RunError(f"s3://{bucket}/{key} is not a run record ({problem}); remove it") from None
        yield record


def latest(s3: Any, bucket: str, database: str, table: str, status: Status | None = None) -> RunRecord | None:
    """A table's latest record, or the latest of one status."""
    return next((r for r in history(s3, bucket, database, table) if status in (None, r.status)), None)
