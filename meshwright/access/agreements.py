"""Shares and subscriptions of a mesh on a day, each findable from the other side."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from meshwright.language import Mesh, Product, ProductRef, Share, Subscription, Table

from .rows import RowLimit, parse
from .terms import columns_named, mistakes, tables_named


def is_over(half: Share | Subscription, today: date) -> bool:
    """Whether its last day has passed."""
    return half.until is not None and half.until < today


@dataclass(frozen=True)
class Offer:
    """What a share gives of one table."""

    share: Share
    table: Table
    columns: tuple[str, ...]
    """In the table's order, never empty."""
    rows: RowLimit | None
    """None for every row."""


@dataclass(frozen=True)
class Asked:
    """A table that a consumer asks for now."""

    consumer: str
    subscription: Subscription
    ref: ProductRef
    table: Table

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it would like, in the table's order; whether it may have them, the share says."""
        return columns_named(self.table, self.subscription)

    @property
    def rows(self) -> RowLimit | None:
        """The rows it would like; None for all that there are."""
        return row_limit(self.subscription, self.table)


def row_limit(half: Share | Subscription, table: Table) -> RowLimit | None:
    """The limit that a half without mistakes sets."""
    limit = None if half.rows is None else parse(half.rows, table)
    return limit if isinstance(limit, RowLimit) else None


def offers(product: Product, share: Share) -> tuple[Offer, ...]:
    """What a share gives, table by table. A share with a mistake, and one of a 0.x product, give nothing at all."""
    if product.major == 0 or any(mistakes(product, share)):
        return ()
    tables = tables_named(product, share)
    return tuple(Offer(share, t, columns_named(t, share), row_limit(share, t)) for t in tables)


class Agreements:
    """What either side says, looked up from the other."""

    def __init__(self, mesh: Mesh, today: date) -> None:
        self.mesh, self.today = mesh, today
        self._offers: dict[int, dict[str, Offer]] = {}

    @cached_property
    def _by_consumer(self) -> dict[tuple[int, str], list[Share]]:
        found = defaultdict(list)
        for ref in self.mesh.products():
            for share in ref.product.shares:
                found[id(ref.product), share.to].append(share)
        return found

    def shares(self, ref: ProductRef, consumer: str) -> list[Share]:
        """Every share of a product with a consumer, whatever its state, as written."""
        return [] if consumer == ref.domain.name else self._by_consumer.get((id(ref.product), consumer), [])

    def subscriptions(self, consumer: str, ref: ProductRef) -> list[Subscription]:
        """Every subscription of a consumer to a product, of any major and whatever its state, as written."""
        domain = self.mesh.domain(consumer)
        asked = domain.consumes if domain and consumer != ref.domain.name else ()
        return [s for s in asked if s.product == ref.name]

    def offer(self, ref: ProductRef, consumer: str, table: str) -> Offer | None:
        """What the first share in force gives of a table."""
        for share in self.shares(ref, consumer):
            if not is_over(share, self.today) and (found := self._of(ref.product, share).get(table)):
                return found
        return None

    def asking(self, consumer: str, ref: ProductRef, table: Table) -> Asked | None:
        """The first subscription in force, and without mistakes, to a product's major that asks for a table."""
        for subscription in self.subscriptions(consumer, ref):
            if subscription.major == ref.product.major and table in self._wanted(ref.product, subscription):
                return Asked(consumer, subscription, ref, table)
        return None

    def asked(self) -> Iterator[Asked]:
        """Every table that a consumer asks for now, once, with the first subscription that does."""
        seen = set()
        for domain in self.mesh.domains:
            for subscription in domain.consumes:
                ref = self.mesh.product(subscription.product, subscription.major)
                if ref is None or ref.domain is domain:
                    continue
                for table in self._wanted(ref.product, subscription):
                    key = (domain.name, ref.database, table.name)
                    if key not in seen:
                        seen.add(key)
                        yield Asked(domain.name, subscription, ref, table)

    def _wanted(self, product: Product, subscription: Subscription) -> tuple[Table, ...]:
        if is_over(subscription, self.today) or any(mistakes(product, subscription)):
            return ()
        return tables_named(product, subscription)

    def _of(self, product: Product, share: Share) -> dict[str, Offer]:
        if id(share) not in self._offers:
            self._offers[id(share)] = {o.table.name: o for o in offers(product, share)}
        return self._offers[id(share)]
