"""Who reads a product, by what both sides agreed to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from meshwright.access.agreements import Agreements, is_over
from meshwright.access.meeting import Met, meet
from meshwright.access.standing import OPEN, is_open
from meshwright.language import Mesh, ProductRef, Share, Subscription


@dataclass(frozen=True)
class Consumer:
    """A domain that subscribes to a product's major and has access to it."""

    name: str
    """The consuming domain."""
    subscription: Subscription
    share: Share | None
    """The first share that it reads by; None where the product is open to every domain."""
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """By table, the top-level columns that it may read and asks for, in the tables' order."""
    stays: bool
    """Whether it still subscribes in the head, or the head can't tell."""

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that it may read."""
        return tuple(table for table, _ in self.columns)

    def reads(self, table: str | None, column: str | None = None) -> bool:
        """Whether it may read a table (None: anything of the product), and a column of it given by its path.

        A column that isn't offered to it is none that it reads.
        """
        found = dict(self.columns).get(table) if table is not None else ()
        return found is not None and (column is None or column.partition(".")[0] in found)


class Consumers:
    """The consumers of each product of a base mesh, and which of them are still there in a head."""

    def __init__(self, base: Mesh, head: Mesh, today: date) -> None:
        self._base, self._head, self._today = base, head, today
        self._agreements = Agreements(base, today)

    @cached_property
    def _subscribers(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for domain in self._base.domains:
            for subscription in domain.consumes:
                found[subscription.product, subscription.major].append(domain.name)
        return {key: sorted(set(names)) for key, names in found.items()}

    def of(self, ref: ProductRef) -> tuple[Consumer, ...]:
        """Who reads a product of the base, by name."""
        names = self._subscribers.get((ref.name, ref.product.major), ())
        return tuple(c for name in names if (c := self._consumer(name, ref)) is not None)

    def _consumer(self, name: str, ref: ProductRef) -> Consumer | None:
        if name == ref.domain.name:
            return None
        everyone = is_open(ref.product)
        subscription: Subscription | None = None
        share: Share | None = None
        columns = []
        for table in ref.product.tables:
            asked = self._agreements.asking(name, ref, table)
            met = None if asked is None or everyone else meet(self._agreements, asked)
            if asked is None or not (everyone or isinstance(met, Met)):
                continue
            subscription = subscription or asked.subscription
            share = share or (met.offer.share if isinstance(met, Met) else None)
            columns.append((table.name, met.columns if isinstance(met, Met) else OPEN.columns(table)))
        if subscription is None:
            return None
        return Consumer(name, subscription, share, tuple(columns), self._stays(name, ref))

    def _stays(self, name: str, ref: ProductRef) -> bool:
        domain = self._head.domain(name)
        if domain is None:
            return name in self._head.unread
        wanted = (ref.name, ref.product.major)
        return any((s.product, s.major) == wanted and not is_over(s, self._today) for s in domain.consumes)
