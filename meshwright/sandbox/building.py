"""The whole way in the sandbox: an account, everything declared in it, data delivered, products published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.language import Mesh

from .lock import exclusive
from .place import NAME, sandbox_environment
from .progress import Progress, Step
from .report import Report
from .server import Server, running, start
from .state import State

if TYPE_CHECKING:
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
            or any(r.outcome not in ("unchanged", "waiting") for r in self.runs)
        )

    @property
    def well(self) -> bool:
        """Whether every product is as its definition wants it, or waits for its first data."""
        return all(r.well or r.outcome == "waiting" for r in self.runs)


def build(mesh: Mesh, root: Path, progress: Progress, *, today: date, record: Recorder) -> Built:
    """Bring the sandbox to what the definitions say; what is so already is left alone.

    Args:
        mesh: without errors.
        root: the project's folder.
        progress: is told of each thing that begins and ends.
        today: grants that ended before this day are gone.
        record: gives the desired graphs of stacks by name.

    Raises:
        SandboxError: the mesh has no such environment, another command is at work, or the account can't be made what
            the graphs say.
    """
    from .delivery import deliver
    from .realiser import realise
    from .runs import run_all

    sandbox_environment(mesh)
    with exclusive(root, "mesh up"):
        server, state = _started(root, progress)
        graphs = _recorded(mesh, root, progress, record)
        report = realise(graphs, server, state, progress)
        deliveries = deliver(mesh, root, server, progress)
        runs = run_all(mesh, server, progress, today=today)
    return Built(server, report, deliveries, runs)


def _started(root: Path, progress: Progress) -> tuple[Server, State]:
    """The account, and what is known to be in it."""
    progress(Step("start", "", 0, 1))
    there = running(root)
    server = there or start(root)
    state = State.open(root, server.nonce)
    how = "it was running" if there else "started" if state.discarded is None else "started anew, so it is empty"
    progress(Step("start", "", 1, 1, how))
    return server, state


def _recorded(mesh: Mesh, root: Path, progress: Progress, record: Recorder) -> "list[Graph]":
    """The desired graph of every stack, as it was kept where nothing that it follows from has changed."""
    from meshwright.recording import keeping

    stacks = [f"foundation.{NAME}", *(f"{d.name}.{NAME}" for d in mesh.domains)]
    mark = keeping.fingerprint(root)
    graphs = keeping.kept(root, mark, stacks)
    found = dict(graphs or {})
    for done, stack in enumerate(stacks):
        progress(Step("record", stack, done, len(stacks)))
        if graphs is None:
            found.update(record(root, [stack]))
        progress(Step("record", stack, done + 1, len(stacks), "recorded" if graphs is None else "as before"))
    if graphs is None:
        keeping.keep(root, mark, found)
    return list(found.values())
