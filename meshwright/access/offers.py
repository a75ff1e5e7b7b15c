"""What one side offers and the other asks for, before the two are brought together."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from meshwright.language import Mesh, Product, ProductRef, Share, Subscription, Table

from .rows import RowLimit, parse
from .terms import columns_offered, mistakes, shared_tables

EVERYONE = "*"
"""The consumer of what is open to every domain."""
OPEN_CLASSIFICATIONS = ("public", "internal")


def is_open(product: Product) -> bool:
    """Whether every domain may read it without asking: it says so, and its classification and version allow it."""
    return product.visibility == "open" and product.classification in OPEN_CLASSIFICATIONS and product.major > 0


def is_over(agreement: Share | Subscription, today: date) -> bool:
    """Whether its last day has passed."""
    return agreement.until is not None and agreement.until < today


def asks(subscription: Subscription, table: str) -> bool:
    """Whether a subscription is for this table of its product."""
    return subscription.tables is None or table in subscription.tables


@dataclass(frozen=True)
class Offer:
    """What a share gives of one table."""

    share: Share
    table: Table
    columns: tuple[str, ...]
    """In the table's order, never empty."""
    rows: str | None
    """A condition in Lake Formation's grammar; None for every row."""


def offers(product: Product, share: Share) -> tuple[Offer, ...]:
    """What a share gives, table by table. A share with a mistake, and one of a 0.x product, give nothing at all."""
    if product.major == 0 or any(mistakes(product, share)):
        return ()
    tables = shared_tables(product, share)
    limit = parse(share.rows, tables[0]) if share.rows is not None else None
    rows = limit.text if isinstance(limit, RowLimit) else None
    return tuple(Offer(share, t, columns_offered(t, share), rows) for t in tables)


def open_columns(table: Table) -> tuple[str, ...]:
    """The columns that are not sensitive."""
    return tuple(c.name for c in table.columns if not c.sensitive)


@dataclass(frozen=True)
class Asked:
    """A table that a consumer asks for now."""

    consumer: str
    subscription: Subscription
    ref: ProductRef
    table: Table


class Agreements:
    """Shares and subscriptions of a mesh on a day, each findable from the other side."""

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

    def asking(self, consumer: str, ref: ProductRef, table: str) -> Subscription | None:
        """The first subscription in force to a product's major that asks for a table."""
        found = (s for s in self.subscriptions(consumer, ref) if s.major == ref.product.major and asks(s, table))
        return next((s for s in found if not is_over(s, self.today)), None)

    def asked(self) -> Iterator[Asked]:
        """Every table that a consumer asks for now, once, with the first subscription that does."""
        seen = set()
        for domain in self.mesh.domains:
            for subscription in domain.consumes:
                ref = self.mesh.product(subscription.product, subscription.major)
                if ref is None or ref.domain is domain or is_over(subscription, self.today):
                    continue
                for table in ref.product.tables:
                    key = (domain.name, ref.database, table.name)
                    if asks(subscription, table.name) and key not in seen:
                        seen.add(key)
                        yield Asked(domain.name, subscription, ref, table)

    def _of(self, product: Product, share: Share) -> dict[str, Offer]:
        if id(share) not in self._offers:
            self._offers[id(share)] = {o.table.name: o for o in offers(product, share)}
        return self._offers[id(share)]
