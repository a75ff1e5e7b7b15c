"""No SQL lies about that nothing runs."""

from collections.abc import Iterator
from posixpath import dirname, join

from meshwright.language import Place

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for domain in facts.mesh.domains:
        used = {t.transform for p in domain.products if p.filled for t in p.tables}
        for file in facts.mesh.transforms.get(domain.name, {}):
            if file not in used:
                place = Place(join(dirname(domain.place.path), "transforms", file), 1, 1)
                yield Breach(place, domain.name, f'{domain.name}: no table uses the transform "{file}"')


RULE = Rule(
    id="transform-used",
    must="each file in transforms/ fills a table",
    why="whoever reads it takes it for what runs",
    fix="remove the file, or name it in transform=",
    check=_check,
    level="warning",
)
