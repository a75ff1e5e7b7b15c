"""What a table's changes are told by: the two states, and which numbers mean what in them."""

from dataclasses import dataclass
from functools import cached_property

from meshwright.language import Column, Place, Table

from .grades import Approval, Change, Grade
from .rows import Row


@dataclass(frozen=True)
class Ground:
    """A table in base and head."""

    base: Table
    head: Table
    urgent: bool = False
    """Whether the head gives a new reason for which access shrinks at once."""

    @cached_property
    def before(self) -> dict[int, Column]:
        """The base's columns by number, nested ones too."""
        return {c.number: c for top in self.base.columns for c in top.walk()}

    @cached_property
    def after(self) -> dict[int, Column]:
        """The head's columns by number, nested ones too."""
        return {c.number: c for top in self.head.columns for c in top.walk()}

    @cached_property
    def paths(self) -> dict[int, str]:
        """The base's paths by number."""
        return dict(paths(self.base))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The head's numbers by path."""
        return {path: number for number, path in paths(self.head)}

    @cached_property
    def identifying(self) -> frozenset[int]:
        """Numbers of the columns that partition the base, or identify its rows."""
        sources = {p.source for p in self.base.partitions}
        return frozenset(c.number for c in self.before.values() if c.key) | frozenset(
            c.number for c in self.base.columns if c.name in sources
        )

    @cached_property
    def highest(self) -> int:
        """The highest number that the base ever used."""
        return max([*self.before, *self.base.reserved])

    def change(
        self,
        row: Row,
        grade: Grade,
        place: Place,
        column: str | None,
        what: str,
        meaning: str,
        approval: Approval | None = None,
        *,
        gone: bool = False,
    ) -> Change:
        """A change of this table; ``column`` is the base's path where it is ``gone``, else the head's."""
        before = column if gone or column is None else self.paths.get(self._numbers.get(column, 0))
        return Change(place, row, grade, self.head.name, column, what, meaning, approval, before)


def paths(table: Table) -> list[tuple[int, str]]:
    """Number and path of each column, nested ones too, outermost first."""
    found: list[tuple[int, str]] = []

    def add(column: Column, above: str) -> None:
        path = above + column.name
        found.append((column.number, path))
        for part in column.parts:
            add(part, f"{path}.")

    for column in table.columns:
        add(column, "")
    return found
