"""What only one side has said: subscriptions that wait for a share, shares that nobody uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from meshwright.language import Domain, Mesh, ProductRef, Share, Subscription

from .agreements import Agreements, is_over
from .explanation import Missing, column_missing, columns_waiting, missing
from .standing import is_open
from .terms import tables_named


@dataclass(frozen=True)
class Waiting:
    """A subscription that asks for more than is offered."""

    consumer: Domain
    subscription: Subscription
    tables: tuple[str, ...]
    """The tables asked for and not had, or had without some ``columns``; empty where the product is not there."""
    columns: tuple[str, ...]
    """The columns asked for by name and not had; empty where nothing of the tables is."""
    reason: str
    """What is missing, and who would write it where."""
    file: str
    """The file to edit first."""


@dataclass(frozen=True)
class Unused:
    """A share that offers more than is asked for."""

    ref: ProductRef
    share: Share
    tables: tuple[str, ...]
    """The tables offered and not asked for."""


@dataclass(frozen=True)
class Pending:
    """Both kinds, each by domain and then as written."""

    waiting: tuple[Waiting, ...]
    unused: tuple[Unused, ...]


def pending(mesh: Mesh, *, today: date) -> Pending:
    """What waits for its other half. An agreement that is over waits for nothing."""
    agreements = Agreements(mesh, today)
    asked = {(a.consumer, id(a.ref.product), a.table.name) for a in agreements.asked()}
    waiting = tuple(w for d in mesh.domains for s in d.consumes for w in _waiting(agreements, d, s))
    unused = []
    for ref in mesh.products():
        if is_open(ref.product):
            continue
        for share in ref.product.shares:
            names = (t.name for t in tables_named(ref.product, share))
            left = tuple(n for n in names if (share.to, id(ref.product), n) not in asked)
            if left and not is_over(share, today):
                unused.append(Unused(ref, share, left))
    return Pending(waiting, tuple(unused))


def _waiting(agreements: Agreements, consumer: Domain, subscription: Subscription) -> Iterator[Waiting]:
    if is_over(subscription, agreements.today):
        return
    ref = agreements.mesh.product(subscription.product, subscription.major)
    if ref is None:
        reason = f"there is no product {subscription.product} v{subscription.major}"
        yield Waiting(consumer, subscription, (), (), reason, consumer.place.path)
        return
    if is_open(ref.product) or ref.domain.name == consumer.name:
        return
    lacking = {t.name: missing(agreements, consumer.name, ref, t) for t in tables_named(ref.product, subscription)}
    left = tuple(name for name, found in lacking.items() if found)
    if left:
        yield _of(consumer, subscription, left, (), lacking[left[0]])
    for table in tables_named(ref.product, subscription):
        columns = () if lacking[table.name] else columns_waiting(agreements, consumer.name, ref, table)
        reasons = [column_missing(agreements, consumer.name, ref, table, c) for c in columns]
        if columns:
            yield _of(consumer, subscription, (table.name,), columns, tuple(r for r in reasons if r))


def _of(
    consumer: Domain,
    subscription: Subscription,
    tables: tuple[str, ...],
    columns: tuple[str, ...],
    lacking: tuple[Missing, ...],
) -> Waiting:
    return Waiting(consumer, subscription, tables, columns, "; ".join(m.text for m in lacking), lacking[0].file)
