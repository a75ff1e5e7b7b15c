"""A domain subscribes to a product's major once."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    seen = set()
    for at in facts.subscriptions:
        key = (at.domain.name, at.subscription.product, at.subscription.major)
        if key in seen:
            message = f"{at.name} v{at.subscription.major} is there twice"
            yield Breach(at.subscription.place, at.domain.name, message)
        seen.add(key)


RULE = Rule(
    id="subscription-unique",
    must="a domain subscribes to a major of a product at most once",
    why="two subscriptions leave open which purpose and which last day count",
    fix="keep one, with the tables of both",
    check=_check,
    waivable=False,
)
