"""A waiver that is over is gone."""

from collections.abc import Iterator

from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for waiver in facts.mesh.governance.waivers:
        if waiver.until < facts.today:
            message = f"waiver of {quoted(waiver.rule)} for {waiver.scope} ended on {waiver.until}"
            yield Breach(waiver.place.of("until"), "", message, f"mend it, or ask {waiver.owner} for a new waiver")


RULE = Rule(
    id="waiver-expired",
    must="the last day of a waiver has not passed",
    why="an exception without an end is a rule that nobody decided on",
    fix="mend what it was for, and remove it",
    check=_check,
    waivable=False,
)
