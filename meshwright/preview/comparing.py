"""The preview itself: a pure function from two meshes and their graphs to a report."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from meshwright.findings import Finding
from meshwright.judging.verdict import Uses
from meshwright.language import Environment, Mesh
from meshwright.preview import access, central, contracts, data, graphs, privileges, quotas, sensitivity
from meshwright.preview.deciding import decided
from meshwright.preview.narrowing import narrowed
from meshwright.preview.report import AccessChange, PrivilegeChange, Report, ResourceChange
from meshwright.recording.graph import Graph


@dataclass(frozen=True, kw_only=True)
class Side:
    """The mesh before or after a change, or what of it the change can concern, and what of it was recorded."""

    mesh: Mesh
    findings: tuple[Finding, ...] = ()
    uses: Uses = field(default_factory=dict)
    """Of what has a quota, by the whole mesh."""
    graphs: Mapping[str, Graph] | None = None
    """By stack, those that the change may affect and that are there on this side, recorded in update mode; None where
    they could not be recorded."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a comparison is made under."""

    environment: Environment
    """The one that the graphs are of, as the head has it."""
    today: date
    """The day that agreements are judged by."""
    against: str
    """What the base is, in words."""
    unaffected: int = 0
    """How many stacks were not recorded, since the change can't reach them."""
    notes: Sequence[str] = ()
    """What could not be compared, and why."""
    failure: str = ""
    """Why the head can't be built although nothing was found in its definitions; empty where it can."""
    code: bool = False
    """Whether what builds the stacks changed as well."""
    asked: Collection[str] | None = None
    """Whose approval CODEOWNERS asks for the files that change; None where there is no such file."""
    domains: Collection[str] = field(default_factory=tuple)
    """The domains to report on; all where there are none."""


def compare(base: Side, head: Side, frame: Frame) -> Report:
    """Everything that a reviewer must know of the way from ``base`` to ``head``.

    Without the graphs of both sides nothing is said of resources and data.
    """
    environment, today = frame.environment, frame.today
    changed = _resources(base, head)
    shared = access.changes(base.mesh, head.mesh, today=today)
    comparison = contracts.comparison(base.mesh, head.mesh, today=today)
    report = Report(
        environment=environment.name,
        base=frame.against,
        today=today,
        findings=_findings(base, head),
        access=shared,
        waiting=access.waiting(base.mesh, head.mesh, today=today),
        privileges=_privileges(base, head, frame, changed, shared),
        domains=contracts.domains(comparison),
        contracts=contracts.changes(comparison),
        data=data.at_risk(base.mesh, head.mesh, environment, changed, base.graphs or {}),
        sensitivity=sensitivity.changes(base.mesh, head.mesh),
        central=central.changes(base.mesh, head.mesh, environment),
        resources=changed,
        quotas=quotas.near(base.uses, head.uses, environment, head.mesh.environments),
        unaffected=frame.unaffected,
        notes=tuple(frame.notes),
        failure=frame.failure,
    )
    if frame.domains:
        report = narrowed(report, frame.domains)
    unseen = base.graphs is None and head.graphs is not None
    return decided(report, base.mesh, head.mesh, unseen=unseen, asked=frame.asked)


def _resources(base: Side, head: Side) -> tuple[ResourceChange, ...]:
    if base.graphs is None or head.graphs is None:
        return ()
    before, after = base.graphs, head.graphs
    return tuple(c for s in sorted({*before, *after}) for c in graphs.compared(before.get(s), after.get(s)))


def _privileges(
    base: Side, head: Side, frame: Frame, changed: tuple[ResourceChange, ...], shared: tuple[AccessChange, ...]
) -> tuple[PrivilegeChange, ...]:
    if base.graphs is None or head.graphs is None:
        return ()
    both = base.graphs, head.graphs
    agreed = {(c.consumer, _database(c.product, base.mesh, head.mesh)) for c in shared}
    return privileges.changes(base.mesh, head.mesh, frame.environment, changed, both, code=frame.code, agreed=agreed)


def _database(product: str, base: Mesh, head: Mesh) -> str:
    """Of ``<domain>.<product> v<major>``, on the side that has it."""
    name, _, major = product.rpartition(" v")
    found = head.product(name, int(major)) or base.product(name, int(major))
    return found.database if found else ""


def _findings(base: Side, head: Side) -> tuple[Finding, ...]:
    """Every error, and the warnings that this change brings: old ones are another review's."""
    known = {(f.id, f.message) for f in base.findings}
    return tuple(f for f in head.findings if f.level == "error" or (f.id, f.message) not in known)
