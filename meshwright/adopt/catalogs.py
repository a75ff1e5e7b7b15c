"""Databases that are products, or become products, and what of them was agreed on before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from meshwright.access.agreements import Offer, offers
from meshwright.language import Domain, Mesh, ProductRef, Share, Subscription, Table

from .assigning import Assignments
from .products import product_name


@dataclass(frozen=True)
class Catalog:
    """An adopted database."""

    database: str
    owner: str
    product: str
    """``<domain>.<product>``."""
    tables: Sequence[Table]
    """Those that have a contract."""
    ref: ProductRef | None = None
    """Of one that was adopted before."""

    @property
    def major(self) -> int:
        """Of the product."""
        return self.ref.product.major if self.ref else 1

    def offered(self, consumer: str, table: str) -> Offer | None:
        """What is shared with a consumer already."""
        return self._offers.get((consumer, table))

    @cached_property
    def _offers(self) -> dict[tuple[str, str], Offer]:
        if self.ref is None:
            return {}
        product = self.ref.product
        return {(s.to, o.table.name): o for s in reversed(product.shares) for o in offers(product, s)}


@dataclass(frozen=True)
class Asking:
    """What a consumer has to ask for: a subscription where it has none, else more tables for the one it has."""

    product: str
    major: int
    tables: tuple[str, ...]
    every: bool
    """Whether these are all that there are."""

    def of(self, domain: Domain | None, purpose: str) -> Subscription | tuple[str, ...]:
        """A new subscription, or the tables that the one of the domain lacks."""
        for held in domain.consumes if domain else ():
            if (held.product, held.major) == (self.product, self.major):
                return () if held.tables is None else tuple(t for t in self.tables if t not in held.tables)
        tables = None if self.every else self.tables
        return Subscription(self.product, major=self.major, purpose=purpose, tables=tables)


def catalogs(mesh: Mesh, assigned: Assignments, found: Mapping[str, list[Table]]) -> dict[str, Catalog]:
    """By database, those adopted before and those that are now, whose tables are ``found``."""
    before = {
        ref.database: Catalog(ref.database, ref.domain.name, ref.name, ref.product.tables, ref)
        for ref in mesh.products()
        if ref.product.adopts
    }
    now = {}
    taken = {ref.name for ref in mesh.products()}
    for database, tables in found.items():
        owner = assigned.databases[database]
        name = product_name(database, owner, {t.partition(".")[2] for t in taken if t.startswith(f"{owner}.")})
        now[database] = Catalog(database, owner, f"{owner}.{name}", tables)
        taken.add(now[database].product)
    return {**before, **now}


def with_shares(domain: Domain, shares: Mapping[str, Sequence[Share]]) -> Domain:
    """The domain with more shares of what it adopted, by database."""
    products = [p.model_copy(update={"shares": (*p.shares, *shares.get(p.adopts or "", ()))}) for p in domain.products]
    return domain.model_copy(update={"products": tuple(products)})


def with_tables(domain: Domain, asks: Mapping[str, Sequence[str]]) -> Domain:
    """The domain that asks for more tables, by product."""
    consumes = [
        s.model_copy(update={"tables": (*s.tables, *asks.get(s.product, ()))}) if s.tables is not None else s
        for s in domain.consumes
    ]
    return domain.model_copy(update={"consumes": tuple(consumes)})


def adopters(mesh: Mesh, assigned: Assignments) -> Assignments:
    """The same with the roles that were adopted before, whose grants are their domains'."""
    known = {role: member.name for member in mesh.members for role in member.roles}
    return replace(assigned, roles={**known, **assigned.roles})
