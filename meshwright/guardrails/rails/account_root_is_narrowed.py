"""The account as a whole is let in under a condition."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import POLICIES, Breach, Stack

ADMINISTRATION = "AdministerByIam"
"""The statement without which nobody could mend a key's policy; it allows neither reading nor granting data."""
READING = ("kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant", "kms:Encrypt", "kms:ReEncryptFrom")


def _check(stack: Stack) -> Iterator[Breach]:
    for statement in stack.statements:
        whole = statement.allows and any(p.endswith(":root") for p in statement.principals("AWS"))
        if not whole or statement.condition:
            continue
        if statement.sid != ADMINISTRATION:
            yield statement.breach("lets in the whole account")
        elif any(action in READING for action in statement.actions):
            yield statement.breach("lets whoever administers the key read with it")


RAIL = Guardrail(
    id="account-root-is-narrowed",
    must="a policy lets in the account as a whole under a condition only, but for administering a key",
    why="it would leave the decision to any policy of any role",
    remedy="name the roles, or add a condition on aws:PrincipalArn",
    severity="high",
    nist=("AC-3", "AC-5", "AC-6"),
    cdmc=("7",),
    types=tuple(POLICIES),
    check=_check,
)
