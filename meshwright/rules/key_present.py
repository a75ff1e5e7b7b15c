"""Every table has a key."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        if at.ref.product.filled and not at.table.key:
            yield Breach(at.place.of("columns"), at.scope, f"{at.name} has no key")


RULE = Rule(
    id="key-present",
    must="each table that the mesh fills has at least one column with key=True",
    why="without one nobody can tell what a row stands for, join it or correct it",
    fix="mark what identifies a row with key=True",
    check=_check,
    waivable=False,
)
