"""The terms of a share go together."""

from collections.abc import Iterator

from meshwright.access.terms import contradictions

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.shares:
        for mistake in contradictions(at.ref.product, at.share):
            place = at.share.place.of(mistake.field)
            yield Breach(place, at.ref.name, f"{at.name}: {mistake.message}", mistake.fix)


RULE = Rule(
    id="share-terms",
    must="columns=, without= and rows= limit one table; a sensitive column is offered by naming it in including=",
    why="a share is read by reviewers: what it gives has to be what it seems to give",
    fix="say it in one way",
    check=_check,
    waivable=False,
)
