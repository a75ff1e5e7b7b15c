"""No service is made somebody else's deputy."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import POLICIES, Breach, Stack

KEYS = ("aws:SourceAccount", "aws:SourceArn", "kms:CallerAccount", "aws:PrincipalAccount", "kms:ViaService")


def _check(stack: Stack) -> Iterator[Breach]:
    for statement in stack.statements:
        if not statement.allows or not statement.principals("Service"):
            continue
        keys = {key.lower() for values in statement.condition.values() for key in values}
        if not any(k.lower() in keys or any(key.startswith("kms:encryptioncontext:") for key in keys) for k in KEYS):
            yield statement.breach(f"trusts {', '.join(statement.principals('Service'))} for any account")


RAIL = Guardrail(
    id="services-act-for-this-account",
    must="a service is trusted for this account's resources only",
    why="another account could have the service act on ours",
    remedy="add a condition on aws:SourceAccount or aws:SourceArn",
    severity="high",
    nist=("AC-3", "AC-4"),
    cdmc=("7",),
    types=tuple(POLICIES),
    check=_check,
)
