"""Shares, subscriptions and waivers that end soon are seen in time."""

from collections.abc import Iterator
from datetime import date

from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule

SOON, VERY_SOON = 30, 7
"""Days."""


def _check(facts: Facts) -> Iterator[Breach]:
    for share in facts.shares:
        if left := _left(share.share.until, facts.today):
            yield Breach(share.share.place.of("until"), share.ref.name, f"{share.name} {left}")
    for asked in facts.subscriptions:
        if left := _left(asked.subscription.until, facts.today):
            yield Breach(asked.subscription.place.of("until"), asked.domain.name, f"{asked.name} {left}")
    for waiver in facts.mesh.governance.waivers:
        if left := _left(waiver.until, facts.today):
            yield Breach(waiver.place.of("until"), "", f"waiver of {quoted(waiver.rule)} for {waiver.scope} {left}")


def _left(until: date | None, today: date) -> str:
    days = (until - today).days if until else SOON + 1
    if not 0 <= days <= SOON:
        return ""
    if days > VERY_SOON:
        return f"ends in {days} days, on {until}"
    return f"ends {'today' if days == 0 else 'tomorrow' if days == 1 else f'in only {days} days'}, on {until}"


RULE = Rule(
    id="agreement-expiring",
    must="what ends within 30 days is renewed or on its way out, and all the more within 7",
    why="the day after, readers are locked out",
    fix="agree on a later until=, or tell those who depend on it",
    check=_check,
    level="warning",
)
