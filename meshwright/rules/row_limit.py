"""Row limits are conditions that Lake Formation can hold."""

from collections.abc import Iterator

from meshwright.access.terms import unreadable_rows

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.shares:
        for mistake in unreadable_rows(at.ref.product, at.share):
            yield Breach(at.share.place.of("rows"), at.ref.name, f"{at.name}: {mistake.message}", mistake.fix)
    for asked in facts.subscriptions:
        for mistake in unreadable_rows(asked.target.product, asked.subscription) if asked.target else ():
            place = asked.subscription.place.of("rows")
            yield Breach(place, asked.domain.name, f"{asked.name}: {mistake.message}", mistake.fix)


RULE = Rule(
    id="row-limit",
    must="rows= compares non-sensitive columns with constants of their type, in Lake Formation's grammar",
    why="a data filter knows no functions, subqueries or other columns, and a condition on a sensitive column tells it",
    fix="write comparisons of columns with constants, joined by AND and OR",
    check=_check,
    waivable=False,
)
