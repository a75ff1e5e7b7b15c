"""Every table's SQL is there."""

from collections.abc import Iterator

from meshwright.access.spelling import nearest

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        if not at.ref.product.filled:
            continue  # others fill it
        files = facts.mesh.transforms.get(at.ref.domain.name, {})
        if at.table.transform not in files:
            near = nearest(at.table.transform, files)
            message = f'{at.name}: there is no file "{at.table.transform}" in transforms/'
            yield Breach(at.place.of("transform"), at.scope, message, f'write transform="{near}"' if near else "")


RULE = Rule(
    id="transform-exists",
    must="the file of each table's transform stands in the domain's transforms/",
    why="without it nothing fills the table",
    fix="add the file, with one SELECT in it",
    check=_check,
    waivable=False,
)
