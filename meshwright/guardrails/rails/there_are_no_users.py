"""Nobody has a key that lasts."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

PREFIXES = ("aws:iam/user", "aws:iam/accessKey", "aws:iam/sshKey", "aws:iam/serviceSpecificCredential", "aws:iam/group")


def _check(stack: Stack) -> Iterator[Breach]:
    for resource in stack.resources:
        if resource.type.startswith(PREFIXES):
            yield Breach(resource, f"{resource.name} ({resource.type}) is a user, or a user's")


RAIL = Guardrail(
    id="there-are-no-users",
    must="there are neither IAM users nor long-lived keys",
    why="a key that lasts is found sooner or later",
    remedy="let people in through Identity Center, machines through roles, CI through OIDC",
    severity="critical",
    nist=("AC-2", "IA-2", "IA-5"),
    cdmc=("7",),
    types=PREFIXES,
    check=_check,
)
