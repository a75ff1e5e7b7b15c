"""From a case and a mesh that holds what the case needs to every finding: those known, and those found now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter

from meshwright import rules
from meshwright.findings import Finding
from meshwright.language import Mesh, Waiver, awaited
from meshwright.rules import on_publish_acyclic
from meshwright.rules.facts import Facts
from meshwright.rules.judging import facts_of, outcomes, unused
from meshwright.rules.quotas import needs, needs_of_mesh, needs_of_tables
from meshwright.rules.rule import Rule

from .cases import Case
from .verdict import Uses, Verdict, row

_NAMING = frozenset(
    (
        "on-publish-resolves",
        "share-resolves",
        "subscription-resolves",
        "transform-source",
        "transform-subscription",
        "waiver-resolves",
    )
)
"""What is found of a name that nothing bears, or something far away: what to write instead is told from all names."""


@dataclass(frozen=True)
class Judged:
    """What was found."""

    findings: tuple[Finding, ...]
    """Everything, in order."""
    uses: Uses


def judged(case: Case, mesh: Mesh, whole: Callable[[], Mesh], *, extra: Sequence[Rule] = ()) -> Judged:
    """Every finding of the case's state, as if the whole mesh were judged.

    ``mesh`` holds at least what the case needs, with all that is around those domains; ``whole`` is asked where that
    does not do. ``extra`` are rules over the same mesh that are run for this once.
    """
    fresh, central = _looked_at(mesh, case, extra)
    naming = {name for name, verdict in fresh.items() if any(f.id in _NAMING for f in verdict.findings)}
    if naming or any(f.id in _NAMING for f, _ in central):
        mesh = whole()
        fresh, central = _looked_at(mesh, case, extra)
    for name in fresh.keys() - naming:
        case.rows.put(case.keys[name], row(fresh[name]))
    verdicts = {**case.known, **fresh}
    if _circular(verdicts.values()):
        return judged_whole(whole(), case.today, extra=extra)
    facts = facts_of(mesh, case.today, extra)
    more = [*central, *((o.finding, o.waiver) for o in outcomes(facts, extra))]
    waivers = mesh.governance.waivers
    used = {waiver for _, waiver in more if waiver} | {waivers[n] for v in verdicts.values() for n in v.waivers}
    found = {f for v in verdicts.values() for f in v.findings} | {f for f, waiver in more if waiver is None}
    uses = {need.what: (need.number, need.default) for need in needs_of_mesh(facts)}
    for verdict in verdicts.values():
        uses.update(verdict.uses)
    return Judged(tuple(sorted(found.union(unused(facts, used)))), uses)


def judged_whole(mesh: Mesh, today: date, *, extra: Sequence[Rule] = ()) -> Judged:
    """Every finding of a whole mesh, none of them known from earlier.

    Where a definition could not be read, no transform is judged: findings would be about something that nobody wrote.
    """
    from meshwright import transforms  # loads the SQL parser

    found = set(rules.check(mesh, today=today, extra=extra))
    if not mesh.unread:
        found.update(transforms.findings(mesh))
    uses = {need.what: (need.number, need.default) for need in needs(Facts(mesh, today))}
    return Judged(tuple(sorted(found)), uses)


_Found = tuple[Finding, Waiver | None]


def _looked_at(mesh: Mesh, case: Case, extra: Sequence[Rule]) -> tuple[dict[str, Verdict], list[_Found]]:
    """Verdicts on the domains that nothing is known of, and what is found in what is defined centrally."""
    facts = facts_of(mesh, case.today, extra)  # a waiver may name one of the extra rules, which are run elsewhere
    by_domain: dict[str, list[_Found]] = defaultdict(list)
    for outcome in outcomes(facts, (rule for rule in rules.ALL if rule is not on_publish_acyclic.RULE)):
        by_domain[_domain(outcome.finding)].append((outcome.finding, outcome.waiver))
    uses: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for need in needs_of_tables(facts) if case.missing else ():
        uses[need.scope.partition(".")[0]][need.what] = need.number, need.default
    reads = _transforms(mesh, case.missing, by_domain)
    awaits: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for ref in mesh.products():
        if found := awaited(ref):
            awaits[ref.domain.name][ref.database] = found
    waivers = mesh.governance.waivers
    return {
        name: Verdict(
            findings=tuple(sorted({f for f, waiver in by_domain[name] if waiver is None})),
            waivers=tuple(sorted({waivers.index(waiver) for _, waiver in by_domain[name] if waiver})),
            uses=uses[name],
            reads=reads[name],
            awaits=awaits[name],
        )
        for name in case.missing
    }, by_domain[""]


def _transforms(
    mesh: Mesh, names: Iterable[str], by_domain: dict[str, list[_Found]]
) -> Mapping[str, dict[str, tuple[str, ...]]]:
    """By domain and table, what its transform reads; what is found in transforms is added to what is known."""
    reads: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    if not names:
        return reads
    from meshwright.transforms import compile_table  # loads the SQL parser

    for ref, table in mesh.tables():
        if ref.domain.name in names:
            compiled = compile_table(mesh, ref, table)
            by_domain[ref.domain.name] += [(f, None) for f in compiled.findings if f.id != "transform-missing"]
            reads[ref.domain.name][f"{ref.database}.{table.name}"] = tuple(map(".".join, compiled.tables))
    return reads


def _circular(verdicts: Iterable[Verdict]) -> bool:
    """Whether tables read each other, or products wait for each other, over however many others."""
    reads: dict[str, list[str]] = {}
    awaits: dict[str, tuple[str, ...]] = {}
    for verdict in verdicts:
        reads.update({table: [r for r in read if r != table] for table, read in verdict.reads.items()})
        awaits.update(verdict.awaits)
    try:
        TopologicalSorter(reads).prepare()
    except CycleError:
        return True
    return next(on_publish_acyclic.cycles(awaits), None) is not None


def _domain(finding: Finding) -> str:
    """Whose file it is in; the empty text where it is nobody's."""
    top, _, rest = finding.place.path.partition("/")
    return rest.partition("/")[0] if top == "domains" else ""
