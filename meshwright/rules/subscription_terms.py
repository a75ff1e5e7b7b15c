"""The terms of a subscription go together."""

from collections.abc import Iterator

from meshwright.access.terms import contradictions

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.subscriptions:
        if at.target is None:
            continue
        for mistake in contradictions(at.target.product, at.subscription):
            place = at.subscription.place.of(mistake.field)
            yield Breach(place, at.domain.name, f"{at.name}: {mistake.message}", mistake.fix)


RULE = Rule(
    id="subscription-terms",
    must="columns=, without= and rows= of a subscription narrow one table, and leave something of it",
    why="who asks for less than is offered has to get exactly that",
    fix="say it in one way",
    check=_check,
    waivable=False,
)
