"""Small meshes and how they stand, made by hand."""

from datetime import UTC, datetime, timedelta

from meshwright.language import (
    Domain,
    Environment,
    Governance,
    Mesh,
    Objective,
    Product,
    Share,
    Subscription,
    Table,
    integer,
    text,
)  # fmt: skip
from meshwright.runtime.expectations import Outcome
from meshwright.runtime.records import RunRecord, Status
from meshwright.sandbox.overview import Standing

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mesh(*domains: Domain) -> Mesh:
    """A mesh in the sandbox only."""
    return Mesh(
        domains=domains,
        governance=Governance(owner="p@example.org", allowed_regions=["eu-west-1"]),
        environments=(Environment("sandbox", account="123456789012", region="eu-west-1"),),
        transforms={},
    )


def harbour(*shares: Share) -> Domain:
    """Sells visits."""
    columns = [text(1, "id", key=True), text(2, "captain", pii="pseudonymise"), integer(3, "draught")]
    return Domain(
        "harbour",
        owner="harbour@example.org",
        products=[
            Product(
                "visits", version="1.2.0", tables=[Table("visits", columns=columns)],
                objectives=[Objective.fresh(within="26h")], shares=list(shares),
            )
        ],
    )  # fmt: skip


def consumer(name: str) -> Domain:
    """Asks for visits."""
    return Domain(name, consumes=[Subscription("harbour.visits", major=1, purpose="plan")])


def record(*, hours_ago: float = 1, passed: tuple[bool, ...] = (True,), status: Status = "published") -> RunRecord:
    """One run of visits."""
    finished = (NOW - timedelta(hours=hours_ago)).isoformat()
    outcomes = tuple(
        Outcome(expectation={"kind": "rows", "at_least": 1}, measured=5, threshold=1, passed=p) for p in passed
    )
    return RunRecord(
        run="r",
        product="harbour.visits",
        version="1.2.0",
        database="harbour_visits_v1",
        table="visits",
        engine="duckdb",
        plan="p",
        started=finished,
        finished=finished,
        status=status,
        rows=5,
        expectations=outcomes,
    )


def standing(
    readers: tuple[str, ...] = (), runs: tuple[RunRecord, ...] = (), publications: tuple[RunRecord, ...] = ()
) -> Standing:
    """How visits stand."""
    (ref,) = mesh(harbour()).products()
    return Standing(ref, readers, runs, publications, NOW)
