"""A rule that judges what has changed, not what there is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from meshwright.contracts.comparing import Comparison
from meshwright.findings import Level
from meshwright.rules.rule import Breach, Rule


@dataclass(frozen=True)
class ChangeRule:
    """What must be true of every change: as ``Rule``, over a comparison."""

    id: str
    must: str
    why: str
    fix: str
    check: Callable[[Comparison], Iterable[Breach]]
    level: Level = "error"
    waivable: bool = True

    def bound(self, comparison: Comparison | None) -> Rule:
        """The rule over one comparison. Without any it is known, and judges nothing."""
        return Rule(
            id=self.id,
            must=self.must,
            why=self.why,
            fix=self.fix,
            check=lambda _: () if comparison is None else self.check(comparison),
            level=self.level,
            waivable=self.waivable,
            judged=comparison is not None,
        )
