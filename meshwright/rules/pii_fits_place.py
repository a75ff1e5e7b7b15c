"""A treatment happens where it can."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        if at.column.pii == "drop":
            fix = "leave the column out of the table"
            yield Breach(at.column.place.of("pii"), at.scope, f'{at.name} has pii="drop" in a table', fix)
    for at in facts.landing_columns:
        if at.column.pii not in (None, "keep", "drop"):
            message = f'{at.name} has pii="{at.column.pii}" in a landing'
            fix = 'write pii="drop", or pii="keep" with why= and treat it in the table'
            yield Breach(at.column.place.of("pii"), at.scope, message, fix)


RULE = Rule(
    id="pii-fits-place",
    must="in a landing sensitive columns are kept or dropped, in a table anything but dropped",
    why="raw files are never rewritten, so no treatment reaches them; a table has no columns that nobody may fill",
    fix="treat it in the table",
    check=_check,
    waivable=False,
)
