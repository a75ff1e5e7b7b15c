"""A last day that was announced does not come closer."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .telling import subscribed


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        before = product.base.product.sunset if product.base else None
        after = product.head.product.sunset if product.head else None
        readers = [c.name for c in product.consumers if c.stays]
        if before and after and after < before and readers:
            ref = product.ref
            message = f"{ref}: its last day is {after}, before {before}, and {subscribed(readers)}"
            yield Breach(ref.product.place.of("sunset"), ref.name, message, f'write sunset="{before}"')


RULE = ChangeRule(
    id="sunset-kept",
    must="a sunset= does not come closer while somebody subscribes to the major",
    why="its readers planned to have moved by the day that they were told",
    fix="write the day that was announced, or a later one",
    check=_check,
)
