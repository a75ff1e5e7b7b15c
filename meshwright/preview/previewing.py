"""From a work tree and a commit to a report."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from meshwright import checks, rules
from meshwright.errors import MeshError
from meshwright.findings import Finding
from meshwright.language import Environment, Mesh
from meshwright.language.quoting import printable
from meshwright.loader.revision import changed_paths, default_base, load_revision, materialise, merge_base
from meshwright.preview import affected, recording
from meshwright.preview.comparing import Side, compare
from meshwright.preview.report import Report
from meshwright.recording import Graph, RecordingError

_SHORT = 9
"""Digits of a commit's id."""
_NEEDED = ("Pulumi.yaml", "stacks", "components", "domains")
"""What the base is recorded from, where the code is the same on both sides."""


@dataclass(frozen=True)
class Base:
    """What a change is compared with."""

    commit: str
    words: str
    """How it was found, for people."""


def base_of(root: Path, ref: str | None) -> Base:
    """The commit where the change left ``ref``, or the main branch where none is given.

    Raises MeshError where there is no such commit, with what to do about it.
    """
    if ref is None:
        commit = default_base(root)
        return Base(commit, f"where this left the main branch, {commit[:_SHORT]}")
    commit = merge_base(root, ref)
    return Base(commit, f"where this left {printable(ref)}, {commit[:_SHORT]}")


def preview(root: Path, base: Base, environment: str, *, today: date, domains: Collection[str] = ()) -> Report:
    """What the work tree at ``root`` changes since ``base``, in one environment.

    ``domains`` limits what is said of resources to the stacks of these domains. Neither the work tree nor git's index
    is touched. Raises MeshError where git can't answer.
    """
    mesh, findings = checks.check(root, today=today)
    earlier = load_revision(root, base.commit)
    place = mesh.environment(environment) or earlier.mesh.environment(environment)
    if place is None:
        raise MeshError(f"there is no environment {environment}")
    code = any(map(recording.builds, changed_paths(root, base.commit)))
    reached = affected.affected(earlier.mesh, mesh, place, today=today, code=code)
    wanted = [stack for stack in reached if not domains or stack.rpartition(".")[0] in domains]
    notes: list[str] = []
    broken = [f for f in findings if f.level == "error"]
    before: dict[str, Graph] = {}
    after: dict[str, Graph] = {}
    if broken:
        notes.append("resources: they are recorded once the findings are mended")
    else:
        try:
            after = recording.record(root, _there(mesh, wanted, place), today)
            before = _base_graphs(root, base, _there(earlier.mesh, wanted, place), today, code)
        except (RecordingError, recording.Unrecordable) as problem:
            notes.append(f"resources: the stacks of {base.words} can't be recorded: {problem}")
    return compare(
        Side(mesh=earlier.mesh, graphs=before, findings=_findings(earlier.mesh, today)),
        Side(mesh=mesh, graphs=after, findings=findings),
        place,
        today=today,
        against=base.words,
        unaffected=affected.stacks(earlier.mesh, mesh, place) - len(reached),
        notes=notes,
        resources=not notes,
    )


def _there(mesh: Mesh, stacks: list[str], environment: Environment) -> list[str]:
    """Those of the stacks that a mesh has."""
    if mesh.environment(environment.name) is None:
        return []
    scopes = {affected.FOUNDATION, *(d.name for d in mesh.domains)}
    return [stack for stack in stacks if stack.rpartition(".")[0] in scopes]


def _base_graphs(root: Path, base: Base, stacks: list[str], today: date, code: bool) -> dict[str, Graph]:
    if not stacks:
        return {}
    if code:
        return recording.record_apart(materialise(root, base.commit), stacks, today)
    return recording.record(materialise(root, base.commit, paths=_NEEDED), stacks, today)


def _findings(mesh: Mesh, today: date) -> tuple[Finding, ...]:
    return rules.check(mesh, today=today)
