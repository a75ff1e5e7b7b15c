"""A default is a value of its column."""

from collections.abc import Iterator

from meshwright.language.quoting import quoted

from .facts import ColumnAt, Facts, LandingAt
from .kinds import article, fits
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.columns:
        if at.column.default is not None and (problem := _problem(at)):
            place = at.column.place.of("default")
            yield Breach(place, at.scope, f"{at.name} has the default {quoted(at.column.default)} and {problem}")


def _problem(at: ColumnAt) -> str | None:
    if at.column.default is not None and not fits(at.column.default, at.column):
        return f"is {article(at.column.type.kind)}"
    if not at.outermost:
        return "stands inside another column, where nothing is filled in"
    if isinstance(at.holder, LandingAt):
        return "is a landing's, where nothing is filled in"
    return None if at.column.optional else "is not optional"


RULE = Rule(
    id="default-fits-type",
    must="default= is a value of the column's type, on an optional column of a table, not inside another",
    why="a run puts it where a row gives nothing, and it has to fit there",
    fix="write a value of its type, or remove default=",
    check=_check,
    waivable=False,
)
