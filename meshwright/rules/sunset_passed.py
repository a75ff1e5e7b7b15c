"""Nobody subscribes to what should be gone."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule
from .sunset_announced import ends_by, move


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.subscriptions:
        sunset = at.target.product.sunset if at.target else None
        if sunset is not None and sunset < facts.today and not ends_by(at, facts):
            message = f"{at.name} v{at.subscription.major}: its last day was {sunset}"
            yield Breach(at.subscription.place.of("major"), at.domain.name, message, move(at))


RULE = Rule(
    id="sunset-passed",
    must="nobody subscribes to a major whose sunset= has passed",
    why="its owner may remove it any day",
    fix="agree with its owner on where to read it from now on, or end the subscription",
    check=_check,
)
