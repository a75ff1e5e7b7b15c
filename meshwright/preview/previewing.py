"""From a work tree and a commit to a report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from meshwright import codeowners
from meshwright.contracts import rules as changes
from meshwright.errors import MeshError
from meshwright.judging.cases import rows_of
from meshwright.language import Environment, Mesh
from meshwright.language.quoting import printable
from meshwright.loader import load
from meshwright.loader.loading import load_part
from meshwright.loader.revision import (
    changed_paths,
    commit_part,
    commit_state,
    default_base,
    load_revision,
    materialise,
    merge_base,
    reading_commit,
)
from meshwright.loader.states import State, folder_state, follows
from meshwright.names import FOUNDATION
from meshwright.preview import affected, recording
from meshwright.preview.comparing import Frame, Side, compare
from meshwright.preview.report import Report
from meshwright.preview.sides import Record, Sides, Source, sides
from meshwright.recording import Graph, RecordingError

_SHORT = 9
"""Digits of a commit's id."""
_BUILDABLE = frozenset((codeowners.ID, *(rule.id for rule in changes.ALL)))
"""What is found of the way from base to head, or of who approves it: both can be built, so it can be shown."""


@dataclass(frozen=True)
class Base:
    """What a change is compared with."""

    commit: str
    words: str
    """How it was found, for people."""


@dataclass(frozen=True)
class Change:
    """What a work tree changes since a base."""

    root: Path
    base: Base
    before: Source
    after: Source
    paths: frozenset[str]
    """Of the files that differ, relative to the root."""

    @property
    def code(self) -> bool:
        """Whether what builds the stacks changed."""
        return _builds(self.paths)


def base_of(root: Path, ref: str | None) -> Base:
    """The commit where the change left ``ref``, or the main branch where none is given.

    Raises MeshError where there is no such commit, with what to do about it.
    """
    commit = default_base(root) if ref is None else merge_base(root, ref)
    if ref == commit:  # as in pipelines, which know no other name of it
        return Base(commit, commit[:_SHORT])
    return Base(commit, f"{commit[:_SHORT]}, where this left {'the main branch' if ref is None else printable(ref)}")


def change(root: Path, base: Base, *, today: date) -> Change:
    """What the work tree at ``root`` is compared with, and how both are read. Neither it nor git's index is touched.

    Raises MeshError where git can't answer.
    """
    paths = changed_paths(root, base.commit)
    code = _builds(paths)
    before, after = commit_state(root, base.commit), folder_state(root)
    return Change(
        root,
        base,
        Source(
            brief=before,
            part=lambda names: commit_part(root, base.commit, before.index, names),
            whole=lambda: load_revision(root, base.commit),
            record=_apart(root, base, today) if code else _together(root, base, before, today),
        ),
        Source(
            brief=after,
            part=lambda names: load_part(root, after.index, names),
            whole=lambda: load(root),
            record=lambda stacks, members: recording.record(
                root, stacks, today, members=None if code else members, scopes=_scopes(after, stacks)
            ),
        ),
        paths,
    )


def preview(change: Change, environment: str, *, today: date, domains: Collection[str] = ()) -> Report:
    """What a change comes to in one environment.

    ``domains`` limits the report to what concerns these domains. Raises MeshError where git can't answer, or there is
    no such environment on either side.
    """
    both = sides(change.before, change.after, environment, today=today, rows=rows_of(change.root))
    owners = codeowners.findings(change.root, both.head.mesh)
    if owners:
        head = replace(both.head, findings=tuple(sorted({*both.head.findings, *owners})))
        both = replace(both, head=head)
    guarded = (change.root / codeowners.FILE).exists()
    return reported(
        both,
        environment,
        today=today,
        against=change.base.words,
        code=change.code,
        domains=domains,
        asked=codeowners.asked(both.base.mesh, change.paths) if guarded else None,
    )


def reported(
    both: Sides,
    environment: str,
    *,
    today: date,
    against: str,
    code: bool = False,
    domains: Collection[str] = (),
    asked: Collection[str] | None = None,
) -> Report:
    """What lies between two sides; only the stacks that may differ are recorded, all where the ``code`` changed.

    ``asked`` are those whom CODEOWNERS asks for what changes; None where there is no such file.
    """
    base, head = both.base, both.head
    place = head.mesh.environment(environment) or base.mesh.environment(environment)
    if place is None:
        raise MeshError(f"there is no environment {printable(environment)} before or after the change; name another")
    reached = affected.affected(base.mesh, head.mesh, place, today=today, code=code, among=both.among)
    wanted = [stack for stack in reached if not domains or stack.rpartition(".")[0] in domains]
    notes, failure = [], ""
    before = after = None
    if any(f.level == "error" and f.id not in _BUILDABLE for f in head.findings):
        notes.append("resources are recorded once the findings are mended")
    else:
        try:
            after = head.record(_there(head.mesh, wanted, place), both.members)
        except RecordingError as problem:
            failure = str(problem)
        try:
            before = base.record(_there(base.mesh, wanted, place), both.members)
        except (RecordingError, recording.Unrecordable) as problem:
            notes.append(f"resources, since those of the base can't be recorded: {problem}")
    if len(wanted) < len(reached):
        more = len(reached) - len(wanted)
        notes.append(f"{more} more of the stacks may be affected; they are shown where no domain is named")
    frame = Frame(
        environment=place,
        today=today,
        against=against,
        unaffected=affected.stacks(base.mesh, head.mesh) - len(reached),
        notes=notes,
        failure=failure,
        code=code,
        asked=asked,
        domains=domains,
    )
    return compare(
        Side(mesh=base.mesh, findings=base.findings, uses=base.uses, graphs=before),
        Side(mesh=head.mesh, findings=head.findings, uses=head.uses, graphs=after),
        frame,
    )


def _builds(paths: Collection[str]) -> bool:
    """Whether what builds the stacks is among these files."""
    return any(map(recording.builds, paths))


def _there(mesh: Mesh, stacks: list[str], environment: Environment) -> list[str]:
    """Those of the stacks that a mesh has."""
    if mesh.environment(environment.name) is None:
        return []
    scopes = {FOUNDATION, *(member.name for member in mesh.members)}
    return [stack for stack in stacks if stack.rpartition(".")[0] in scopes]


def _apart(root: Path, base: Base, today: date) -> Record:
    """Records the base with its own code."""

    def record(stacks: Sequence[str], members: frozenset[str] | None) -> dict[str, Graph]:
        return recording.record_apart(materialise(root, base.commit), stacks, today) if stacks else {}

    return record


def _together(root: Path, base: Base, state: State, today: date) -> Record:
    """Records the base in this process, since its code is the same."""

    def record(stacks: Sequence[str], members: frozenset[str] | None) -> dict[str, Graph]:
        if not stacks:
            return {}
        if not state.sound:
            return recording.record(materialise(root, base.commit, paths=(*recording.RUN, "domains")), stacks, today)
        folder = materialise(root, base.commit, paths=recording.RUN)
        around = state.index.around(stack.rpartition(".")[0] for stack in stacks)
        with reading_commit(root, base.commit, state.index, around, folder):
            return recording.record(folder, stacks, today, members=members, scopes=_scopes(state, stacks))

    return record


def _scopes(state: State, stacks: Sequence[str]) -> dict[str, str] | None:
    """What stacks of one environment, and those that they refer to, follow from, where that is known."""
    if not (state.sound and stacks):
        return None
    scopes = {FOUNDATION, *(stack.rpartition(".")[0] for stack in stacks)}
    return follows(state, stacks[0].rpartition(".")[2], scopes)
