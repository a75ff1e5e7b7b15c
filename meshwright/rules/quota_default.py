"""What needs a raised quota is seen before AWS refuses it."""

from collections.abc import Iterator

from .facts import Facts
from .quotas import needs
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for need in needs(facts):
        if need.default < need.number <= (need.highest or need.number):
            message = f"{need.number:,} {need.what} are needed, and {need.default:,} are allowed unless raised"
            up_to = f" (up to {need.highest:,})" if need.highest else ""
            yield Breach(need.place, need.scope, message, f"ask AWS for a higher quota{up_to}, or need fewer")


RULE = Rule(
    id="quota-default",
    must="the mesh fits the default quotas of each environment's account",
    why="AWS stops a deployment halfway once a quota is full",
    fix="ask AWS for a higher quota",
    check=_check,
    level="warning",
)
