"""A name stands for one thing."""

from collections.abc import Iterable, Iterator

from meshwright.language import Column, Definition

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    mesh = facts.mesh
    yield from _twice("", "domain", ((d.name, d, d.name) for d in mesh.domains))
    yield from _twice("", "environment", ((e.name, e, "") for e in mesh.environments))
    for domain in mesh.domains:
        products = ((f"{p.name} v{p.major}", p, f"{domain.name}.{p.name}") for p in domain.products)
        yield from _twice(f"{domain.name}: ", "product", products)
        yield from _twice(f"{domain.name}: ", "landing", ((x.name, x, domain.name) for x in domain.landings))
    for ref in facts.products:
        yield from _twice(f"{ref.name}: ", "table", ((t.name, t, ref.name) for t in ref.product.tables))
    for at in facts.tables:
        yield from _columns(f"{at.name}: ", at.table.columns, at.scope)
    for landed in facts.landings:
        yield from _columns(f"{landed.name}: ", landed.landing.columns, landed.scope)
    for part in facts.columns:
        if part.column.type.kind == "struct":
            yield from _columns(f"{part.name}: ", part.column.parts, part.scope)


def _columns(where: str, columns: tuple[Column, ...], scope: str) -> Iterator[Breach]:
    if len({c.name for c in columns}) < len(columns):
        yield from _twice(where, "column", ((c.name, c, scope) for c in columns))


def _twice(where: str, what: str, named: Iterable[tuple[str, Definition, str]]) -> Iterator[Breach]:
    seen: dict[str, Definition] = {}
    for name, definition, scope in named:
        if name in seen:
            message = f'{where}{what} "{name}" is there twice, first at {seen[name].place}'
            yield Breach(definition.place.of("name"), scope, message)
        seen.setdefault(name, definition)


RULE = Rule(
    id="name-unique",
    must="domains, environments, a domain's products (by major) and landings, a product's tables, and columns beside "
    "each other have distinct names",
    why="two things of one name would be built over each other",
    fix="rename or remove one",
    check=_check,
    waivable=False,
)
