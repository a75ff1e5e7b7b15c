"""How much a change matters, and what a graded change says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from meshwright.language.place import Place

from .rows import Row


class Grade(IntEnum):
    """How much a change asks of a version. They are ordered."""

    NONE = 0
    """Nothing changed that its version tells."""
    PATCH = 1
    """Nobody has to do or know anything."""
    MINOR = 2
    """Old queries still work; there is more to read, or a reason to look."""
    MAJOR = 3
    """Somebody's queries or conclusions break: a new major beside the old one."""
    ILLEGAL = 4
    """No bump makes it possible in place: written rows would be lost or misread."""


Approval = Literal["governance"]
"""Whose word a change needs, beside its owner's."""


@dataclass(frozen=True)
class Change:
    """One graded difference between two states of a product."""

    place: Place
    """Where it was written: in the head, or in the base where it is gone."""
    row: Row
    """The row of the table in docs/versions.md."""
    grade: Grade
    table: str | None
    """The table; None where it is about the whole product."""
    column: str | None
    """The column's path, names joined by dots, as the head calls it (as the base did where it is gone)."""
    what: str
    """What changed, with its values: lower case, no full stop."""
    meaning: str
    """What that means, and for whom: lower case, no full stop."""
    approval: Approval | None = None
    before: str | None = None
    """The column's path as the base calls it; None where it is new, or the change is about more than a column."""
    at_risk: bool = False
    """Whether written data stays behind or becomes unreachable."""

    def __lt__(self, other: "Change") -> bool:
        """In the order of the files; what is about a whole comes before what is about its parts."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[object, ...]:
        within = (self.table or "", self.column or "", self.what, self.meaning, self.approval or "", self.at_risk)
        return (self.place, self.row, self.grade, *within)

    @property
    def where(self) -> str:
        """``<table>.<column path>``, ``<table>``, or ``""`` for the whole product."""
        return ".".join(part for part in (self.table, self.column) if part)


def highest(changes: Iterable[Change]) -> Grade:
    """The grade of the change that matters most; ``NONE`` where there is none."""
    return max((c.grade for c in changes), default=Grade.NONE)
