"""A role is handed to the service it is for."""

import re
from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import POLICIES, Breach, Stack

PASS = "iam:PassRole"
OF_A_DUTY = re.compile(r":role/mesh/mesh-[a-z0-9]+-\*-(pipeline|orchestrator)$")
"""The roles of one duty in an environment: whoever deploys domains can't know their names beforehand."""
BOUNDARY = "aws:iam/policy:Policy"
"""It says what is possible at most, and gives nothing."""


def _check(stack: Stack) -> Iterator[Breach]:
    for statement in stack.statements:
        if not statement.allows or PASS not in statement.actions or statement.resource.type == BOUNDARY:
            continue
        if not any("iam:PassedToService" in keys for keys in statement.condition.values()):
            yield statement.breach("passes a role to any service")
        if (
            any("*" in arn and not OF_A_DUTY.search(arn) for arn in statement.resources)
            or "NotResource" in statement.fields
        ):
            yield statement.breach("passes any of several roles")


RAIL = Guardrail(
    id="passed-roles-are-named",
    must="iam:PassRole names one role, or the roles of one duty that services take, and the service that it is for",
    why="whoever may pass any role may become it",
    remedy="name the role's ARN and iam:PassedToService",
    severity="critical",
    nist=("AC-5", "AC-6"),
    cdmc=("7",),
    types=tuple(POLICIES),
    check=_check,
)
