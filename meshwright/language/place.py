"""Where a definition was written: file, line and column, for the whole of it and for each argument."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Place:
    """A position in a file. Lines and columns count from 1; ``""`` and 0 mean "not from a file"."""

    path: str = ""
    """Relative to the project's root, with forward slashes."""
    line: int = 0
    column: int = 0
    fields: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, hash=False, repr=False)
    """Where each argument's value stands, by field name."""

    def of(self, field_name: str) -> "Place":
        """The place of one argument; the whole definition's where the argument was left out."""
        line, column = self.fields.get(field_name, (self.line, self.column))
        return Place(self.path, line, column)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


NOWHERE = Place()
_current: ContextVar[Place] = ContextVar("place", default=NOWHERE)


def current_place() -> Place:
    """The place of the definition being built right now; ``NOWHERE`` outside a loader."""
    return _current.get()


@contextmanager
def written_at(place: Place) -> Iterator[None]:
    """Give ``place`` to every definition built inside the block."""
    token = _current.set(place)
    try:
        yield
    finally:
        _current.reset(token)
