"""A finding: what is wrong, where, and how to mend it."""

from dataclasses import dataclass
from typing import Literal

from meshwright.language.place import Place

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One verdict, ordered by place. Prints as ``path:line:column: id message; fix``."""

    place: Place
    id: str
    """The rule's or the check's id: lower case with hyphens."""
    message: str
    """What was found, with its value: lower case, no full stop."""
    fix: str
    """What to write or do instead."""
    level: Level = "error"

    def __str__(self) -> str:
        word = "" if self.level == "error" else f"{self.level}: "
        return f"{self.place}: {word}{self.id} {self.message}; {self.fix}"
