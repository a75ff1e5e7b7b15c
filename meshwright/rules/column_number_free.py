"""A number that was given up stays given up."""

from collections.abc import Iterator

from .facts import Facts, TableAt
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        assert isinstance(at.holder, TableAt)  # it is a table's column
        reserved = at.holder.table.reserved
        if reserved and at.column.number in reserved:
            highest = max(*reserved, *(c.number for top in at.holder.table.columns for c in top.walk()))
            message = f"{at.name} has the reserved number {at.column.number}"
            yield Breach(at.column.place.of("number"), at.scope, message, f"give it number {highest + 1}")


RULE = Rule(
    id="column-number-free",
    must="no column has a number that reserved= keeps for one that is gone",
    why="old snapshots still hold that column's values, and they would appear in the new one",
    fix="give it a number that was never used",
    check=_check,
    waivable=False,
)
