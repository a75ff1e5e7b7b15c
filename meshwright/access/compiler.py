"""From what both sides wrote to who may see what."""

from collections.abc import Iterator
from datetime import date

from meshwright.language import Mesh
from meshwright.names import CONSUMING_ROLES

from .entitlements import Entitlement
from .offers import EVERYONE, Agreements, is_open, open_columns


def compile(mesh: Mesh, *, today: date) -> tuple[Entitlement, ...]:
    """Every entitlement that a domain has to another's product, sorted by consumer, database and table.

    A share and a subscription, both in force, must name the same product, major and table; the result is what both
    allow. Where several of one kind cover a table, which the rules refuse, the first written counts. A share with a
    mistake in its terms gives nothing rather than something wider than was meant.

    An open product needs neither side: it is one entitlement per table, whose consumer is ``"*"`` and whose ``because``
    is None, since it is granted once, by tag, to every other domain. Its shares, which the rules refuse where they say
    more than that, count for nothing.

    What a domain may do with its own products follows from ownership and is not listed.
    """
    found = [*_agreed(mesh, today), *_open(mesh)]
    return tuple(sorted(found, key=lambda e: (e.consumer, e.ref.database, e.table.name)))


def _agreed(mesh: Mesh, today: date) -> Iterator[Entitlement]:
    agreements = Agreements(mesh, today)
    for asked in agreements.asked():
        offer = None if is_open(asked.ref.product) else agreements.offer(asked.ref, asked.consumer, asked.table.name)
        if offer is None:
            continue
        days = [d for d in (offer.share.until, asked.subscription.until) if d is not None]
        yield Entitlement(
            consumer=asked.consumer,
            roles=CONSUMING_ROLES,
            ref=asked.ref,
            table=asked.table,
            columns=offer.columns,
            rows=offer.rows,
            until=min(days, default=None),
            because=(offer.share, asked.subscription),
        )


def _open(mesh: Mesh) -> Iterator[Entitlement]:
    for ref, table in mesh.tables():
        columns = open_columns(table)
        if is_open(ref.product) and columns:
            yield Entitlement(EVERYONE, CONSUMING_ROLES, ref, table, columns, rows=None, until=None, because=None)
