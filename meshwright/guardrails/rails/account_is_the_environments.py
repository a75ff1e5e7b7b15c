"""A stack is built in its own account."""

import json
from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack
from meshwright.recording.graph import UNKNOWN

PROVIDER = "pulumi:providers:aws"
IDENTITY = "identity"
"""The provider that reaches Identity Center, which the organisation keeps in an account of its own."""


def _check(stack: Stack) -> Iterator[Breach]:
    for provider in stack.of_type(PROVIDER):
        allowed = provider.get("allowedAccountIds")
        if allowed == UNKNOWN:
            continue
        listed = json.loads(allowed) if isinstance(allowed, str) else allowed
        identity = provider.name == IDENTITY and stack.bounds.identity_account
        expected = identity or stack.bounds.account
        if listed != [expected]:
            shown = ", ".join(listed) if listed else "any account"
            yield Breach(provider, f"{provider.name} may build in {shown}, not in {expected} alone")


RAIL = Guardrail(
    id="account-is-the-environments",
    must="a provider may build in its environment's account alone; one lets people in where Identity Center is",
    why="with somebody else's credentials it would build a second mesh in the wrong place",
    remedy="write allowed_account_ids with the environment's account",
    severity="critical",
    nist=("AC-3", "CM-2"),
    cdmc=("4",),
    types=(PROVIDER,),
    check=_check,
)
