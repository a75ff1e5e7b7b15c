"""Progress for whoever watches: bars in a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from meshwright.cli.output import console

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
    if console.is_terminal:
        with _bars() as show:
            yield show
    else:
        yield _Lines()


@contextmanager
def _bars() -> "Iterator[Progress]":
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[subject]}"),
    )
    with Bars(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: "Step") -> None:
            if step.phase not in tasks:
                tasks[step.phase] = bars.add_task(PHASES.get(step.phase, step.phase), subject="")
            subject = "" if step.done == step.total else step.subject
            bars.update(tasks[step.phase], completed=step.done, total=step.total, subject=subject)

        yield show


class _Lines:
    """A line when a phase begins and one when it ends; in between one for each pipeline, as those take long."""

    def __init__(self) -> None:
        self._begun: set[str] = set()

    def __call__(self, step: "Step") -> None:
        """Print what a log should keep of a step."""
        phase = PHASES.get(step.phase, step.phase)
        if step.phase not in self._begun:
            self._begun.add(step.phase)
            print(f"{phase} ...", flush=True)
        if step.phase == "run" and step.outcome is not None:
            print(f"  {step.subject}: {step.outcome}", flush=True)
        if step.done == step.total and step.outcome is not None:
            print(f"{phase}: {step.total} done", flush=True)
