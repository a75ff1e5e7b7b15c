"""From an account and who answers for what to definitions, and to what stays outside."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from meshwright.errors import MeshError
from meshwright.language import Adopted, Domain, Mesh, Product, Subscription, Table
from meshwright.scaffold.inserting import Additions

from .assigning import Assignments
from .estate import Estate
from .grants import Agreed, agree
from .products import Left, product, product_name, tables_of


@dataclass(frozen=True)
class Addition:
    """What a domain takes over."""

    domain: str
    products: tuple[Product, ...]
    subscriptions: tuple[Subscription, ...]
    adopted: Adopted | None

    @property
    def additions(self) -> Additions:
        """What comes into its definition file."""
        return Additions(products=self.products, consumes=self.subscriptions, adopts=self.adopted)

    def to(self, domain: Domain) -> Domain:
        """The domain with it."""
        before, more = domain.adopts or Adopted(), self.adopted or Adopted()
        both = Adopted(buckets=(*before.buckets, *more.buckets), roles=(*before.roles, *more.roles))
        return domain.model_copy(
            update={
                "products": (*domain.products, *self.products),
                "consumes": (*domain.consumes, *self.subscriptions),
                "adopts": both if both.buckets or both.roles else None,
            }
        )


@dataclass(frozen=True)
class Plan:
    """What becomes of an account."""

    additions: tuple[Addition, ...]
    """By domain."""
    agreed: Agreed
    left: tuple[Left, ...]
    """Everything of what was assigned that stays outside, and why."""
    unassigned: tuple[str, ...]
    """What nobody answers for: ``bucket <name>``, ``database <name>``, ``role <name>``."""
    remarks: tuple[str, ...]


def plan(mesh: Mesh, estate: Estate, assigned: Assignments) -> Plan:
    """Pure: the same account and assignments give the same plan.

    Raises:
        MeshError: something is part of the mesh already.
    """
    _refuse_known(mesh, assigned)
    tables: dict[str, list[Table]] = {}
    left: list[Left] = []
    alike: dict[str, list[str]] = defaultdict(list)
    for database in assigned.databases:
        found = []
        for made in tables_of(estate, database):
            if isinstance(made, Left):
                left.append(made)
            else:
                found.append(made.table)
                for remark in made.remarks:
                    alike[f"{database}: {remark}"].append(made.table.name)
        if found:
            tables[database] = found
        else:
            left.append(
                Left(f"database {database}", "it has no table that can be described; a product has at least one")
            )
    products = {d: f"{assigned.databases[d]}.{product_name(d, assigned.databases[d])}" for d in tables}
    agreed = agree(estate, _with_known(mesh, assigned), tables, products)
    names = sorted({*assigned.domains, *agreed.subscriptions})
    additions = tuple(_addition(estate, assigned, tables, agreed, name) for name in names)
    return Plan(additions, agreed, (*left, *agreed.left), _unassigned(mesh, estate, assigned), _told(alike))


def _addition(
    estate: Estate, assigned: Assignments, tables: dict[str, list[Table]], agreed: Agreed, domain: str
) -> Addition:
    products = []
    for database, owner in assigned.databases.items():
        if owner == domain and database in tables:
            existing = estate.database(database)
            said = existing.description if existing else None
            products.append(product(database, domain, tables[database], agreed.shares.get(database, []), said))
    buckets = [b for b, owner in assigned.buckets.items() if owner == domain]
    roles = [r for r, owner in assigned.roles.items() if owner == domain]
    adopted = Adopted(buckets=buckets, roles=roles) if buckets or roles else None
    return Addition(domain, tuple(products), tuple(agreed.subscriptions.get(domain, [])), adopted)


def _refuse_known(mesh: Mesh, assigned: Assignments) -> None:
    for domain in mesh.domains:
        held = domain.adopts or Adopted()
        known = [b for b in held.buckets if b in assigned.buckets] + [r for r in held.roles if r in assigned.roles]
        known += [p.adopts for p in domain.products if p.adopts is not None and p.adopts in assigned.databases]
        if known:
            raise MeshError(f"{domain.name} has adopted {', '.join(known)} already; leave that out")


def _with_known(mesh: Mesh, assigned: Assignments) -> Assignments:
    """The same with the roles that were adopted before, whose grants are their domains'."""
    known = {role: d.name for d in mesh.domains for role in (d.adopts or Adopted()).roles}
    return replace(assigned, roles={**known, **assigned.roles})


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
