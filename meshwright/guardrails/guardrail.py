"""What a guardrail is: a few strings, and one function over the resources of a stack."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from .stack import Breach, Stack

Severity = Literal["critical", "high", "medium"]


@dataclass(frozen=True)
class Guardrail:
    """What must hold for every resource of the platform, whichever component made it."""

    id: str
    """Lower case with hyphens, never changed: policies in an organisation's pulumi name it."""
    must: str
    """What must hold, as one line."""
    why: str
    """What goes wrong otherwise, as one line."""
    remedy: str
    """What to do about a breach."""
    severity: Severity
    nist: tuple[str, ...]
    """Controls of NIST SP 800-53 rev. 5 that it serves."""
    cdmc: tuple[str, ...]
    """Controls of the EDM Council's Cloud Data Management Capabilities 1.1 that it serves, by number."""
    types: tuple[str, ...]
    """Type tokens of what it judges."""
    check: Callable[[Stack], Iterable[Breach]]
    """Finds the breaches. Pure: the same resources give the same breaches, in any order."""
    alone: bool = True
    """Whether each resource is judged by itself, so that it can be refused before anything is built."""
    options: bool = False
    """Whether it reads options that a policy pack isn't told, so that it holds in a recording only."""
