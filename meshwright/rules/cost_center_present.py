"""Somebody pays for a domain."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for domain in facts.mesh.domains:
        if domain.cost_center is None:
            yield Breach(domain.place, domain.name, f"{domain.name} has no cost center")


RULE = Rule(
    id="cost-center-present",
    must="each domain names a cost center",
    why="every resource is tagged with it, and the bill is split by it",
    fix='add cost_center="…"',
    check=_check,
)
