"""A new column takes a number that was never used."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .numbers import changed_tables, highest_ever, numbers


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product, before, table in changed_tables(comparison):
        used = numbers(before) | set(before.reserved)
        for column in (c for top in table.columns for c in top.walk()):
            if column.number not in used and column.number < max(used):
                scope = f"{product.ref.name}.{table.name}"
                message = (
                    f'{scope}: column "{column.name}" is new and has number {column.number}, '
                    f"below {max(used)}, the highest ever used"
                )
                fix = f"give it number {highest_ever(product, table.name) + 1}"
                yield Breach(column.place.of("number"), scope, message, fix)


RULE = ChangeRule(
    id="number-next",
    must="the number of a new column is above every number that its table ever used",
    why="nobody can tell whether a lower one was used by a column that is long gone",
    fix="give it the highest number ever used + 1",
    check=_check,
)
