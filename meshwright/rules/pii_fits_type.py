"""A treatment works on the type it is asked to treat."""

from collections.abc import Iterator

from meshwright.access.spelling import listed

from .facts import Facts
from .kinds import NESTED, article
from .rule import Breach, Rule

TREATABLE = {
    "mask": frozenset({"text"}),
    "pseudonymise": frozenset({"text"}),
    "generalise": frozenset({"text", "integer", "long", "double", "decimal", "date", "timestamp"}),
}
"""By treatment, the types of the column that holds its result: a masked value and a pseudonym are texts."""


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        types = TREATABLE.get(at.column.pii or "")
        if types is not None and at.column.type.kind not in types:
            message = f'{at.name} has pii="{at.column.pii}" and is {article(at.column.type.kind)}'
            fitting = [t for t, kinds in TREATABLE.items() if at.column.type.kind in kinds]
            other = f", or write pii={' or '.join(listed([t]) for t in fitting)}" if fitting else ""
            fix = "" if at.column.type.kind in NESTED else f"declare it with text(…){other}"
            yield Breach(at.column.place.of("pii"), at.scope, message, fix)


RULE = Rule(
    id="pii-fits-type",
    must="a masked or pseudonymised column is text; a generalised one is text, a number, a date or a timestamp",
    why="the result of the treatment would not fit the column, and the run would fail",
    fix='mark the parts inside it, or write pii="keep" with why=',
    check=_check,
    waivable=False,
)
