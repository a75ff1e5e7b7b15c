"""From a work tree and a commit to a report."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meshwright import checks, rules
from meshwright.contracts import rules as changes
from meshwright.errors import MeshError
from meshwright.findings import Finding
from meshwright.language import Environment, Mesh
from meshwright.language.quoting import printable
from meshwright.loader.revision import changed_paths, default_base, load_revision, materialise, merge_base
from meshwright.names import FOUNDATION
from meshwright.preview import affected, recording
from meshwright.preview.comparing import Frame, Side, compare
from meshwright.preview.report import Report
from meshwright.recording import Graph, RecordingError

_SHORT = 9
"""Digits of a commit's id."""
_NEEDED = ("Pulumi.yaml", "stacks", "components", "domains")
"""What the base is recorded from, where the code is the same on both sides."""
_ABOUT_CHANGES = frozenset(rule.id for rule in changes.ALL)
"""What is found of the way from base to head: both can be built, so what it would do can be shown."""


@dataclass(frozen=True)
class Base:
    """What a change is compared with."""

    commit: str
    words: str
    """How it was found, for people."""


@dataclass(frozen=True, kw_only=True)
class State:
    """A mesh before or after a change, and how its stacks are recorded."""

    mesh: Mesh
    findings: tuple[Finding, ...]
    record: Callable[[Sequence[str]], dict[str, Graph]]
    """The graphs of these stacks; a RecordingError or Unrecordable where that can't be."""


def base_of(root: Path, ref: str | None) -> Base:
    """The commit where the change left ``ref``, or the main branch where none is given.

    Raises MeshError where there is no such commit, with what to do about it.
    """
    commit = default_base(root) if ref is None else merge_base(root, ref)
    return Base(commit, f"{commit[:_SHORT]}, where this left {'the main branch' if ref is None else printable(ref)}")


def preview(root: Path, base: Base, environment: str, *, today: date, domains: Collection[str] = ()) -> Report:
    """What the work tree at ``root`` changes since ``base``, in one environment.

    ``domains`` limits the report to what concerns these domains. Neither the work tree nor git's index is touched.
    Raises MeshError where git can't answer, or there is no such environment or domain on either side.
    """
    code = any(map(recording.builds, changed_paths(root, base.commit)))
    earlier = load_revision(root, base.commit).mesh
    mesh, findings = checks.check(root, today=today, base=earlier)
    head = State(mesh=mesh, findings=findings, record=lambda stacks: recording.record(root, stacks, today))
    before = State(
        mesh=earlier,
        findings=rules.check(earlier, today=today) if any(f.level == "warning" for f in findings) else (),
        record=lambda stacks: _recorded(root, base, stacks, today, code),
    )
    return reported(before, head, environment, today=today, against=base.words, code=code, domains=domains)


def reported(
    base: State,
    head: State,
    environment: str,
    *,
    today: date,
    against: str,
    code: bool = False,
    domains: Collection[str] = (),
) -> Report:
    """What lies between two states; only the stacks that may differ are recorded, all where the ``code`` changed."""
    place = head.mesh.environment(environment) or base.mesh.environment(environment)
    if place is None:
        raise MeshError(f"there is no environment {printable(environment)} before or after the change; name another")
    reached = affected.affected(base.mesh, head.mesh, place, today=today, code=code)
    wanted = [stack for stack in reached if not domains or stack.rpartition(".")[0] in domains]
    notes, failure = [], ""
    before = after = None
    if any(f.level == "error" and f.id not in _ABOUT_CHANGES for f in head.findings):
        notes.append("resources are recorded once the findings are mended")
    else:
        try:
            after = head.record(_there(head.mesh, wanted, place))
        except RecordingError as problem:
            failure = str(problem)
        try:
            before = base.record(_there(base.mesh, wanted, place))
        except (RecordingError, recording.Unrecordable) as problem:
            notes.append(f"resources, since those of the base can't be recorded: {problem}")
    if len(wanted) < len(reached):
        more = len(reached) - len(wanted)
        notes.append(f"{more} more of the stacks may be affected; they are shown where no domain is named")
    frame = Frame(
        environment=place,
        today=today,
        against=against,
        unaffected=affected.stacks(base.mesh, head.mesh, place) - len(reached),
        notes=notes,
        failure=failure,
        domains=domains,
    )
    return compare(
        Side(mesh=base.mesh, findings=base.findings, graphs=before),
        Side(mesh=head.mesh, findings=head.findings, graphs=after),
        frame,
    )


def _there(mesh: Mesh, stacks: list[str], environment: Environment) -> list[str]:
    """Those of the stacks that a mesh has."""
    if mesh.environment(environment.name) is None:
        return []
    scopes = {FOUNDATION, *(d.name for d in mesh.domains)}
    return [stack for stack in stacks if stack.rpartition(".")[0] in scopes]


def _recorded(root: Path, base: Base, stacks: Sequence[str], today: date, code: bool) -> dict[str, Graph]:
    if not stacks:
        return {}
    if code:
        return recording.record_apart(materialise(root, base.commit), stacks, today)
    return recording.record(materialise(root, base.commit, paths=_NEEDED), stacks, today)
