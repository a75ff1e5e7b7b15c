"""A column's description fits the catalog."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule

LONGEST = 255
"""Characters of a column's comment, on one line: ``Column`` in the Glue API reference."""


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        description = at.column.description
        if not at.outermost or description is None:
            continue
        place = at.column.place.of("description")
        if len(description) > LONGEST:
            message = f"{at.name} is described in {len(description)} characters, and Glue takes {LONGEST}"
            yield Breach(place, at.scope, message)
        elif "\n" in description:
            yield Breach(place, at.scope, f"{at.name} is described in several lines, and Glue takes one")


RULE = Rule(
    id="comment-fits",
    must="a table column's description is one line of at most 255 characters",
    why="it becomes the column's comment in Glue, which refuses the whole table otherwise",
    fix="say it more briefly, and the rest in the table's description",
    check=_check,
    waivable=False,
)
