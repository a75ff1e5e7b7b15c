"""Keys are renewed."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

KEY = "aws:kms/key:Key"
SHORTEST_TO_DECIDE = 7
"""Days; the shortest deletion window that KMS knows, and too short to notice a mistake."""


def _check(stack: Stack) -> Iterator[Breach]:
    for key in stack.of_type(KEY):
        symmetric = key.get("keyUsage") in (None, "ENCRYPT_DECRYPT") and not key.get("customerMasterKeySpec")
        if symmetric and key.known("enableKeyRotation") and key.get("enableKeyRotation") is not True:
            yield Breach(key, f"{key.name} does not rotate")
        window = key.get("deletionWindowInDays")
        if isinstance(window, int | float) and window <= SHORTEST_TO_DECIDE:
            yield Breach(key, f"{key.name} can be gone after {window:g} days")


RAIL = Guardrail(
    id="keys-rotate",
    must="every key that encrypts is renewed each year, and takes more than a week to delete",
    why="what a key encrypted is lost with it, and what leaked of it stays readable until it is renewed",
    remedy="write enableKeyRotation=True and a deletionWindowInDays of 30",
    severity="high",
    nist=("SC-12", "CP-9"),
    cdmc=("9", "11"),
    types=(KEY,),
    check=_check,
)
