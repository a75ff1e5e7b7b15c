"""Only what is harmless is open."""

from collections.abc import Iterator

from meshwright.access.standing import OPEN_CLASSIFICATIONS

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.visibility == "open" and ref.product.classification not in OPEN_CLASSIFICATIONS:
            message = f"{ref.name} is open and {ref.product.classification}"
            yield Breach(ref.product.place.of("visibility"), ref.name, message)


RULE = Rule(
    id="open-classification",
    must='visibility="open" is for public and internal products',
    why="every domain reads an open product without asking",
    fix='share it with those who need it, or write classification="internal" if that is what it is',
    check=_check,
    waivable=False,
)
