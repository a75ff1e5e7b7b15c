"""What adopted roles would read that they can't read now: a share is with a domain, and so with all of its roles."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meshwright.access import Entitlement, compile
from meshwright.drift.extent import Extent, extent
from meshwright.drift.state import Grant
from meshwright.language import Mesh

from .estate import Estate


@dataclass(frozen=True)
class Gain:
    """A table, or more of it, that an existing role would read."""

    role: str
    """As it stands behind ``:role/``."""
    domain: str
    """The one whose role it is."""
    database: str
    table: str
    more: bool
    """Whether it reads some of it now."""


def gains(base: Mesh, head: Mesh, estate: Estate, today: date) -> Iterator[Gain]:
    """Those of the entitlements that the head has and the base has not, as far as no grant by hand gives them now."""
    before = {(*e.place, e.columns, e.rows, role) for e in compile(base, today=today) for role in e.existing}
    held: dict[tuple[str, str], list[Grant]] = defaultdict(list)
    for grant in estate.grants:
        if grant.database is not None and "SELECT" in grant.permissions:
            held[grant.principal.partition(":role/")[2], grant.database].append(grant)
    for e in compile(head, today=today):
        for role in e.existing:
            if (*e.place, e.columns, e.rows, role) in before:
                continue
            now = [g for g in held[role, e.ref.database] if g.table in (None, e.table.name)]
            if not any(_covers(g, e, estate) for g in now):
                yield Gain(role, e.consumer, *e.place, more=bool(now))


def _covers(grant: Grant, wanted: Entitlement, estate: Estate) -> bool:
    found = extent(grant.resource, wanted.table, estate.filters)
    return isinstance(found, Extent) and set(wanted.columns) <= set(found.columns) and found.rows in (None, wanted.rows)
