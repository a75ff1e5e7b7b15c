"""The whole mesh: every domain, the governance over them, the environments they are built in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from .central import Environment, Governance
from .domains import Domain
from .products import Product, Table
from .schedules import OnPublish


@dataclass(frozen=True)
class ProductRef:
    """A product in its domain, with the names it is known by."""

    domain: Domain
    product: Product

    @property
    def name(self) -> str:
        """``<domain>.<product>``."""
        return f"{self.domain.name}.{self.product.name}"

    @property
    def database(self) -> str:
        """``<domain>_<product>_v<major>``, or the one it adopts: its Glue database, and its name in SQL."""
        return self.product.adopts or database_name(self.domain.name, self.product.name, self.product.major)

    def __str__(self) -> str:
        return f"{self.name} v{self.product.major}"


def database_name(domain: str, product: str, major: int) -> str:
    """The Glue database of one product major, and its name in SQL."""
    return f"{domain}_{product}_v{major}"


@dataclass(frozen=True)
class Member:
    """A domain as every other one knows it."""

    name: str
    owner: str | None = None
    cost_center: str | None = None
    buckets: tuple[str, ...] = ()
    """Those that it adopted: who plans and deploys has to see them."""
    roles: tuple[str, ...] = ()
    """Those that it adopted."""
    products: int = field(default=0, compare=False)
    """How many it has: what it holds is no part of who it is, and neither are the next two."""
    tables: int = field(default=0, compare=False)
    waiting: int = field(default=0, compare=False)
    """Products that run upon the publication of others."""


@dataclass(frozen=True)
class Mesh:
    """Everything that has been defined, or a slice of it: some domains whole, and of the others who they are.

    Domains are sorted by name.
    """

    domains: tuple[Domain, ...]
    governance: Governance
    environments: tuple[Environment, ...]
    transforms: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """By domain and file name, the text of every file in ``domains/<domain>/transforms/``."""
    samples: frozenset[str] = frozenset()
    """The ``sample=`` values that were found, as ``<domain>/<sample>``."""
    unread: frozenset[str] = frozenset()
    """Domains that are there but could not be built: nothing is known of them, so nothing is said of references."""

    beyond: tuple[Member, ...] = ()
    """The domains that are there and not part of this slice."""

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Every domain that there is, be it in this slice or beyond, sorted by name."""
        here = map(_member, self.domains)
        return tuple(sorted((*here, *self.beyond), key=lambda member: member.name))

    def domain(self, name: str) -> Domain | None:
        """The domain of that name."""
        return self._domains.get(name)

    def environment(self, name: str) -> Environment | None:
        """The environment of that name."""
        return next((e for e in self.environments if e.name == name), None)

    def products(self) -> Iterator[ProductRef]:
        """Every product, by domain and then as written."""
        return iter(self._products)

    def product(self, name: str, major: int | None = None) -> ProductRef | None:
        """``<domain>.<product>``; of several majors the one asked for, else the newest."""
        domain_name, _, product_name = name.partition(".")
        domain = self.domain(domain_name)
        product = domain.product(product_name, major) if domain else None
        return ProductRef(domain, product) if domain and product else None

    def database(self, name: str) -> ProductRef | None:
        """The product that a database belongs to."""
        return self._databases.get(name)

    def tables(self) -> Iterator[tuple[ProductRef, Table]]:
        """Every table of every product."""
        for ref in self._products:
            for table in ref.product.tables:
                yield ref, table

    @cached_property
    def _domains(self) -> dict[str, Domain]:
        return {d.name: d for d in self.domains}

    @cached_property
    def _products(self) -> tuple[ProductRef, ...]:
        return tuple(ProductRef(d, p) for d in self.domains for p in d.products)

    @cached_property
    def _databases(self) -> dict[str, ProductRef]:
        return {ref.database: ref for ref in self._products}


def _member(domain: Domain) -> Member:
    return Member(
        domain.name,
        domain.owner,
        domain.cost_center,
        buckets=domain.adopts.buckets if domain.adopts else (),
        roles=domain.adopts.roles if domain.adopts else (),
        products=len(domain.products),
        tables=sum(len(p.tables) for p in domain.products),
        waiting=sum(isinstance(p.schedule, OnPublish) for p in domain.products),
    )
