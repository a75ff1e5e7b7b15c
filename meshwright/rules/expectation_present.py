"""A product promises something of its rows."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.filled and not any(t.expects for t in ref.product.tables):
            yield Breach(ref.product.place.of("tables"), ref.name, f"{ref.name} has no expectation")


RULE = Rule(
    id="expectation-present",
    must="each product that the mesh fills has at least one expectation",
    why="a run publishes whatever it made where nothing is expected of it",
    fix="add expects=[…] to a table, such as Expect.unique of its key",
    check=_check,
)
