"""Where a newer major stands beside it, a major says when it goes."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        newest = max(p.major for p in ref.domain.products if p.name == ref.product.name)
        if ref.product.major < newest and ref.product.sunset is None:
            message = f"{ref.name} {ref.product.version} stands beside major {newest} without a last day"
            fix = f'add sunset="…" and successor={newest}'
            yield Breach(ref.product.place, ref.name, message, "" if ref.product.successor else fix)


RULE = Rule(
    id="sunset-present",
    must="a major that a newer one stands beside has a sunset=",
    why="both cost money and care, and nobody moves before there is a date",
    fix='add sunset="…", the last day on which it is kept',
    check=_check,
    level="warning",
)
