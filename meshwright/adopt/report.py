"""A plan, for a person: sections of lines, as text or as Markdown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from meshwright.preview.report import ResourceChange

from .estate import Estate
from .gaining import Gain
from .grants import holder
from .planning import Plan
from .products import Left
from .trying import Trial

_SHOWN = 200
_WHY = {
    "AdoptedCatalog": "so that the domain's own roles read it by tag",
    "AccessGrant": "what the shares give; a grant by hand that gives it already stays, and nothing comes of this",
    "ProductDocuments": "the contracts, for whoever looks for data",
}
"""By component, why its resources come; those of any other are what every domain has."""

_NEXT = (
    "say who answers for what: mesh adopt plan --format assign > lake.txt, write domains into it, "
    "mesh adopt plan --assign-from lake.txt"
)


@dataclass(frozen=True)
class Section:
    """Lines under a title."""

    title: str
    lines: Sequence[str]
    counted: bool = True
    """Whether the title says how many."""

    @property
    def head(self) -> str:
        """The title with the number."""
        return f"{self.title} ({len(self.lines)})" if self.counted else self.title


def text(sections: Iterable[Section]) -> Iterator[str]:
    """For a terminal; a section with more lines than anybody reads there is cut."""
    for section in sections:
        yield f"{section.head}:" if section.lines else section.head
        yield from (f"  {line}" for line in section.lines[:_SHOWN])
        if len(section.lines) > _SHOWN:
            yield f"  and {len(section.lines) - _SHOWN} more; --format md or json tells all"


def markdown(title: str, sections: Iterable[Section]) -> Iterator[str]:
    """For a page that others read, whole."""
    yield f"# {title}"
    for section in sections:
        yield f"\n{'## ' if section.lines else ''}{section.head[:1].upper()}{section.head[1:]}"
        yield from ("", *(f"- {_escaped(line)}" for line in section.lines)) if section.lines else ()


def sections(plan: Plan, trial: Trial, estate: Estate, *, whole: bool) -> Iterator[Section]:
    """What is taken over, what changes, what stays outside; ``whole`` tells of the rest of the account as well."""
    if plan.before:
        yield Section("adopted before", plan.before)
    taken = list(_taken(plan))
    if taken:
        yield Section("taken over as it is, guarded, never changed or deleted", taken)
    if agreed := list(_agreed(plan)):
        yield Section("shared by agreement", agreed)
    if gained := list(_gained(trial.gains)):
        yield Section("would be read by roles that can't read it now", gained)
    yield from _changes(trial.changes, taken=bool(taken))
    done = plan.agreed
    if looked_at := len(done.shared) + len(done.covered) + len({id(x.grant) for x in done.left}):
        said = f"{len(done.shared)} are shares now, {len(done.covered)} go without saying, "
        stay = looked_at - len(done.shared) - len(done.covered)
        yield Section(f"of {looked_at} grants {said}{stay} stay as they are", (), counted=False)
    if plan.left:
        yield Section("stays outside", list(_left(plan.left, estate)))
    remarks = [
        *plan.remarks,
        *_registration(plan, estate),
        *_new(sorted(trial.texts.keys() - trial.before.keys())),
    ]
    if remarks:
        yield Section("look at", remarks)
    if whole and plan.unassigned:
        yield Section("nobody answers for", list(_unassigned(plan.unassigned, estate)))
        if not plan.additions and not plan.before:
            yield Section(_NEXT, (), counted=False)


def _new(domains: Sequence[str]) -> Iterator[str]:
    if domains:
        one = len(domains) == 1
        where = f"domains/{domains[0]}/domain.py" if one else "their definitions"
        yield (
            f"{_several(domains, 'domain')} {'is' if one else 'are'} new: say in {where} who pays (cost_center), and "
            "what the products are for"
        )


def _taken(plan: Plan) -> Iterator[str]:
    for addition in plan.additions:
        held = addition.adopted
        yield from (f"bucket {name}, by {addition.domain}" for name in (held.buckets if held else ()))
        for product in addition.products:
            tables = f"{len(product.tables)} table{'s' if len(product.tables) != 1 else ''}"
            yield f"database {product.adopts}, as the product {addition.domain}.{product.name} v1 with {tables}"
        yield from (f"role {name}, by {addition.domain}" for name in (held.roles if held else ()))


def _agreed(plan: Plan) -> Iterator[str]:
    for addition in plan.additions:
        offered = [*((p.adopts, p.shares) for p in addition.products), *addition.shares.items()]
        for database, shares in offered:
            for consumer in sorted({s.to for s in shares}):
                mine = [s for s in shares if s.to == consumer]
                named = _several([t for s in mine for t in s.tables or ()])
                limits = sum(s.columns is not None or s.rows is not None for s in mine)
                limited = f", {limits} of them in part" if limits else ""
                yield f"{database} with {consumer}: {named or 'every table'}{limited}"


def _gained(gains: Iterable[Gain]) -> Iterator[str]:
    found: dict[tuple[str, str, str, bool], list[str]] = defaultdict(list)
    for gain in gains:
        found[gain.role, gain.domain, gain.database, gain.more].append(gain.table)
    for (role, domain, database, more), tables in sorted(found.items()):
        yield f"role {role} of {domain}: {'more of ' if more else ''}{_several(tables)} of {database}"


def _changes(changes: Sequence[ResourceChange], *, taken: bool) -> Iterator[Section]:
    other = [c for c in changes if c.action != "import"]
    if not other:
        yield Section(f"the next preview changes nothing{' else' if taken else ''}", (), counted=False)
        return
    created = Counter(_component(c) for c in other if c.action == "create")
    said = [f"+ {created.pop(c)} resources of {c}: {_WHY[c]}" for c in sorted(_WHY.keys() & created.keys())]
    if created:
        said.append(f"+ {created.total()} resources that every domain has: {', '.join(sorted(created))}")
    rest = (c for c in other if c.action != "create")
    said += [f"{c.action} {c.kind} {c.name}: {', '.join(dict.fromkeys(p.path for p in c.properties))}" for c in rest]
    yield Section("the next preview would also show", said, counted=False)


def _component(change: ResourceChange) -> str:
    """The type of what a resource is part of."""
    return change.urn.split("::")[2].split("$")[0].rpartition(":")[2]


def _left(left: Iterable[Left], estate: Estate) -> Iterator[str]:
    """Each as it is, but grants on whole tables that have all but the table in common in one line."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for one in left:
        grant = one.grant
        if grant is not None and grant.kind == "Table" and grant.table is not None:
            what = f"{holder(grant, estate)}: {', '.join(sorted(grant.permissions))} on"
            together.setdefault((what, str(grant.database), one.why), []).append(grant.table)
        else:
            together.setdefault((one.what, "", one.why), [])
    for (what, database, why), tables in together.items():
        yield f"{what}{f' {_several(tables)} of {database}' if tables else ''}: {why}"


def _several(things: Sequence[str], what: str = "table") -> str:
    """``table a``, ``tables a and b``, ``12 tables (a to m)``."""
    names = sorted(dict.fromkeys(things))
    if len(names) > 2:
        return f"{len(names)} {what}s ({names[0]} to {names[-1]})"
    return f"{what}{'s' if len(names) == 2 else ''} {' and '.join(names)}" if names else ""


def _registration(plan: Plan, estate: Estate) -> Iterator[str]:
    """Through Lake Formation nobody reads files of a location that it doesn't know."""
    known = {arn.partition(":::")[2].partition("/")[0] for arn in estate.registered}
    taken = [bucket for a in plan.additions if a.adopted for bucket in a.adopted.buckets]
    if unknown := [bucket for bucket in taken if bucket not in known]:
        yield (
            f"{_several(unknown, 'bucket')} {'is' if len(unknown) == 1 else 'are'} not registered with Lake Formation: "
            "grants show the tables, and files are read by whoever IAM lets in; register with hybrid access when "
            "the readers have moved"
        )


def _unassigned(unassigned: Iterable[str], estate: Estate) -> Iterator[str]:
    facts = estate.facts
    yield from (f"{name}{f': {facts[name]}' if facts.get(name) else ''}" for name in unassigned)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("_", "\\_").replace("*", "\\*").replace("<", "&lt;")
