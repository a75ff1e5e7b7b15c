"""From an account and who answers for what to definitions, and to what stays outside."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from meshwright.errors import MeshError
from meshwright.language import Adopted, Domain, Mesh, Product, Share, Subscription, Table
from meshwright.scaffold.inserting import Additions

from .assigning import Assignments
from .catalogs import Catalog, adopters, catalogs, with_shares, with_tables
from .estate import Estate
from .grants import PURPOSE, Agreed, Scope, agree
from .judging import refused
from .products import Contract, Left, product, tables_of, unsayable


@dataclass(frozen=True)
class Addition:
    """What comes to a domain."""

    domain: str
    products: tuple[Product, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    adopted: Adopted | None = None
    shares: Mapping[str, tuple[Share, ...]] = field(default_factory=dict)
    """Of products that were there before, by the database that they adopt."""
    asks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """More tables of products that it had subscribed to before."""

    def __bool__(self) -> bool:
        return bool(self.products or self.subscriptions or self.adopted or self.shares or self.asks)

    @property
    def additions(self) -> Additions:
        """What comes into its definition file."""
        return Additions(
            products=self.products,
            consumes=self.subscriptions,
            adopts=self.adopted,
            shares=self.shares,
            asks=self.asks,
        )

    def to(self, domain: Domain) -> Domain:
        """The domain with it."""
        before, more = domain.adopts or Adopted(), self.adopted or Adopted()
        both = Adopted(buckets=(*before.buckets, *more.buckets), roles=(*before.roles, *more.roles))
        grown = with_tables(with_shares(domain, self.shares), self.asks)
        return grown.model_copy(
            update={
                "products": (*grown.products, *self.products),
                "consumes": (*grown.consumes, *self.subscriptions),
                "adopts": both if both.buckets or both.roles else None,
            }
        )


@dataclass(frozen=True)
class Plan:
    """What becomes of an account."""

    additions: tuple[Addition, ...]
    """By domain; none of them is empty."""
    agreed: Agreed
    left: tuple[Left, ...]
    """Everything of what was assigned that stays outside, and why."""
    unassigned: tuple[str, ...]
    """What nobody answers for: ``bucket <name>``, ``database <name>``, ``role <name>``."""
    remarks: tuple[str, ...]
    before: tuple[str, ...]
    """What of the assigned its domain had adopted before, named as in ``unassigned``."""


def plan(mesh: Mesh, estate: Estate, assigned: Assignments, *, whole: bool = False) -> Plan:
    """Pure: the same account and assignments give the same plan. ``whole`` is to ask for a whole account.

    Raises:
        MeshError: another domain has adopted something of it.
    """
    before = tuple(_before(mesh, assigned))
    left = list(_beyond(estate, assigned))
    new = assigned.without((*before, *(x.what for x in left)))
    found: dict[str, list[Table]] = {}
    alike: dict[str, list[str]] = defaultdict(list)
    for database in assigned.databases:
        made = list(tables_of(estate, database))
        if database in new.databases:
            found[database] = _described(mesh, database, made, left, alike)
        elif f"database {database}" in before:
            left += _appeared(mesh, database, made)
    found = {database: tables for database, tables in found.items() if tables}
    known = catalogs(mesh, new, found)
    scope = Scope(estate, adopters(mesh, assigned), frozenset(assigned.roles), whole=whole)
    agreed = agree(scope, known)
    names = sorted({*new.domains, *agreed.asked, *(known[d].owner for d, shares in agreed.shares.items() if shares)})
    additions = (_addition(mesh, estate, new, known, agreed, name) for name in names)
    return Plan(
        tuple(a for a in additions if a),
        agreed,
        (*left, *agreed.left),
        _unassigned(mesh, estate, assigned),
        (*([estate.hidden] if estate.hidden else []), *_told(alike)),
        before,
    )


def _described(
    mesh: Mesh, database: str, made: Iterable[Contract | Left], left: list[Left], alike: dict[str, list[str]]
) -> list[Table]:
    """The tables that have a contract; what has none, and what is to be looked at, goes to the others."""
    left += [m for m in made if isinstance(m, Left)]
    described = [m for m in made if not isinstance(m, Left)]
    why = unsayable(database, described[0].table) if described else ""
    if described and not why:
        wrong = refused(mesh, database, [c.table for c in described])
        left += wrong.values()
        described = [c for c in described if c.table.name not in wrong]
    if not described or why:
        why = why or "it has no table that can be described; a product has at least one"
        left.append(Left(f"database {database}", why))
        return []
    for contract in described:
        for remark in contract.remarks:
            alike[f"{database}: {remark}"].append(contract.table.name)
    return [c.table for c in described]


def _addition(
    mesh: Mesh, estate: Estate, new: Assignments, known: Mapping[str, Catalog], agreed: Agreed, name: str
) -> Addition:
    products, shares = [], {}
    for database, catalog in known.items():
        more = agreed.shares.get(database, [])
        if catalog.owner == name and catalog.ref is None:
            existing = estate.database(database)
            said = existing.description if existing else None
            called = catalog.product.partition(".")[2]
            products.append(product(database, called, list(catalog.tables), more, said))
        elif catalog.owner == name and more:
            shares[database] = tuple(more)
    asked = [(a, a.of(mesh.domain(name), PURPOSE)) for a in agreed.asked.get(name, [])]
    buckets = [b for b, owner in new.buckets.items() if owner == name]
    roles = [r for r, owner in new.roles.items() if owner == name]
    return Addition(
        name,
        tuple(products),
        tuple(s for _, s in asked if isinstance(s, Subscription)),
        Adopted(buckets=buckets, roles=roles) if buckets or roles else None,
        shares,
        {a.product: tables for a, tables in asked if isinstance(tables, tuple) and tables},
    )


def _beyond(estate: Estate, assigned: Assignments) -> Iterator[Left]:
    """What can't be adopted in this environment at all."""
    for bucket, region in estate.elsewhere.items():
        why = f"it is in {region}, where this environment is not; adopt it in one that is"
        yield Left(f"bucket {bucket}", why)
    for database in estate.databases:
        if database.name in assigned.databases and database.beyond:
            yield Left(f"database {database.name}", database.beyond)


def _before(mesh: Mesh, assigned: Assignments) -> Iterator[str]:
    """What is adopted already by the domain that it is assigned to; to another is an error."""
    for domain in mesh.domains:
        held = domain.adopts or Adopted()
        for kind, known, given in (
            ("bucket", held.buckets, assigned.buckets),
            ("database", [p.adopts for p in domain.products if p.adopts], assigned.databases),
            ("role", held.roles, assigned.roles),
        ):
            for name in known:
                if given.get(name, domain.name) != domain.name:
                    raise MeshError(
                        f"{domain.name} has adopted {name} already; leave that out, or take it out of its definition "
                        "first"
                    )
                if name in given:
                    yield f"{kind} {name}"


def _appeared(mesh: Mesh, database: str, made: Iterable[Contract | Left]) -> Iterator[Left]:
    """Tables that came into a database after it was adopted."""
    ref = mesh.database(database)
    known = {t.name for t in ref.product.tables} if ref else set()
    for one in made:
        if not isinstance(one, Left) and one.table.name not in known:
            why = "it came after its database was adopted; describe it in the definition"
            yield Left(f"table {database}.{one.table.name}", why)


def _told(alike: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Each remark once, with the tables that it is about."""
    return tuple(
        f"{remark} ({names[0] if len(names) == 1 else f'{len(names)} tables, {names[0]} to {names[-1]}'})"
        for remark, names in alike.items()
    )


def _unassigned(mesh: Mesh, estate: Estate, assigned: Assignments) -> tuple[str, ...]:
    held = [d.adopts or Adopted() for d in mesh.domains]
    buckets = {*assigned.buckets, *(b for one in held for b in one.buckets)}
    databases = {*assigned.databases, *(p.adopts for d in mesh.domains for p in d.products)}
    roles = {*assigned.roles, *(r for one in held for r in one.roles)}
    return (
        *(f"bucket {b}" for b in estate.buckets if b not in buckets),
        *(f"database {d.name}" for d in estate.databases if d.name not in databases),
        *(f"role {r}" for r in estate.roles if r not in roles),
    )
