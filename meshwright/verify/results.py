"""What a check sees, and what it comes to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from meshwright.sandbox.api import Api

    from .ground import Ground

Outcome = Literal["holds", "fails", "not checkable here"]


@dataclass(frozen=True)
class Sound:
    """One thing that is as it should be."""

    subject: str
    seen: str
    """The evidence."""


@dataclass(frozen=True)
class Fix:
    """A change that brings one thing to what is declared, and that nobody loses data or rightful access by."""

    says: str
    """What it would do."""
    apply: Callable[["Api"], None] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Breach:
    """One thing that is not as it should be."""

    subject: str
    seen: str
    wanted: str
    cure: str = ""
    """What a person can do where nothing here mends it."""
    fix: Fix | None = None


@dataclass(frozen=True)
class Untold:
    """One thing that can't be told here."""

    subject: str
    why: str


Observation = Sound | Breach | Untold


@dataclass(frozen=True)
class Check:
    """Something that must hold in every account of the mesh. A number is never used for another check."""

    number: str
    """Such as ``V07``."""
    title: str
    """What holds, as a sentence without its full stop."""
    why: str
    look: Callable[["Ground"], Iterable[Observation]] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Result:
    """What one check came to."""

    check: Check
    observations: tuple[Observation, ...]

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """What is not as it should be."""
        return tuple(o for o in self.observations if isinstance(o, Breach))

    @property
    def untold(self) -> tuple[Untold, ...]:
        """What can't be told here."""
        return tuple(o for o in self.observations if isinstance(o, Untold))

    @property
    def sound(self) -> tuple[Sound, ...]:
        """What is as it should be."""
        return tuple(o for o in self.observations if isinstance(o, Sound))

    @property
    def outcome(self) -> Outcome:
        """One breach fails it; nothing seen is nothing proved."""
        if self.breaches:
            return "fails"
        return "holds" if self.sound and not self.untold else "not checkable here"

    @property
    def evidence(self) -> str:
        """In one line."""
        if self.breaches:
            many = len(self.breaches)
            return f"{many} of {len(self.observations)} not as declared" if len(self.observations) > 1 else ""
        parts = [self.sound[0].seen] if len(self.sound) == 1 else _counted(self.sound)
        parts += list(dict.fromkeys(u.why for u in self.untold))
        return "; ".join(parts) or "nothing of its kind is declared"


def _counted(sound: tuple[Sound, ...]) -> list[str]:
    seen: dict[str, int] = {}
    for observation in sound:
        seen[observation.seen] = seen.get(observation.seen, 0) + 1
    listed = [f"{number}: {what}" for what, number in seen.items()]
    return [*listed[:3], *([f"{len(listed) - 3} more"] if len(listed) > 3 else [])]
