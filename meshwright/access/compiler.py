"""From what everybody wrote to who may see what."""

from collections.abc import Iterator
from datetime import date

from meshwright.language import Mesh, ProductRef, Table
from meshwright.names import CONSUMING_ROLES

from .agreements import Agreements, Asked
from .entitlements import EVERYONE, READ, Agreement, Entitlement, Openness, Ownership, Reason
from .meeting import Met, meet
from .standing import OPEN, OWN, Standing, is_open


def compile(mesh: Mesh, *, today: date) -> tuple[Entitlement, ...]:
    """Every entitlement, sorted by consumer, database, table and roles. Everything that enforces or shows access
    derives from these.

    **By agreement**: a share and a subscription, both in force, name the same product, major and table. The result is
    what both allow: the columns of both, rows that meet both, until the earlier last day. Where several of one kind
    cover a table, which the rules refuse, the first written counts. One with a mistake in its terms gives nothing
    rather than something wider than was meant.

    **By openness**: an open product needs neither side. It is one entitlement a table, whose consumer is ``EVERYONE``,
    however many domains there are, since it is granted by tag. Its shares, which the rules refuse where they say more
    than that, count for nothing.

    **By ownership**: what the domain's own roles may do.

    Administrators and break-glass have none. The number grows with tables and subscriptions, not with domains squared.
    """
    found = [*_agreed(Agreements(mesh, today)), *_standing(mesh)]
    return tuple(sorted(found, key=lambda e: (e.consumer, *e.place, e.roles)))


def _agreed(agreements: Agreements) -> Iterator[Entitlement]:
    for asked in agreements.asked():
        met = None if is_open(asked.ref.product) else meet(agreements, asked)
        if isinstance(met, Met):
            consumer = agreements.mesh.domain(asked.consumer)
            adopted = consumer.adopts if consumer else None
            yield _entitlement(asked, met, adopted.roles if adopted else ())


def _entitlement(asked: Asked, met: Met, existing: tuple[str, ...]) -> Entitlement:
    share, subscription = met.offer.share, asked.subscription
    days = [d for d in (share.until, subscription.until) if d is not None]
    return Entitlement(
        consumer=asked.consumer,
        roles=CONSUMING_ROLES,
        ref=asked.ref,
        table=asked.table,
        columns=met.columns,
        rows=met.rows.text if met.rows else None,
        actions=READ,
        until=min(days, default=None),
        because=Agreement(share, subscription),
        existing=existing,
    )


def _standing(mesh: Mesh) -> Iterator[Entitlement]:
    for ref in mesh.products():
        owned, opened = Ownership(ref.product), Openness(ref.product) if is_open(ref.product) else None
        for table in ref.product.tables:
            for standing in OWN:
                yield from _by(standing, ref.domain.name, ref, table, owned)
            if opened is not None:
                yield from _by(OPEN, EVERYONE, ref, table, opened)


def _by(standing: Standing, consumer: str, ref: ProductRef, table: Table, because: Reason) -> Iterator[Entitlement]:
    columns = standing.columns(table)
    if columns:
        yield Entitlement(consumer, standing.roles, ref, table, columns, None, standing.actions, None, because)
