"""A treatment works on the type it is asked to treat."""

from collections.abc import Iterator

from meshwright.access.spelling import listed

from .facts import Facts
from .kinds import article
from .rule import Breach, Rule

TREATABLE = {
    "mask": frozenset({"text"}),
    "pseudonymise": frozenset({"text", "integer", "long", "date"}),
    "generalise": frozenset({"text", "integer", "long", "double", "decimal", "date", "timestamp"}),
}
"""By treatment, the types it takes. A pseudonym is made of a value's text, which differs between engines for others."""


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        types = TREATABLE.get(at.column.pii or "")
        if types is not None and at.column.type.kind not in types:
            message = f'{at.name} has pii="{at.column.pii}" and is {article(at.column.type.kind)}'
            fitting = [t for t, kinds in TREATABLE.items() if at.column.type.kind in kinds]
            fix = f"write pii={' or '.join(listed([t]) for t in fitting)}" if fitting else ""
            yield Breach(at.column.place.of("pii"), at.scope, message, fix)


RULE = Rule(
    id="pii-fits-type",
    must="mask is for text; pseudonymise for text, whole numbers and dates; generalise for text, numbers and times",
    why="the runtime would have to fail, or publish the value raw",
    fix='mark the parts inside it, or write pii="keep" with why=',
    check=_check,
    waivable=False,
)
