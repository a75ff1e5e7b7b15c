"""The whole way in the sandbox: an account, everything declared in it, data delivered, products published."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.language import Mesh

from .lock import exclusive
from .place import NAME
from .progress import Progress, Step
from .report import Report
from .server import Server, start
from .state import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meshwright.recording import Graph

    from .runs import Delivery, TableRun

Recorder = Callable[[Path, list[str]], "dict[str, Graph]"]


@dataclass(frozen=True)
class Built:
    """What ``build`` did."""

    server: Server
    report: Report
    deliveries: "tuple[Delivery, ...]"
    runs: "tuple[TableRun, ...]"

    @property
    def changed(self) -> bool:
        """Whether anything was to do."""
        return (
            self.report.changed
            or any(d.changed for d in self.deliveries)
            or any(r.outcome != "unchanged" for r in self.runs)
        )

    @property
    def well(self) -> bool:
        """Whether every product is as its definition wants it."""
        return all(r.well for r in self.runs)


def build(mesh: Mesh, root: Path, progress: Progress, *, today: date, record: Recorder) -> Built:
    """Bring the sandbox to what the definitions say; what is so already is left alone.

    Args:
        mesh: without errors.
        root: the project's folder.
        progress: is told of each thing that begins and ends.
        today: grants that ended before this day are gone.
        record: gives the desired graphs of stacks by name.

    Raises:
        SandboxError: another command is at work, or the account can't be made what the graphs say.
    """
    from .delivery import deliver
    from .realiser import realise
    from .runs import run_all

    with exclusive(root, "mesh up"):
        with _phase(progress, "start"):
            server = start(root)
        stacks = [f"foundation.{NAME}", *(f"{d.name}.{NAME}" for d in mesh.domains)]
        graphs = []
        for done, stack in enumerate(stacks):
            progress(Step("record", stack, done, len(stacks)))
            graphs.append(record(root, [stack])[stack])
            progress(Step("record", stack, done + 1, len(stacks), "recorded"))
        report = realise(graphs, server, State.open(root, server.nonce), progress)
        deliveries = deliver(mesh, root, server, progress)
        runs = run_all(mesh, server, progress, today=today)
    return Built(server, report, deliveries, runs)


@contextmanager
def _phase(progress: Progress, name: str) -> "Iterator[None]":
    progress(Step(name, "", 0, 1))
    yield
    progress(Step(name, "", 1, 1, "done"))
