"""A standard column has its standard type."""

from collections.abc import Iterator

from .facts import Facts
from .kinds import article
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    standard = facts.mesh.governance.standard_types
    if not standard:
        return
    for at in facts.table_columns:
        wanted = standard.get(at.column.name)
        if wanted is not None and at.column.type.kind != wanted:
            message = f"{at.name} is {article(at.column.type.kind)}, and everywhere else {article(wanted)}"
            yield Breach(at.column.place, at.scope, message, f"declare it with {wanted}(…), or rename it")


RULE = Rule(
    id="standard-type",
    must="a column whose name is among governance's standard_types has that type",
    why="tables are joined by it",
    fix="declare it with the standard type, or rename it",
    check=_check,
)
