"""A grant says exactly what it gives, and to whom."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Seen, Stack

PERMISSIONS = "aws:lakeformation/permissions:Permissions"
TOO_WIDE = ("ALL", "SUPER")
CONSUMABLE = ("SELECT", "DESCRIBE")


def _check(stack: Stack) -> Iterator[Breach]:
    for grant in stack.of_type(PERMISSIONS):
        yield from (Breach(grant, f"{grant.name} {wrong}") for wrong in _wrong(grant))


def _wrong(grant: Seen) -> Iterator[str]:
    permissions = grant.get("permissions")
    wide = [p for p in permissions if p in TOO_WIDE] if isinstance(permissions, list) else []
    if wide:
        yield f"grants {', '.join(wide)}"
    if grant.known("permissionsWithGrantOptions") and grant.get("permissionsWithGrantOptions"):
        yield "lets its reader grant on"
    principal = grant.get("principal")
    if principal == "IAM_ALLOWED_PRINCIPALS" or str(principal).endswith((":root", "*", ":IAMPrincipals")):
        yield f"is for {principal}"
    if grant.get("table.wildcard") is True or grant.get("tableWithColumns.wildcard") is True:
        yield "is for tables or columns that don't exist yet"


RAIL = Guardrail(
    id="lake-permissions-are-explicit",
    must="a Lake Formation grant lists its permissions, for a named role, without the right to grant on",
    why="what is granted as ALL, or to everyone, grows without anybody deciding it",
    remedy="list SELECT and DESCRIBE for a role of a domain",
    severity="critical",
    nist=("AC-3", "AC-6"),
    cdmc=("7",),
    types=(PERMISSIONS,),
    check=_check,
)
