"""What a long piece of work says of itself while it goes on."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One thing of several began or ended."""

    phase: str
    """Such as ``realise``, ``deliver`` or ``run``."""
    subject: str
    """``operations.flights`` or ``operations_departures_v1.departures``."""
    done: int
    """How many of the phase's things have ended."""
    total: int
    outcome: str | None = None
    """How this one ended; None when it begins."""


Progress = Callable[[Step], None]


def unseen(step: Step) -> None:
    """For work that nobody watches."""
