"""A plan, for a person."""

from collections import Counter
from collections.abc import Iterator

from meshwright.preview.report import ResourceChange

from .estate import Estate
from .planning import Plan
from .trying import Trial

_SHOWN = 200
_WHY = {
    "AdoptedCatalog": "so that the domain's own roles read it by tag",
    "AccessGrant": "what the shares give; a grant by hand that gives it already stays, and nothing comes of this",
    "ProductDocuments": "the contracts, for whoever looks for data",
}
"""By component, why its resources come; those of any other are what every domain has."""


def lines(plan: Plan, trial: Trial, estate: Estate) -> Iterator[str]:
    """What is taken over, what changes, what stays outside."""
    taken = [c for c in trial.changes if c.action == "import"]
    yield f"taken over as it is, guarded, never changed or deleted ({len(taken)}):"
    yield from (f"  {c.kind} {c.name}" for c in taken)
    yield from _tables(plan)
    yield from _changes([c for c in trial.changes if c.action != "import"])
    yield from _registration(plan, estate)
    yield f"grants by hand: {len(plan.agreed.covered)} of {len(estate.grants)} are shares now, or go without saying"
    yield from _section("stays outside", [str(x) for x in plan.left])
    yield from _section("look at", list(plan.remarks))
    yield from _section("nobody answers for", list(plan.unassigned))


def _tables(plan: Plan) -> Iterator[str]:
    for addition in plan.additions:
        for product in addition.products:
            yield (
                f"  {len(product.tables)} tables of {product.adopts}, as {addition.domain}.{product.name} v1, "
                f"with {len(product.shares)} shares"
            )


def _changes(changes: list[ResourceChange]) -> Iterator[str]:
    created = Counter(_component(c) for c in changes if c.action == "create")
    other = [c for c in changes if c.action != "create"]
    if not changes:
        yield "the next preview changes nothing else"
        return
    yield "the next preview would also show:"
    for component in sorted(_WHY.keys() & created.keys()):
        yield f"  + {created.pop(component)} resources of {component}: {_WHY[component]}"
    if created:
        yield f"  + {created.total()} resources that every domain has: {', '.join(sorted(created))}"
    for change in other:
        yield f"  {change.action} {change.kind} {change.name}: {', '.join(p.path for p in change.properties)}"


def _component(change: ResourceChange) -> str:
    """The type of what a resource is part of."""
    return change.urn.split("::")[2].split("$")[0].rpartition(":")[2]


def _registration(plan: Plan, estate: Estate) -> Iterator[str]:
    """Through Lake Formation nobody reads files of a location that it doesn't know."""
    known = [arn.partition(":::")[2].partition("/")[0] for arn in estate.registered]
    for addition in plan.additions:
        for bucket in addition.adopted.buckets if addition.adopted else ():
            if bucket not in known:
                yield (
                    f"  bucket {bucket} is not registered with Lake Formation: grants show its tables, and files are "
                    "read by whoever IAM lets in; register it with hybrid access when its readers have moved"
                )


def _section(title: str, said: list[str]) -> Iterator[str]:
    if said:
        yield f"{title} ({len(said)}):"
        yield from (f"  {x}" for x in said[:_SHOWN])
        if len(said) > _SHOWN:
            yield f"  and {len(said) - _SHOWN} more"
