"""What every engine's run has in common: its record, and what a plan needs to be run at all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import records
from .errors import RunError
from .expectations import Engine, Outcome
from .plan import Plan
from .records import Read, RunRecord


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run came to, published or not."""

    rows: int
    snapshot: int
    """That holds them."""
    outcomes: tuple[Outcome, ...]

    @property
    def rejected(self) -> str | None:
        """Why readers are to keep what they have; None where every expectation passed."""
        failed = [str(o) for o in self.outcomes if not o.passed]
        return f"expected but not found: {'; '.join(failed)}" if failed else None


Fill = Callable[[str, list[Read]], Result]
"""Fills the plan's table, given the run's name; says what it read on the way, for the record of a failure too."""


def recorded(plan: Plan, engine: Engine, fill: Fill) -> tuple[RunRecord, RunError | None]:
    """Run, and tell what happened; the record still has to be kept."""
    started = records.now()
    name = records.new_run(started)
    inputs: list[Read] = []
    failure: RunError | None = None
    said: dict[str, Any]
    try:
        result = fill(name, inputs)
        said = {
            "status": "rejected" if result.rejected else "published",
            "reason": result.rejected,
            "rows": result.rows,
            "snapshot": result.snapshot,
            "expectations": result.outcomes,
        }
    except RunError as problem:
        failure = problem
        said = {"status": "failed", "reason": str(problem)}
    record = RunRecord(
        run=name,
        product=plan.product,
        version=plan.version,
        database=plan.database,
        table=plan.table,
        engine=engine,
        plan=records.digest(plan),
        started=started.isoformat(),
        finished=records.now().isoformat(),
        inputs=tuple(inputs),
        **said,
    )
    return record, failure


def summary(plan: Plan, run: str) -> dict[str, str]:
    """What the snapshot of a run says of itself."""
    return {"meshwright.run": run, "meshwright.version": plan.version}


def check_treatments(plan: Plan) -> None:
    """That every treated column can hold what its treatment gives.

    Raises:
        RunError: one can't.
    """
    for column in plan.columns:
        if column.treatment in ("pseudonymise", "mask") and column.type != "string":
            raise RunError(
                f"{plan.database}.{plan.table}: column {column.name} is {column.type}, but {column.treatment} gives "
                "text; declare it as text"
            )


def makes_pseudonyms(plan: Plan, engine: Engine) -> bool:
    """Whether a run needs the key of the domain's pseudonyms."""
    return any(c.treatment == "pseudonymise" for c in plan.columns) or "pseudonymise" in plan.sql[engine].lower()


def without_value(where: str, path: str, missing: int, rows: int) -> RunError:
    """A required column or part of one lacks values."""
    return RunError(
        f"{where}: column {path} is required but has no value in {missing:,} of {rows:,} rows; "
        "fill it in the transform or declare it optional=True"
    )
