"""A product says what it is for."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.purpose is None:
            yield Breach(ref.product.place, ref.name, f"{ref.name} has no purpose")


RULE = Rule(
    id="purpose-present",
    must="each product says what it is for",
    why="whoever looks for data finds it by that, and whoever reviews a share judges it by that",
    fix='add purpose="…", such as "one row per scheduled departure"',
    check=_check,
)
