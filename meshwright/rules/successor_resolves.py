"""A successor is a newer major that exists."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        successor, own = ref.product.successor, ref.product.major
        if successor is None:
            continue
        newer = sorted(p.major for p in ref.domain.products if p.name == ref.product.name and p.major > own)
        if successor not in newer:
            problem = "there is no such major" if successor > own else f"it isn't newer than {own}"
            message = f"{ref.name} {ref.product.version} has successor={successor}, and {problem}"
            fix = f"write successor={newer[-1]}" if newer else ""
            yield Breach(ref.product.place.of("successor"), ref.name, message, fix)


RULE = Rule(
    id="successor-resolves",
    must="successor= names a newer major of the same product",
    why="subscribers are sent there",
    fix="define the newer major beside it, or remove successor=",
    check=_check,
    waivable=False,
)
