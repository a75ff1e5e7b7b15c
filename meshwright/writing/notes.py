"""Comments that go into a definition, and what they are said of."""

from collections.abc import Mapping
from textwrap import wrap

Notes = Mapping[str, str]
"""A comment by what it stands above, named as in SQL: ``landing.<landing>``, ``landing.<landing>.<column>``,
``<product>_v<major>``, ``<product>_v<major>.<table>``, ``<product>_v<major>.<table>.<column>``."""

_WIDTH = 100


def lines(notes: Notes, scope: str) -> tuple[str, ...]:
    """The lines of a comment, without the mark before them."""
    return tuple(line for part in notes.get(scope, "").splitlines() for line in wrap(part, _WIDTH))
