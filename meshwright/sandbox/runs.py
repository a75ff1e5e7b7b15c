"""Runs pipelines in the sandbox, as deployed: jobs, plans and arguments come from its Glue and S3."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from meshwright import names
from meshwright.language import Mesh, ProductRef, Table
from meshwright.runtime import metrics, records
from meshwright.runtime.errors import RunError
from meshwright.runtime.landing_files import files
from meshwright.runtime.local import Services, current_inputs, current_snapshot, last_refreshed, run
from meshwright.runtime.plan import Plan
from meshwright.runtime.records import RunRecord

from .delivery import Delivery, deliver
from .granted_tables import GrantedTables
from .iceberg import catalog
from .jobs import Job, deployed
from .place import sandbox_environment
from .progress import Progress, Step, unseen
from .server import Server

__all__ = ["Delivery", "Job", "TableRun", "deliver", "deployed", "run_all", "run_product"]

Outcome = Literal["published", "rejected", "failed", "unchanged", "skipped", "waiting"]
"""rejected: an expectation failed, readers keep what they had. unchanged: it would give what is there already.
skipped: something that it reads failed. waiting: nothing has landed yet that it could be made of."""
Key = tuple[str, str]
"""(database, table)."""


@dataclass(frozen=True)
class TableRun:
    """How one table fared."""

    ref: ProductRef
    table: Table
    outcome: Outcome
    reason: str | None = None
    """Why it was rejected, failed or skipped, or what it waits for."""
    record: RunRecord | None = None
    """Of this run; of the latest one where nothing changed."""

    @property
    def rows(self) -> int | None:
        """Rows that were published or rejected."""
        return self.record.rows if self.record else None

    @property
    def quality(self) -> float | None:
        """The part of the expectations that passed."""
        return self.record.quality if self.record else None

    @property
    def took(self) -> float:
        """Seconds of the run; 0 where there was none."""
        return self.record.seconds if self.record and self.outcome not in ("unchanged", "skipped", "waiting") else 0.0

    @property
    def well(self) -> bool:
        """Whether what may read it can go on."""
        return self.outcome in ("published", "unchanged")


def run_all(
    mesh: Mesh, server: Server, progress: Progress = unseen, *, today: date | None = None, again: bool = False
) -> tuple[TableRun, ...]:  # fmt: skip
    """Run every product, each after those it reads; what would not change is left, unless ``again``.

    A table that fails doesn't stop the others: only what reads it is skipped.
    """
    from meshwright.transforms import order

    return _Runner(mesh, server, progress, today).run(order(mesh), again)


def run_product(
    mesh: Mesh, ref: ProductRef, server: Server, progress: Progress = unseen, *, today: date | None = None
) -> tuple[TableRun, ...]:  # fmt: skip
    """Run one product's tables, whether anything has changed or not."""
    from meshwright.transforms import order

    mine = [(found, table) for found, table in order(mesh) if found.database == ref.database]
    return _Runner(mesh, server, progress, today).run(mine, again=True)


class _Runner:
    """Runs tables one after the other and remembers how each fared."""

    def __init__(self, mesh: Mesh, server: Server, progress: Progress, today: date | None) -> None:
        self._mesh, self._server, self._progress = mesh, server, progress
        self._today = today or records.now().date()
        self._environment = sandbox_environment(mesh)
        self._catalog = catalog(server)
        self._services: dict[str, Services] = {}
        self._done: dict[Key, TableRun] = {}

    def run(self, tables: Iterable[tuple[ProductRef, Table]], again: bool) -> tuple[TableRun, ...]:
        """Every table; each product is announced when the last of its tables is done."""
        todo = list(tables)
        last = {ref.database: number for number, (ref, _) in enumerate(todo)}
        for number, (ref, table) in enumerate(todo):
            subject = f"{ref.database}.{table.name}"
            self._progress(Step("run", subject, number, len(todo)))
            one = self._done[ref.database, table.name] = self._run(ref, table, again)
            self._progress(Step("run", subject, number + 1, len(todo), one.outcome))
            if last[ref.database] == number:
                self._announce(ref)
        return tuple(self._done.values())

    def _run(self, ref: ProductRef, table: Table, again: bool) -> TableRun:
        try:
            job = deployed(self._server, ref.database, table.name)
        except RunError as problem:
            return TableRun(ref, table, "failed", str(problem))
        if (stopped := self._stopped(job.plan)) is not None:
            outcome: Outcome = "waiting" if self._done[stopped].outcome == "waiting" else "skipped"
            return TableRun(ref, table, outcome, f"it reads {'.'.join(stopped)}, which {self._fared(stopped)}")
        if (missing := self._missing(job)) is not None:
            return TableRun(ref, table, "waiting", missing)
        before = None if again else self._unchanged(job, ref)
        if before is not None:
            return TableRun(ref, table, "unchanged", record=before)
        failure = None
        try:
            record: RunRecord | None = run(job.plan, job.arguments, self._talks(ref))
        except RunError as problem:
            failure = str(problem)
            record = self._latest(job)
        if record is None:
            return TableRun(ref, table, "failed", failure)
        self._measure(record)
        return TableRun(ref, table, record.status, failure or record.reason, record)

    def _talks(self, ref: ProductRef) -> Services:
        """What a domain's pipeline talks to."""
        domain = ref.domain.name
        if domain not in self._services:
            self._services[domain] = Services(
                s3=self._server.client("s3"),
                kms=self._server.client("kms"),
                catalog=self._catalog,
                tables=GrantedTables(self._server, self._mesh, self._environment, domain, self._catalog, self._today),
            )
        return self._services[domain]

    def _stopped(self, plan: Plan) -> Key | None:
        """The first table that the plan reads and that did not come out well."""
        reads = ((i.database, i.name) for i in plan.inputs if i.kind == "table")
        return next((key for key in reads if key in self._done and not self._done[key].well), None)

    def _missing(self, job: Job) -> str | None:
        """What has to land before it can be filled."""
        s3, bucket = self._server.client("s3"), job.arguments.landing_bucket
        for given in job.plan.inputs:
            if given.kind == "landing" and not files(s3, bucket, given.name):
                where = f"s3://{bucket}/{given.name}/"
                return f"landing {given.name} has no files; put one under {where}, or name a sample= of it"
        return None

    def _fared(self, key: Key) -> str:
        fared = {"rejected": "was rejected", "failed": "failed", "skipped": "was skipped", "waiting": "waits for data"}
        return fared[self._done[key].outcome]

    def _latest(self, job: Job) -> RunRecord | None:
        s3, plan = self._server.client("s3"), job.plan
        return records.latest(s3, job.arguments.catalog_bucket, plan.database, plan.table)

    def _unchanged(self, job: Job, ref: ProductRef) -> RunRecord | None:
        """The latest run, where another one would give what readers have already."""
        plan, latest = job.plan, self._latest(job)
        if latest is None or latest.status != "published" or latest.plan != records.digest(plan):
            return None
        try:
            if latest.snapshot != current_snapshot(self._catalog, plan.database, plan.table):
                return None
            found = current_inputs(plan, job.arguments, self._talks(ref))
        except RunError:
            return None  # the run will say it better
        return latest if found == {i.view: i.version for i in latest.inputs} else None

    def _measure(self, record: RunRecord) -> None:
        try:
            refreshed = last_refreshed(self._catalog, record.database, record.table)
        except RunError:  # the table is gone; the record says so
            refreshed = None
        metrics.put(self._server.client("cloudwatch"), record, refreshed)

    def _announce(self, ref: ProductRef) -> None:
        """Tell the mesh's bus, where every table of a product is as it should be and at least one is new."""
        runs = [r for r in self._done.values() if r.ref.database == ref.database]
        if not all(r.well for r in runs) or all(r.outcome == "unchanged" for r in runs):
            return
        detail = {
            "product": ref.name,
            "version": ref.product.version,
            "database": ref.database,
            "tables": [r.table.name for r in runs],
            "runs": [r.record.run for r in runs if r.record],
        }
        entry = {
            "Source": names.event_source(ref.domain.name),
            "DetailType": names.PUBLISHED,
            "Detail": json.dumps(detail),
            "EventBusName": names.bus(self._environment.name),
        }
        self._server.client("events").put_events(Entries=[entry])
