"""A number that is given up is kept in reserved=."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .numbers import changed_tables, numbers


def _check(comparison: Comparison) -> Iterator[Breach]:
    for product, before, table in changed_tables(comparison):
        missing = (numbers(before) | set(before.reserved)) - numbers(table) - set(table.reserved)
        if missing:
            scope = f"{product.ref.name}.{table.name}"
            several = "s" if len(missing) > 1 else ""
            given_up = ", ".join(str(n) for n in sorted(missing))
            message = f"{scope}: number{several} {given_up} {'are' if several else 'is'} given up and not reserved"
            fix = f"write reserved={sorted(missing | set(table.reserved))}"
            yield Breach(table.place.of("reserved"), scope, message, fix)


RULE = ChangeRule(
    id="number-reserved",
    must="the number of a dropped column goes into reserved= in the same change, and stays there",
    why="old snapshots still hold its values, and they would appear in the next column of that number",
    fix="add it to the table's reserved=",
    check=_check,
    waivable=False,
)
