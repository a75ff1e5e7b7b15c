"""The preview itself: a pure function from two meshes and their graphs to a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from meshwright.findings import Finding
from meshwright.language import Environment, Mesh
from meshwright.preview import access, central, contracts, data, graphs, quotas, sensitivity
from meshwright.preview.deciding import decided
from meshwright.preview.report import Report, ResourceChange
from meshwright.recording.graph import Graph


@dataclass(frozen=True, kw_only=True)
class Side:
    """The mesh before or after a change, and what of it was recorded."""

    mesh: Mesh
    graphs: Mapping[str, Graph] = field(default_factory=dict)
    """By stack, those that the change may affect and that are there on this side; recorded in update mode."""
    findings: tuple[Finding, ...] = ()


def compare(
    base: Side,
    head: Side,
    environment: Environment,
    *,
    today: date,
    against: str,
    unaffected: int = 0,
    notes: Sequence[str] = (),
    resources: bool = True,
) -> Report:
    """Everything that a reviewer must know of the way from ``base`` to ``head``.

    Args:
        base: before.
        head: after.
        environment: the one that the graphs are of, as the head has it.
        today: the day that agreements are judged by.
        against: what the base is, in words.
        unaffected: how many stacks were not recorded, since the change can't reach them.
        notes: what could not be compared, and why.
        resources: whether both sides' graphs are there; without them nothing is said of resources and data.
    """
    changed = _resources(base, head) if resources else ()
    comparison = contracts.comparison(base.mesh, head.mesh, today=today)
    report = Report(
        environment=environment.name,
        base=against,
        today=today,
        findings=_findings(base, head),
        access=access.changes(base.mesh, head.mesh, today=today),
        waiting=access.waiting(base.mesh, head.mesh, today=today),
        domains=contracts.domains(comparison),
        contracts=contracts.changes(comparison),
        data=data.at_risk(base.mesh, head.mesh, environment, changed, base.graphs),
        sensitivity=sensitivity.changes(base.mesh, head.mesh),
        central=central.changes(base.mesh, head.mesh, environment),
        resources=changed,
        quotas=quotas.near(base.mesh, head.mesh, environment, today=today),
        unaffected=unaffected,
        notes=tuple(notes),
    )
    return decided(report, base.mesh, head.mesh)


def _resources(base: Side, head: Side) -> tuple[ResourceChange, ...]:
    stacks = sorted({*base.graphs, *head.graphs})
    return tuple(c for s in stacks for c in graphs.compared(base.graphs.get(s), head.graphs.get(s)))


def _findings(base: Side, head: Side) -> tuple[Finding, ...]:
    """Every error, and the warnings that this change brings: old ones are another review's."""
    known = {(f.id, f.message) for f in base.findings}
    return tuple(f for f in head.findings if f.level == "error" or (f.id, f.message) not in known)
