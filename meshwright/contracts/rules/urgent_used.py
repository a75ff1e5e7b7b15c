"""A reason for haste stands only where there is haste."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.contracts.grades import Grade
from meshwright.contracts.grading import is_urgent
from meshwright.contracts.rows import Row
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product in comparison.products:
        if product.base is None or product.head is None or product.head.product.urgent is None:
            continue
        used = any(c.row is Row.SENSITIVITY and c.grade is Grade.MINOR for c in product.changes)
        if is_urgent(product.base.product, product.head.product):
            message = "" if used else "urgent= gives a reason for which nothing is closed"
        else:
            message = "urgent= is of an earlier change"
        if message:
            place = product.head.product.place.of("urgent")
            yield Breach(place, product.head.name, f"{product.head.name}: {message}")


RULE = ChangeRule(
    id="urgent-used",
    must="urgent= stands where this change takes access away, and gives this change's reason",
    why="each reason is approved once, and holds for one change",
    fix="remove it",
    check=_check,
    level="warning",
)
