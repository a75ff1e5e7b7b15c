"""Nobody is let in without a name."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import POLICIES, Breach, Stack


def _check(stack: Stack) -> Iterator[Breach]:
    for statement in stack.statements:
        if statement.allows and any(p == "*" or p.endswith(":*") for p in statement.principals()):
            yield statement.breach("allows everyone")
        if statement.allows and "NotPrincipal" in statement.fields:
            yield statement.breach("allows everyone but a list")


RAIL = Guardrail(
    id="principals-are-named",
    must="a policy of a resource lets in named principals only",
    why="what is open to everyone is open to the internet",
    remedy="name the roles or the service",
    severity="critical",
    nist=("AC-3", "AC-4", "AC-6"),
    cdmc=("7",),
    types=tuple(POLICIES),
    check=_check,
)
