"""Runs the rules over a mesh, as strictly as governance says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from meshwright.findings import Finding, Level
from meshwright.language import Governance, Mesh, Waiver

from . import waiver_used
from .facts import Facts
from .registry import ALL
from .rule import Breach, Rule


def check(mesh: Mesh, *, today: date, extra: Iterable[Rule] = ()) -> tuple[Finding, ...]:
    """Every finding about a mesh, in the order of the files.

    Args:
        mesh: what everybody wrote.
        today: the day it is, in UTC: agreements and waivers end.
        extra: rules of other parts, which levels and waivers hold for just as well.
    """
    rules = (*ALL, *extra)
    facts = Facts(mesh, today, {r.id: r for r in rules})
    waivers = _in_force(mesh.governance, facts)
    used: set[Waiver] = set()
    findings = []
    for rule in rules:
        level = level_of(rule, mesh.governance)
        if level is None or rule is waiver_used.RULE:
            continue
        for breach in rule.check(facts):
            waiver = _waiver(waivers[rule.id], breach)
            if waiver is None:
                findings.append(_finding(rule, level, breach))
            else:
                used.add(waiver)
    findings.extend(_about_waivers(replace(facts, used=frozenset(used))))
    return tuple(sorted(dict.fromkeys(findings)))


def level_of(rule: Rule, governance: Governance) -> Level | None:
    """How a rule's findings count; None where they don't. Safety has one level."""
    level = governance.levels.get(rule.id, rule.level) if rule.waivable else rule.level
    return None if level == "off" else level


def _about_waivers(facts: Facts) -> Iterator[Finding]:
    level = level_of(waiver_used.RULE, facts.mesh.governance)
    if level is not None:
        yield from (_finding(waiver_used.RULE, level, b) for b in waiver_used.RULE.check(facts))


def _in_force(governance: Governance, facts: Facts) -> dict[str, list[Waiver]]:
    found = defaultdict(list)
    for waiver in governance.waivers:
        rule = facts.rules.get(waiver.rule)
        if rule is not None and rule.waivable and waiver.until >= facts.today:
            found[waiver.rule].append(waiver)
    return found


def _waiver(waivers: list[Waiver], breach: Breach) -> Waiver | None:
    for waiver in waivers:
        if breach.scope == waiver.scope or breach.scope.startswith(f"{waiver.scope}."):
            return waiver
    return None


def _finding(rule: Rule, level: Level, breach: Breach) -> Finding:
    return Finding(breach.place, rule.id, breach.message, breach.fix or rule.fix, level)
