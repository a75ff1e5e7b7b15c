"""What no quota allows is refused."""

from collections.abc import Iterator

from .facts import Facts
from .quotas import needs
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for need in needs(facts):
        if need.highest is not None and need.number > need.highest:
            message = f"{need.number:,} {need.what} are needed, and AWS allows at most {need.highest:,}"
            yield Breach(need.place, need.scope, message)


RULE = Rule(
    id="quota-highest",
    must="the mesh fits the quotas that AWS gives to anybody",
    why="no request raises them further",
    fix="give environments accounts of their own, or split the mesh over accounts",
    check=_check,
    waivable=False,
)
