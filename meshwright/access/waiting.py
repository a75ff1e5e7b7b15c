"""What only one side has said: subscriptions that wait for a share, shares that nobody uses."""

from dataclasses import dataclass
from datetime import date

from meshwright.language import Domain, Mesh, ProductRef, Share, Subscription

from .explanation import explain_product
from .offers import Agreements, asks, is_open, is_over
from .terms import shared_tables


@dataclass(frozen=True)
class Waiting:
    """A subscription that asks for more than is offered."""

    consumer: Domain
    subscription: Subscription
    tables: tuple[str, ...]
    """The tables asked for and not had; empty where the product itself is not there."""
    reason: str
    """What is missing, and who would write it where."""


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
    waiting = (w for d in mesh.domains for s in d.consumes if (w := _waiting(agreements, d, s)))
    unused = []
    for ref in mesh.products():
        if is_open(ref.product):
            continue
        for share in ref.product.shares:
            names = (t.name for t in shared_tables(ref.product, share))
            left = tuple(n for n in names if (share.to, id(ref.product), n) not in asked)
            if left and not is_over(share, today):
                unused.append(Unused(ref, share, left))
    return Pending(tuple(waiting), tuple(unused))


def _waiting(agreements: Agreements, consumer: Domain, subscription: Subscription) -> Waiting | None:
    mesh, today = agreements.mesh, agreements.today
    if is_over(subscription, today):
        return None
    ref = mesh.product(subscription.product, subscription.major)
    if ref is None:
        reason = f"there is no product {subscription.product} v{subscription.major}"
        return Waiting(consumer, subscription, (), reason)
    if is_open(ref.product) or ref.domain.name == consumer.name:
        return None
    wanted = (t.name for t in ref.product.tables if asks(subscription, t.name))
    left = tuple(n for n in wanted if agreements.offer(ref, consumer.name, n) is None)
    if not left:
        return None
    return Waiting(consumer, subscription, left, explain_product(agreements, consumer.name, ref, left[0]))
