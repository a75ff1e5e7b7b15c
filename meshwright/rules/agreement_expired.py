"""Shares and subscriptions are in force."""

from collections.abc import Iterator

from meshwright.access.agreements import is_over

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for share in facts.shares:
        if is_over(share.share, facts.today):
            place = share.share.place.of("until")
            yield Breach(place, share.ref.name, f"{share.name} ended on {share.share.until}")
    for asked in facts.subscriptions:
        if is_over(asked.subscription, facts.today):
            place = asked.subscription.place.of("until")
            yield Breach(place, asked.domain.name, f"{asked.name} ended on {asked.subscription.until}")


RULE = Rule(
    id="agreement-expired",
    must="the last day of a share or a subscription has not passed",
    why="it grants nothing any more, and whoever reads it thinks it does",
    fix="remove it, or agree on a later until=",
    check=_check,
)
