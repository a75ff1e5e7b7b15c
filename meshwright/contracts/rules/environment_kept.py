"""An environment stays where its data is."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule


def _check(comparison: Comparison) -> Iterator[Breach]:
    for environment in comparison.environments:
        for change in environment.changes:
            yield Breach(change.place, "", f"environment {environment.name}: {change.what}: {change.meaning}")


RULE = ChangeRule(
    id="environment-kept",
    must="an environment keeps its account, its region and its kind of endpoint",
    why="it would be built anew elsewhere, empty, and what it holds would belong to nobody",
    fix="add an environment under another name, move what has to move, and remove the old one then",
    check=_check,
)
