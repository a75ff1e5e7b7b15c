"""Somebody answers for a domain."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for domain in facts.mesh.domains:
        if domain.owner is None:
            yield Breach(domain.place, domain.name, f"{domain.name} has no owner")


RULE = Rule(
    id="owner-present",
    must="each domain names its team's mailbox",
    why="alarms, reviews and questions go there",
    fix='add owner="team@…"',
    check=_check,
    waivable=False,
)
