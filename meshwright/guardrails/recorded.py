"""Holds the guardrails to every stack of a mesh, as its own program would build them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from meshwright.findings import Finding
from meshwright.language import Environment, Mesh, Place
from meshwright.names import FOUNDATION
from meshwright.recording import record_stacks

from .judging import Verdict, bounds_of, judge, stack_of


def verdicts(root: Path, mesh: Mesh, environment: Environment) -> tuple[Verdict, ...]:
    """What each guardrail says of the stacks of an environment.

    Raises RecordingError where a stack's program refuses.
    """
    scopes = [FOUNDATION, *(d.name for d in mesh.domains)]
    graphs = record_stacks(root, [f"{scope}.{environment.name}" for scope in scopes])
    bounds = bounds_of(environment, mesh.governance)
    return judge({stack: stack_of(graph, bounds) for stack, graph in graphs.items()})


def findings(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    """Every breach as a finding, at the top of the file that its stack is built from."""
    for verdict in verdicts:
        for stack, breaches in verdict.breaches.items():
            scope = stack.partition(".")[0]
            path = "stacks/foundation.py" if scope == FOUNDATION else f"domains/{scope}/domain.py"
            for breach in breaches:
                yield Finding(Place(path, 1, 1), verdict.rail.id, breach.message, verdict.rail.remedy)
