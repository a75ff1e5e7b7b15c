"""Logs stay for a known time."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

GROUP = "aws:cloudwatch/logGroup:LogGroup"
SHORTEST = 30
"""Days: an incident is often found weeks later."""


def _check(stack: Stack) -> Iterator[Breach]:
    for group in stack.of_type(GROUP):
        days = group.get("retentionInDays")
        if group.known("retentionInDays") and (not isinstance(days, int | float) or days < SHORTEST):
            kept = f"{days:g} days" if days else "for ever"
            yield Breach(group, f"{group.name} keeps its logs {kept}")


RAIL = Guardrail(
    id="logs-are-retained",
    must="a log group keeps its events for a stated time of at least 30 days",
    why="an incident is often found weeks later, and what stays for ever costs for ever",
    remedy="write retentionInDays of 30 or more",
    severity="medium",
    nist=("AU-11", "SI-12"),
    cdmc=("11",),
    types=(GROUP,),
    check=_check,
)
