"""Progress of stacks in a real account: a line each that moves in a terminal, one when it is done elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from meshwright.cli.output import in_terminal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

    from meshwright.live.events import Heard
    from meshwright.live.running import StackReport, Tell


@contextmanager
def shown(console: "Console | None" = None) -> "Iterator[Tell]":
    """A function that shows what it is told of each stack; ``console`` is a terminal, of the tests' own."""
    if console is not None or in_terminal():
        with _moving(console) as tell:
            yield tell
    else:
        yield _line


def counted(changes: Mapping[str, int]) -> str:
    """Operations and how often, for people."""
    return ", ".join(f"{n:,} {operation}" for operation, n in sorted(changes.items())) or "nothing to do"


def _line(stack: str, heard: "Heard | None", report: "StackReport | None") -> None:
    if report is not None:
        print(f"{stack}: {report.outcome} in {report.seconds:.1f} s, {counted(report.changes)}", flush=True)


@contextmanager
def _moving(console: "Console | None") -> "Iterator[Tell]":
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    columns = (
        SpinnerColumn(finished_text=" "),
        TextColumn("{task.description}", table_column=Column(min_width=20)),
        TimeElapsedColumn(table_column=Column(min_width=7)),
        # only this one gives way where the terminal is narrow
        TextColumn("{task.fields[said]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
    )
    with Progress(*columns, console=console, expand=True) as lines:
        tasks: dict[str, TaskID] = {}

        def tell(stack: str, heard: "Heard | None", report: "StackReport | None") -> None:
            if stack not in tasks:
                tasks[stack] = lines.add_task(stack, total=1, said="")
            if report is not None:
                said = f"{report.outcome}, {counted(report.changes)}"
                lines.update(tasks[stack], completed=1, said=escape(said))
            elif heard is not None:
                lines.update(tasks[stack], said=escape(f"{heard.done:,} done, {heard.doing}"))

        yield tell
