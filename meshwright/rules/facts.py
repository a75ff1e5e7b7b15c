"""The mesh, laid out so that each rule is one loop over what it judges."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType

from meshwright import access
from meshwright.access import Entitlement
from meshwright.access.spelling import nearest
from meshwright.language import Column, Domain, Landing, Mesh, Place, ProductRef, Share, Subscription, Table, Waiver

from .rule import Rule


@dataclass(frozen=True)
class TableAt:
    """A table in its product."""

    ref: ProductRef
    table: Table

    @property
    def scope(self) -> str:
        """``<domain>.<product>.<table>``."""
        return f"{self.ref.name}.{self.table.name}"

    name = scope

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.table.place


@dataclass(frozen=True)
class LandingAt:
    """A landing in its domain."""

    domain: Domain
    landing: Landing

    @property
    def scope(self) -> str:
        """``<domain>``."""
        return self.domain.name

    @property
    def name(self) -> str:
        """``landing <domain>.<landing>``."""
        return f"landing {self.domain.name}.{self.landing.name}"

    @property
    def place(self) -> Place:
        """Where it was written."""
        return self.landing.place


@dataclass(frozen=True, slots=True)
class ColumnAt:
    """A column of a table or a landing, or a part of a nested one."""

    holder: TableAt | LandingAt
    column: Column
    path: str
    """The names from the outermost column inwards, joined by dots."""
    outermost: bool

    @property
    def scope(self) -> str:
        """Its table's or landing's."""
        return self.holder.scope

    @property
    def name(self) -> str:
        """Its holder and its path, for a message."""
        return f'{self.holder.name}: column "{self.path}"'


@dataclass(frozen=True)
class ShareAt:
    """A share in its product."""

    ref: ProductRef
    share: Share

    @property
    def name(self) -> str:
        """Its product and its consumer, for a message."""
        return f'{self.ref.name}: share with "{self.share.to}"'


@dataclass(frozen=True)
class SubscriptionAt:
    """A subscription in its domain."""

    domain: Domain
    subscription: Subscription
    target: ProductRef | None
    """The product; None where there is no such product or major."""

    @property
    def name(self) -> str:
        """Its domain and its product, for a message."""
        return f'{self.domain.name}: subscription to "{self.subscription.product}"'


@dataclass(frozen=True)
class Facts:
    """Everything a rule may know."""

    mesh: Mesh
    today: date
    """The day it is, in UTC."""
    rules: Mapping[str, Rule] = field(default_factory=lambda: MappingProxyType({}))
    """Every rule that is run, by id."""
    used: frozenset[Waiver] = frozenset()
    """The waivers that let something pass; known once every other rule has been run."""

    @cached_property
    def entitlements(self) -> tuple[Entitlement, ...]:
        """Who may see what, today."""
        return access.compile(self.mesh, today=self.today)

    @cached_property
    def products(self) -> tuple[ProductRef, ...]:
        """Every product."""
        return tuple(self.mesh.products())

    @cached_property
    def tables(self) -> tuple[TableAt, ...]:
        """Every table."""
        return tuple(TableAt(ref, t) for ref in self.products for t in ref.product.tables)

    @cached_property
    def landings(self) -> tuple[LandingAt, ...]:
        """Every landing."""
        return tuple(LandingAt(d, x) for d in self.mesh.domains for x in d.landings)

    @cached_property
    def table_columns(self) -> tuple[ColumnAt, ...]:
        """Every column of every table, and everything inside it."""
        return tuple(c for at in self.tables for c in _within(at, at.table.columns, ""))

    @cached_property
    def landing_columns(self) -> tuple[ColumnAt, ...]:
        """Every column of every landing, and everything inside it."""
        return tuple(c for at in self.landings for c in _within(at, at.landing.columns, ""))

    @cached_property
    def columns(self) -> tuple[ColumnAt, ...]:
        """Those of tables and those of landings."""
        return self.table_columns + self.landing_columns

    @cached_property
    def shares(self) -> tuple[ShareAt, ...]:
        """Every share."""
        return tuple(ShareAt(ref, s) for ref in self.products for s in ref.product.shares)

    @cached_property
    def subscriptions(self) -> tuple[SubscriptionAt, ...]:
        """Every subscription."""
        return tuple(
            SubscriptionAt(d, s, self.mesh.product(s.product, s.major)) for d in self.mesh.domains for s in d.consumes
        )

    def nearest_product(self, written: str) -> str | None:
        """The ``<domain>.<product>`` that was probably meant; None where none is close."""
        name, _, product = written.partition(".")
        domain = self.mesh.domain(name) or self.mesh.domain(nearest(name, (d.name for d in self.mesh.domains)) or "")
        near = nearest(product, (p.name for p in domain.products)) if domain else None
        return f"{domain.name}.{near}" if domain and near else None

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Everything that a waiver can be for."""
        return frozenset(
            {d.name for d in self.mesh.domains} | {r.name for r in self.products} | {t.scope for t in self.tables}
        )


def _within(holder: TableAt | LandingAt, columns: tuple[Column, ...], above: str) -> Iterator[ColumnAt]:
    for column in columns:
        path = above + column.name
        yield ColumnAt(holder, column, path, outermost=not above)
        if column.type.kind in ("list", "struct", "map"):
            yield from _within(holder, column.parts, f"{path}.")
