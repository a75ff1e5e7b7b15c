"""One question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .askers import ADMINISTRATOR, COLUMNS, LOCATIONS, OUTSIDER
from .evaluator import Asker

LETTERS = {
    "o": "owner",
    "e": "engineer",
    "p": "pipeline",
    "r": "reader",
    "c": "orchestrator",
    "l": LOCATIONS,
    "i": "CI plan",
    "d": "CI deploy",
    "b": "break-glass",
    "O": "owner signed in",
    "E": "engineer signed in",
    "R": "reader signed in",
    "B": "break-glass signed in",
    "a": ADMINISTRATOR,
    "x": OUTSIDER,
}
assert set(COLUMNS) == set(LETTERS.values())
Said = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """What is asked, and by whom it may be."""

    group: str
    what: str
    action: str
    resource: str
    by: frozenset[str]
    """Names of the askers that are meant to be allowed."""
    says: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    """What the request says beside what every request does."""
    asker: Asker | None = None
    """The only one who is asked about; None for everybody in ``COLUMNS``."""


def may(group: str, what: str, actions: str, resource: str, by: str, says: Said | None = None) -> Iterator[Case]:
    """One case for each of some actions; ``by`` is made of ``LETTERS``."""
    allowed, said = frozenset(LETTERS[letter] for letter in by), tuple((says or {}).items())
    for action in actions.split():
        yield Case(group, what, action, resource, allowed, said)


def alone(
    group: str, what: str, asker: Asker, action: str, resource: str, *, allowed: bool, says: Said | None = None
) -> Case:
    """A case that is about one asker."""
    by = frozenset({asker.name} if allowed else ())
    return Case(group, what, action, resource, by, tuple((says or {}).items()), asker)
