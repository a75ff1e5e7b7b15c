"""What was last published, read back from the contracts in the catalog: the base where there is no git."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from meshwright.language import Domain, Mesh, Place, Product, written_at

from .standards.odcs import read_contract


def published(contracts: Iterable[tuple[str, str]], head: Mesh) -> Mesh:
    """The mesh whose contracts these are: each its name, for messages and as its place, and its text.

    Governance, environments and transforms are those of ``head``, since no contract tells them; so are shares and
    subscriptions, of the domains that ``head`` still has. Raises ``Unreadable`` where a contract can't be read.
    """
    products: dict[str, list[Product]] = defaultdict(list)
    owners: dict[str, str | None] = {}
    for name, text in contracts:
        with written_at(Place(name, 1, 1)):
            found = read_contract(text, name).domain
        owners[found.name] = found.owner
        products[found.name] += found.products
    names = sorted({*products, *(d.name for d in head.domains)})
    return replace(head, domains=tuple(_domain(n, products.get(n, []), owners.get(n), head) for n in names))


def _domain(name: str, products: list[Product], owner: str | None, head: Mesh) -> Domain:
    now = head.domain(name)
    ordered = sorted(products, key=lambda p: (p.name, p.major))
    if now is None:
        return Domain(name, owner=owner, products=ordered)
    written = [(p.name, p.major) for p in now.products]
    ordered.sort(key=lambda p: written.index((p.name, p.major)) if (p.name, p.major) in written else len(written))
    shared = [p.model_copy(update={"shares": _shares(now, p)}) for p in ordered]
    return now.model_copy(update={"products": tuple(shared), "owner": owner or now.owner})


def _shares(domain: Domain, product: Product) -> tuple[object, ...]:
    same = domain.product(product.name, product.major)
    return same.shares if same is not None else ()
