"""The example mesh as the guardrails see it."""

from functools import cache
from pathlib import Path

from meshwright.guardrails import Bounds, Stack, stack_of
from meshwright.loader import load
from meshwright.recording import record_stack

ROOT = Path(__file__).parents[2]
SCOPES = ("foundation", *(d.name for d in load(ROOT).mesh.domains))
BOUNDS = Bounds(regions=frozenset({"eu-west-1"}), account="123456789012", deletes_retired=False)


@cache
def seen(scope: str, *, preview: bool = False) -> Stack:
    """A stack of the sandbox."""
    return stack_of(record_stack(ROOT, f"{scope}.sandbox", preview=preview), BOUNDS)
