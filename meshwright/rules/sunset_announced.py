"""Subscribers hear of the last day of what they read."""

from collections.abc import Iterator

from .facts import Facts, SubscriptionAt
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.subscriptions:
        sunset = at.target.product.sunset if at.target else None
        if sunset is not None and sunset >= facts.today and not ends_by(at, facts):
            message = f"{at.name} v{at.subscription.major}: its last day is {sunset}"
            yield Breach(at.subscription.place.of("major"), at.domain.name, message, move(at))


def ends_by(at: SubscriptionAt, facts: Facts) -> bool:
    """Whether a subscription has ended, or will have when its product goes."""
    until, sunset = at.subscription.until, at.target.product.sunset if at.target else None
    return until is not None and (until < facts.today or (sunset is not None and until <= sunset))


def move(at: SubscriptionAt) -> str:
    """What a subscriber of a major that goes should do; ``""`` where its producer names no successor."""
    successor = at.target.product.successor if at.target else None
    return f"subscribe to major={successor} and read from there" if successor is not None else ""


RULE = Rule(
    id="sunset-announced",
    must="a subscription is to a major that stays, or ends no later than that goes",
    why="what reads it fails the day it is gone",
    fix="agree with its owner on where to read it from then on, or end the subscription with until=",
    check=_check,
    level="warning",
)
