"""What breaks readers is a new major beside the old one."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.contracts.grades import Grade
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .telling import elsewhere, scope, told


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        if product.kind != "changed" or product.ref.product.major == 0:
            continue
        for change in product.changes:
            if change.grade is Grade.MAJOR:
                readers = [c.name for c in product.touched(change)]
                whom = f" ({', '.join(readers)} read{'s' if len(readers) == 1 else ''} it)" if readers else ""
                message = f"{told(product, change)}{whom}: {change.meaning}"
                yield Breach(change.place, scope(product, change), message, elsewhere(comparison, product))


RULE = ChangeRule(
    id="change-major",
    must="what breaks readers is done in a new major, beside the one that they read",
    why="whoever reads it moves when they are ready, and finds out before and not after",
    fix="leave the major as it was, and write the change as the next one beside it",
    check=_check,
)
