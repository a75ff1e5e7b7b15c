"""Runs the rules over a mesh, as strictly as governance says."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

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
    facts = facts_of(mesh, today, extra)
    found = list(outcomes(facts, facts.rules.values()))
    findings = [one.finding for one in found if one.waiver is None]
    findings += unused(facts, (one.waiver for one in found if one.waiver is not None))
    return tuple(sorted(dict.fromkeys(findings)))


class Outcome(NamedTuple):
    """What a rule found."""

    finding: Finding
    waiver: Waiver | None
    """What lets it pass; None where nothing does."""


def facts_of(mesh: Mesh, today: date, extra: Iterable[Rule] = ()) -> Facts:
    """What every rule, and those of other parts, may know."""
    return Facts(mesh, today, {r.id: r for r in (*ALL, *extra)})


def outcomes(facts: Facts, rules: Iterable[Rule]) -> Iterator[Outcome]:
    """What these rules find, as strictly as governance says. Whether waivers are used is known afterwards."""
    governance = facts.mesh.governance
    waivers = _in_force(governance, facts)
    for rule in rules:
        level = level_of(rule, governance)
        if level is None or rule is waiver_used.RULE:
            continue
        for breach in rule.check(facts):
            yield Outcome(_finding(rule, level, breach), _waiver(waivers[rule.id], breach))


def level_of(rule: Rule, governance: Governance) -> Level | None:
    """How a rule's findings count; None where they don't. Safety has one level."""
    level = governance.levels.get(rule.id, rule.level) if rule.waivable else rule.level
    return None if level == "off" else level


def unused(facts: Facts, used: Iterable[Waiver]) -> Iterator[Finding]:
    """What is found of waivers, once it is known which of them let something pass."""
    known = replace(facts, used=frozenset(used))
    level = level_of(waiver_used.RULE, facts.mesh.governance)
    if level is not None:
        yield from (_finding(waiver_used.RULE, level, b) for b in waiver_used.RULE.check(known))


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
