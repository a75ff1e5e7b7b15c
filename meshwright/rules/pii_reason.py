"""Keeping sensitive values raw has a reason."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.columns:
        if at.column.pii == "keep" and at.column.why is None:
            place = at.column.place.of("pii")
            yield Breach(place, at.scope, f'{at.name} is sensitive, pii="keep", and gives no reason')


RULE = Rule(
    id="pii-reason",
    must='a column with pii="keep" says why',
    why="raw values of people are kept because somebody needs them, and an auditor asks who and what for",
    fix='add why="…", or treat it: pii="pseudonymise", "mask" or "generalise"',
    check=_check,
    waivable=False,
)
