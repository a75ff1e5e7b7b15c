"""A landing's columns are such that its format can hold them."""

from collections.abc import Iterator

from .facts import Facts, LandingAt
from .kinds import NESTED, article
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.landing_columns:
        assert isinstance(at.holder, LandingAt)  # it is a landing's column
        if at.outermost and at.holder.landing.format == "csv" and at.column.type.kind in NESTED | {"binary"}:
            message = f"{at.name} is {article(at.column.type.kind)}, and the landing's format is csv"
            yield Breach(at.column.place, at.scope, message)


RULE = Rule(
    id="landing-fits-format",
    must="a csv landing has neither nested columns nor bytes",
    why="a line of text has no one way to write them",
    fix="declare it with text(…) and take it apart in the transform, or land json or parquet",
    check=_check,
    waivable=False,
)
