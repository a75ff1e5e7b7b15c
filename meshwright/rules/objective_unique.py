"""An objective is stated once."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        seen = set()
        for objective in ref.product.objectives:
            if objective.kind in seen:
                message = f"{ref.name} has two objectives of the kind {objective.kind}"
                yield Breach(objective.place, ref.name, message)
            seen.add(objective.kind)


RULE = Rule(
    id="objective-unique",
    must="a product has at most one objective of a kind",
    why="alarms and reports hold it to one number",
    fix="keep the stricter one",
    check=_check,
    waivable=False,
)
