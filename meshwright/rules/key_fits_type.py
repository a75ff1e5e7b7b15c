"""A key is of a type that identifies."""

from collections.abc import Iterator

from .facts import ColumnAt, Facts
from .kinds import EXACT, article
from .rule import Breach, Rule

_BLURRING = ("mask", "generalise")


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.columns:
        if at.column.key and (problem := _problem(at)):
            yield Breach(at.column.place.of("key"), at.scope, f"{at.name} is a key and {problem}")


def _problem(at: ColumnAt) -> str | None:
    if not at.outermost:
        return "stands inside another"
    if at.column.type.kind not in EXACT:
        return article(at.column.type.kind)
    if at.column.pii in _BLURRING:
        return f'has pii="{at.column.pii}", which makes different values equal'
    return None


RULE = Rule(
    id="key-fits-type",
    must="key columns are top-level, of an exact type, and not masked or generalised",
    why="floating-point numbers, bytes and nested values don't compare alike in all engines",
    fix="use another column as the key",
    check=_check,
    waivable=False,
)
