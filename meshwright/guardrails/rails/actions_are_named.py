"""A permission says what it permits."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import POLICIES, Breach, Stack


def _check(stack: Stack) -> Iterator[Breach]:
    for statement in stack.statements:
        if not statement.sid:
            yield statement.breach("says nothing of what it is for")
        if statement.allows and any("*" in action for action in statement.actions):
            yield statement.breach(f"allows {', '.join(a for a in statement.actions if '*' in a)}")
        if statement.allows and "NotAction" in statement.fields:
            yield statement.breach("allows everything but a list")


RAIL = Guardrail(
    id="actions-are-named",
    must="a policy allows actions by their whole names, and each statement says what it is for",
    why="a wildcard grows with every release of AWS",
    remedy="list the actions, and write a Sid",
    severity="high",
    nist=("AC-3", "AC-6"),
    cdmc=("7",),
    types=tuple(POLICIES),
    check=_check,
)
