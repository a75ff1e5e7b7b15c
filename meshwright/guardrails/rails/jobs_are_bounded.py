"""No job runs for ever, or on everything."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Seen, Stack
from meshwright.recording.graph import UNKNOWN

JOB = "aws:glue/job:Job"
LONGEST = 2880
"""Minutes, two days; Glue's own default for a job without a timeout was this for years."""
MOST_WORKERS = 100


def _check(stack: Stack) -> Iterator[Breach]:
    for job in stack.of_type(JOB):
        yield from (Breach(job, f"{job.name} {wrong}") for wrong in _wrong(job))


def _wrong(job: Seen) -> Iterator[str]:
    minutes, workers = job.get("timeout"), job.get("numberOfWorkers")
    if job.known("timeout") and (not isinstance(minutes, int | float) or not 0 < minutes <= LONGEST):
        yield f"may run for {minutes:g} minutes" if minutes else "has no timeout"
    if job.known("numberOfWorkers") and (not isinstance(workers, int | float) or not 0 < workers <= MOST_WORKERS):
        yield f"may have {workers:g} workers" if workers else "says no number of workers"
    if job.get("maxCapacity"):
        yield "is sized by maxCapacity, which no ceiling holds for"
    if job.known("executionProperty") and job.get("executionProperty.maxConcurrentRuns") not in (1, UNKNOWN):
        yield "may run several times at once"


RAIL = Guardrail(
    id="jobs-are-bounded",
    must="a job has a timeout, a ceiling of workers, and runs once at a time",
    why="a runaway query costs as much as a month of runs, and two runs would publish over each other",
    remedy="leave the job as Pipeline builds it",
    severity="medium",
    nist=("SC-5", "SC-6"),
    cdmc=("13",),
    types=(JOB,),
    check=_check,
)
