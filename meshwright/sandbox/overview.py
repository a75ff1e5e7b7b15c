"""What there is in the mesh, and how it stands."""

from dataclasses import dataclass
from datetime import date, datetime

from meshwright import access
from meshwright.language import Fresh, Mesh, ProductRef, span
from meshwright.runtime import records
from meshwright.runtime.errors import RunError
from meshwright.runtime.records import RunRecord

from .errors import SandboxError
from .server import Server


@dataclass(frozen=True)
class Standing:
    """One product: what is declared, and what its latest runs say."""

    ref: ProductRef
    readers: tuple[str, ...]
    """Domains that may read it; ``everyone`` for an open product."""
    runs: tuple[RunRecord, ...]
    """The latest run of each of its tables that ever ran."""
    publications: tuple[RunRecord, ...]
    """The latest run that published, of each of its tables that ever was."""
    now: datetime

    @property
    def last_run(self) -> datetime | None:
        """When a table's latest run ended."""
        return max((datetime.fromisoformat(r.finished) for r in self.runs), default=None)

    @property
    def status(self) -> str | None:
        """The worst outcome among the latest runs; None where a table never ran."""
        if len(self.runs) < len(self.ref.product.tables):
            return None
        return next((s for s in ("failed", "rejected") if any(r.status == s for r in self.runs)), "published")

    @property
    def rows(self) -> int | None:
        """Rows that readers see in all of its tables, whatever became of later runs; None where one has none yet."""
        return sum(r.rows or 0 for r in self.publications) if self._whole else None

    @property
    def last_published(self) -> datetime | None:
        """When all of its tables had been published last; None where one never was."""
        return min(datetime.fromisoformat(r.finished) for r in self.publications) if self._whole else None

    @property
    def quality(self) -> float | None:
        """The part of the expectations that passed in the latest runs."""
        outcomes = [o for r in self.runs for o in r.expectations]
        return sum(o.passed for o in outcomes) / len(outcomes) if outcomes else None

    @property
    def fresh_within(self) -> str | None:
        """The freshness objective."""
        return next((o.within for o in self.ref.product.objectives if isinstance(o, Fresh)), None)

    @property
    def fresh(self) -> bool | None:
        """Whether the objective is met now; None without an objective or a publication."""
        if self.fresh_within is None or self.last_published is None:
            return None
        return self.now - self.last_published <= span(self.fresh_within)

    @property
    def _whole(self) -> bool:
        return len(self.publications) == len(self.ref.product.tables) > 0


def overview(mesh: Mesh, server: Server | None, *, today: date) -> tuple[Standing, ...]:
    """Every product's standing, in the mesh's order; without a server only what is declared.

    Raises:
        SandboxError: a run's record can't be read.
    """
    readers = _readers(mesh, today)
    now = records.now()
    found = []
    for ref in mesh.products():
        try:
            latest, published = _runs(ref, server) if server else ((), ())
        except RunError as problem:
            raise SandboxError(str(problem)) from problem
        found.append(Standing(ref, readers.get(ref.database, ()), latest, published, now))
    return tuple(found)


def _readers(mesh: Mesh, today: date) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for entitlement in access.compile(mesh, today=today):
        if not isinstance(entitlement.because, access.Ownership):
            who = "everyone" if entitlement.consumer == access.EVERYONE else entitlement.consumer
            found.setdefault(entitlement.ref.database, {})[who] = None
    return {database: tuple(names) for database, names in found.items()}


def _runs(ref: ProductRef, server: Server) -> tuple[tuple[RunRecord, ...], tuple[RunRecord, ...]]:
    """Of each table the latest run, and the latest one that published."""
    from .jobs import deployed

    latest: list[RunRecord] = []
    published: list[RunRecord] = []
    for table in ref.product.tables:
        try:
            bucket = deployed(server, ref.database, table.name).arguments.catalog_bucket
        except RunError:  # declared, but not built yet
            continue
        history = records.history(server.client("s3"), bucket, ref.database, table.name)
        for number, record in enumerate(history):
            if number == 0:
                latest.append(record)
            if record.status == "published":
                published.append(record)
                break
    return tuple(latest), tuple(published)
