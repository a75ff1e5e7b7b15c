"""A share and a subscription have something in common."""

from collections.abc import Iterator

from meshwright.access.agreements import Agreements
from meshwright.access.meeting import Apart, meet
from meshwright.access.standing import is_open

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    agreements = Agreements(facts.mesh, facts.today)
    for asked in agreements.asked():
        met = None if is_open(asked.ref.product) else meet(agreements, asked)
        if isinstance(met, Apart):
            place = asked.subscription.place.of(met.field)
            name = f'{asked.consumer}: subscription to "{asked.subscription.product}"'
            yield Breach(place, asked.consumer, f"{name}: {met.message}", met.fix)


RULE = Rule(
    id="subscription-met",
    must="a subscription asks rows by columns that its share offers, and both limits fit one data filter",
    why="which rows come back would tell the values of a column that is held back; a filter has 2,047 characters",
    fix="ask for what the share offers",
    check=_check,
    waivable=False,
)
