"""One after the other, for what Lake Formation refuses to have changed at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pulumi

R = TypeVar("R", bound=pulumi.Resource)


class Turns:
    """Who changed what last.

    Lake Formation answers two changes of one resource's permissions at the same moment with
    ConcurrentModificationException, so each waits for the one before it on the same database, table or tag expression.
    One instance serves a whole stack, since several components grant on one table.
    """

    def __init__(self) -> None:
        self._last: dict[str, pulumi.Resource] = {}

    def take(
        self, what: str, change: Callable[[Sequence[pulumi.Resource]], R], *, first: Sequence[pulumi.Resource] = ()
    ) -> R:
        """Let ``change`` make its resource, given what it has to wait for: the last one's, or ``first``."""
        last = self._last.get(what)
        made = change(first if last is None else (last,))
        self._last[what] = made
        return made
