"""Data in the catalog: what IAM lets a role ask for, and what it is entitled to; both have to agree."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from meshwright import access
from meshwright.language import Mesh, ProductRef, Share, Table
from tests.end_to_end.project import TODAY

from .askers import DUTIES, Site, asker, spoken
from .evaluator import Request, answer

ASKED = ("glue:GetTable", "lakeformation:GetDataAccess")
"""What a query asks of IAM before Lake Formation answers it."""
NOTHING = "nothing"


@dataclass(frozen=True)
class Seen:
    """What the roles of a domain see of a table."""

    domain: str
    database: str
    table: str
    by_duty: tuple[str, ...]
    """In the order of ``DUTIES``."""


def seen(mesh: Mesh, sites: dict[str, Site]) -> Iterator[Seen]:
    """What each role of each domain sees of each table."""
    entitlements = access.compile(mesh, today=TODAY)
    asking = {(name, duty): _asks(site, duty) for name, site in sites.items() for duty in DUTIES}
    for domain in mesh.domains:
        for ref in mesh.products():
            for table in ref.product.tables:
                told = tuple(
                    _told(entitlements, domain.name, duty, ref, table) if asking[domain.name, duty] else NOTHING
                    for duty in DUTIES
                )
                yield Seen(domain.name, ref.database, table.name, told)


def _asks(site: Site, duty: str) -> bool:
    """Whether IAM lets a role ask for any table at all."""
    who, table = asker(site, duty), site.arn("glue", "table/any/thing")
    requests = (Request(who, action, table, spoken(site, who, action, table, {})) for action in ASKED)
    return all(answer(request, None, site.ground.account).allowed for request in requests)


def _told(entitlements: tuple[access.Entitlement, ...], domain: str, duty: str, ref: ProductRef, table: Table) -> str:
    found = [
        e
        for e in entitlements
        if duty in e.roles
        and e.place == (ref.database, table.name)
        and (e.consumer == domain or (e.consumer == access.EVERYONE and ref.domain.name != domain))
    ]
    if len(found) > 1:
        raise ValueError(f"{domain} ({duty}) has {len(found)} entitlements to {table.name}; one is meant")
    return _extent(found[0]) if found else NOTHING


def _extent(found: access.Entitlement) -> str:
    hidden = [c.name for c in found.table.columns if c.name not in found.columns]
    parts = ["writes" if "INSERT" in found.actions else "reads"]
    if hidden:
        parts.append(f"not {', '.join(hidden)}")
    if found.rows:
        parts.append(f"where {found.rows}")
    if found.until:
        parts.append(f"until {found.until}")
    return ", ".join(parts)


def wider(mesh: Mesh) -> Iterator[tuple[str, Mesh]]:
    """The mesh with one share that gives more, or one more share: each has to be noticed."""
    for domain in mesh.domains:
        for product in domain.products:
            for number, share in enumerate(product.shares):
                for change, more in _more(share, product.tables):
                    shares = (*product.shares[:number], more, *product.shares[number + 1 :])
                    yield f"{domain.name}.{product.name} to {share.to}: {change}", _with(mesh, product, shares)
            for other in mesh.domains:
                asked = any(s.product == f"{domain.name}.{product.name}" for s in other.consumes)
                if asked and not any(s.to == other.name for s in product.shares) and product.visibility != "open":
                    more = Share(other.name, purpose="anything")
                    yield (
                        f"{domain.name}.{product.name}: also to {other.name}",
                        _with(mesh, product, (*product.shares, more)),
                    )


def _more(share: Share, tables: tuple[Table, ...]) -> Iterator[tuple[str, Share]]:
    sensitive = tuple(sorted({c.name for t in tables for c in t.columns if c.sensitive} - set(share.including)))
    for name, wide in (("rows", None), ("until", None), ("columns", None), ("tables", None), ("without", ())):
        if getattr(share, name) != wide:
            yield f"whatever {name}", share.model_copy(update={name: wide})
    if sensitive:
        yield (
            f"including {', '.join(sensitive)}",
            share.model_copy(update={"including": (*share.including, *sensitive)}),
        )


def _with(mesh: Mesh, product: object, shares: tuple[Share, ...]) -> Mesh:
    domains = tuple(
        d.model_copy(
            update={
                "products": tuple(p.model_copy(update={"shares": shares}) if p is product else p for p in d.products)
            }
        )
        for d in mesh.domains
    )
    return replace(mesh, domains=domains)
