"""A waiver lets something pass."""

from collections.abc import Iterator

from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for waiver in facts.mesh.governance.waivers:
        rule = facts.rules.get(waiver.rule)
        in_force = rule is not None and rule.waivable and rule.judged and waiver.until >= facts.today
        if in_force and waiver.scope in facts.scopes and waiver not in facts.used:
            message = f"waiver of {quoted(waiver.rule)} for {waiver.scope} lets nothing pass"
            yield Breach(waiver.place, "", message)


RULE = Rule(
    id="waiver-used",
    must="each waiver lets a finding pass",
    why="what it was for has been mended, and the next breach would go unseen",
    fix="remove it",
    check=_check,
    level="warning",
)
