"""The two sides of a change: of each mesh what the change can concern, judged, and how its stacks are recorded."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from meshwright.cache.rows import Rows
from meshwright.contracts import rules as changes
from meshwright.contracts.comparing import compare
from meshwright.findings import Finding
from meshwright.judging import Case, judged, judged_whole, opened
from meshwright.judging.verdict import Uses
from meshwright.language import Mesh
from meshwright.loader import Loaded, states
from meshwright.recording import Graph
from meshwright.rules import Rule

Record = Callable[[Sequence[str], frozenset[str] | None], dict[str, Graph]]
"""The graphs of stacks, where domains are given without what a stack makes for another domain than these alone; a
RecordingError or Unrecordable where that can't be."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a mesh is kept, be it a folder or a commit."""

    brief: states.State
    part: Callable[[Iterable[str]], Loaded]
    """Exactly these domains, where ``brief`` is sound."""
    whole: Callable[[], Loaded]
    record: Record


@dataclass(frozen=True, kw_only=True)
class State:
    """A mesh before or after a change, whole or what of it the change can concern, and how its stacks are recorded."""

    mesh: Mesh
    findings: tuple[Finding, ...]
    """Of the whole mesh."""
    uses: Uses
    """By the whole mesh, of what has a quota."""
    record: Record


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Before and after."""

    base: State
    head: State
    among: frozenset[str] | None = None
    """The scopes, ``foundation`` and domains, outside of which no stack differs; None where that isn't known."""
    members: frozenset[str] | None = None
    """The domains of which the foundation may make something else than before; None where that isn't known."""


def sides(base: Source, head: Source, environment: str, *, today: date, rows: Rows) -> Sides:
    """Both sides of what lies between two sources.

    Of meshes that can be read no more is loaded than the change can concern, and what was judged before is not judged
    again; ``rows`` are the verdicts that are known. In every other case it is the whole of them.
    """
    if not (base.brief.sound and head.brief.sound):
        return whole(base, head, today=today)
    cases = opened(base.brief, today, rows), opened(head.brief, today, rows)
    reached = states.affected(base.brief, head.brief, environment)
    names = _concerned(base.brief, head.brief, reached)
    parts = [source.part(names) for source in (base, head)]
    if any(loaded.findings for loaded in parts):  # a file changed a moment ago
        return whole(base, head, today=today)
    was, now = (loaded.mesh for loaded in parts)
    about = changes.bound(compare(was, now, today=today))
    after = _judged(cases[1], now, names, head, about)
    before = _judged(cases[0].again(), was, names, base, changes.bound(None))
    rows.keep()
    members = states.members_changed(base.brief, head.brief, environment)
    return Sides(base=before, head=after, among=reached, members=members)


def whole(base: Source, head: Source, *, today: date) -> Sides:
    """Both sides, loaded and judged as a whole."""
    was, now = base.whole(), head.whole()
    about = changes.bound(compare(was.mesh, now.mesh, today=today))
    return Sides(base=_whole(was, base, today, changes.bound(None)), head=_whole(now, head, today, about))


def _judged(case: Case, mesh: Mesh, names: frozenset[str], source: Source, about: Sequence[Rule]) -> State:
    enough = mesh if case.needed <= names else source.part(case.needed).mesh
    found = judged(case, enough, lambda: source.whole().mesh, extra=about)
    return State(mesh=mesh, findings=found.findings, uses=found.uses, record=source.record)


def _whole(loaded: Loaded, source: Source, today: date, about: Sequence[Rule]) -> State:
    found = judged_whole(loaded.mesh, today, extra=about)
    findings = tuple(sorted({*loaded.findings, *found.findings}))
    return State(mesh=loaded.mesh, findings=findings, uses=found.uses, record=source.record)


def _concerned(base: states.State, head: states.State, reached: Collection[str]) -> frozenset[str]:
    """The domains that either side must hold for everything that differs to be seen.

    These are the changed ones and those around them; those whose stack may differ; and whatever the readers of these
    read besides, as what becomes of a column is found by compiling all of a transform.
    """
    indexes = base.index, head.index
    if base.centrally != head.centrally:
        return frozenset({name for index in indexes for name in index.domains})
    changed = states.changed(base, head)
    found = set(reached)
    for index in indexes:
        found |= index.around(changed)
        readers = {reader for name in changed for reader in index.consumers.get(name, ())} | set(reached)
        for reader in readers & index.domains.keys():
            found |= {asked.producer for asked in index.domains[reader].asks}
    return frozenset(found)
