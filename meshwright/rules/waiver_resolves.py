"""A waiver, or a changed level, is of something that can be waived."""

from collections.abc import Iterator

from meshwright.access.spelling import nearest
from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    governance = facts.mesh.governance
    for waiver in governance.waivers:
        if problem := _problem(facts, waiver.rule):
            yield Breach(waiver.place.of("rule"), "", f"waiver of {quoted(waiver.rule)}: {problem[0]}", problem[1])
        if waiver.scope not in facts.scopes:
            near = nearest(waiver.scope, facts.scopes)
            message = f'waiver of {quoted(waiver.rule)}: nothing is called "{waiver.scope}"'
            yield Breach(waiver.place.of("scope"), "", message, f'write "{near}"' if near else "")
    for rule in sorted(governance.levels):
        if problem := _problem(facts, rule):
            yield Breach(governance.place.of("levels"), "", f"level of {quoted(rule)}: {problem[0]}", problem[1])


def _problem(facts: Facts, id: str) -> tuple[str, str] | None:
    rule = facts.rules.get(id)
    if rule is None:
        near = nearest(id, facts.rules)
        return "there is no such rule", f'write "{near}"' if near else ""
    return None if rule.waivable else ("this rule has no exceptions", "remove it, and mend what the rule finds")


RULE = Rule(
    id="waiver-resolves",
    must="waivers and levels name rules that allow exceptions, and waivers a domain, product or table",
    why="a misspelt waiver lets nothing pass, and some rules keep the mesh safe or buildable",
    fix="remove it",
    check=_check,
    waivable=False,
)
