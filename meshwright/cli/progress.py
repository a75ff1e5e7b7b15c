"""Progress for whoever watches: bars in a terminal, plain lines elsewhere."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from meshwright.cli.output import in_terminal

if TYPE_CHECKING:
    from rich.progress import TaskID

    from meshwright.sandbox.progress import Progress, Step

PHASES = {
    "start": "start the sandbox",
    "record": "record the stacks",
    "realise": "build resources",
    "deliver": "deliver raw files",
    "run": "run pipelines",
}


@contextmanager
def shown() -> "Iterator[Progress]":
    """A function that shows each step it is told of."""
    if in_terminal():
        with _bars() as show:
            yield show
    else:
        yield _Lines()


@contextmanager
def _bars() -> "Iterator[Progress]":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars
    from rich.table import Column

    columns = (
        TextColumn("{task.description}", table_column=Column(min_width=18)),
        BarColumn(bar_width=20, table_column=Column(min_width=20)),
        MofNCompleteColumn(table_column=Column(min_width=9)),
        TimeElapsedColumn(table_column=Column(min_width=7)),
        # only this one gives way where the terminal is narrow
        TextColumn("[dim]{task.fields[subject]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
    )
    with Bars(*columns, expand=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: "Step") -> None:
            if step.phase not in tasks:
                tasks[step.phase] = bars.add_task(PHASES.get(step.phase, step.phase), subject="")
            subject = step.subject if step.done < step.total else step.outcome if step.total == 1 else ""
            bars.update(tasks[step.phase], completed=step.done, total=step.total, subject=subject)

        yield show


@dataclass
class _Phase:
    """What is known of a phase so far."""

    began: float = field(default_factory=time.monotonic)
    outcomes: Counter[str] = field(default_factory=Counter)


class _Lines:
    """A line when a phase begins and one when it ends; in between one for each pipeline, as those take long."""

    def __init__(self) -> None:
        self._phases: dict[str, _Phase] = {}

    def __call__(self, step: "Step") -> None:
        """Print what a log should keep of a step."""
        title = PHASES.get(step.phase, step.phase)
        if step.phase not in self._phases:
            self._phases[step.phase] = _Phase()
            print(f"{title} ...", flush=True)
        phase = self._phases[step.phase]
        if step.outcome is None:
            return
        phase.outcomes[step.outcome] += 1
        if step.phase == "run":
            print(f"  {step.subject}: {step.outcome}", flush=True)
        if step.done == step.total:
            counts = ", ".join(f"{n:,} {outcome}" for outcome, n in phase.outcomes.items())
            said = step.outcome if step.total == 1 else counts
            print(f"{title}: {said} in {time.monotonic() - phase.began:.1f} s", flush=True)
