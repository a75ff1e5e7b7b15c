"""A column's number is its own."""

from collections.abc import Iterator

from .facts import ColumnAt, Facts, LandingAt, TableAt
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    seen: dict[int, ColumnAt] = {}
    holder: TableAt | LandingAt | None = None
    for at in facts.columns:
        if at.holder is not holder:
            seen, holder = {}, at.holder
        first = seen.setdefault(at.column.number, at)
        if first is not at:
            message = f'{at.name} has the number {at.column.number} of column "{first.path}"'
            yield Breach(at.column.place.of("number"), at.scope, message)


RULE = Rule(
    id="column-number-unique",
    must="each column of a table or landing, nested ones too, has a number of its own",
    why="Iceberg knows columns by number: two of one number would be one column",
    fix="give it the next free number",
    check=_check,
    waivable=False,
)
