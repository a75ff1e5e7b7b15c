"""What a rule is: four strings and one function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from meshwright.findings import Level
from meshwright.language import Place

if TYPE_CHECKING:
    from .facts import Facts


@dataclass(frozen=True)
class Breach:
    """One place that breaks a rule."""

    place: Place
    scope: str
    """What a waiver would name: ``<domain>``, ``<domain>.<product>`` or ``<domain>.<product>.<table>``; ``""`` for what
    the platform team writes, which can't be waived."""
    message: str
    """What was found, with its value: lower case, no full stop."""
    fix: str = ""
    """What to write instead, where it is more exact than the rule's own."""


@dataclass(frozen=True)
class Rule:
    """What must be true of every mesh."""

    id: str
    """Lower case with hyphens, never changed: waivers and levels name it."""
    must: str
    """What must be true, as one line."""
    why: str
    """What goes wrong otherwise, as one line."""
    fix: str
    """What to do about a breach."""
    check: Callable[["Facts"], Iterable[Breach]]
    """Finds the breaches. Pure: the same facts give the same breaches, in any order."""
    level: Level = "error"
    waivable: bool = True
    """Whether a waiver or a level may let it pass. Not where the mesh could not be built, or would be unsafe."""
    judged: bool = True
    """Whether this run can judge it. One about changes can't where there is nothing to compare with."""
