"""A product promises something of its service."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.filled and not ref.product.objectives:
            yield Breach(ref.product.place, ref.name, f"{ref.name} has no objective")


RULE = Rule(
    id="objective-present",
    must="each product that the mesh fills has at least one objective",
    why="without one nobody notices that it has stopped being fresh or good",
    fix='add objectives=[Objective.fresh(within="…")]',
    check=_check,
)
