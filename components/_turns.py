"""One after the other, for what Lake Formation refuses to have changed at once."""

from collections import defaultdict
from collections.abc import Iterable

import pulumi


class Turns:
    """Who changed what last.

    Lake Formation answers two changes of one resource's permissions at the same moment with
    ConcurrentModificationException, so each grant waits for the one before it on the same database or table. One
    instance serves a whole stack, since several components grant on one table.
    """

    def __init__(self) -> None:
        self._last: dict[str, list[pulumi.Resource]] = defaultdict(list)

    def before(self, what: str) -> tuple[pulumi.Resource, ...]:
        """What a change of ``what`` has to wait for."""
        return tuple(self._last[what])

    def took(self, what: str, resources: Iterable[pulumi.Resource]) -> None:
        """Let the next change of ``what`` wait for these."""
        self._last[what] = list(resources)
