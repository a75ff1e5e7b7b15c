"""Environments are where governance allows."""

from collections.abc import Iterator

from meshwright.access.spelling import listed

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    allowed = facts.mesh.governance.allowed_regions
    for environment in facts.mesh.environments:
        if environment.region not in allowed:
            message = f'environment "{environment.name}" is in {environment.region}, which governance does not allow'
            yield Breach(environment.place.of("region"), "", message, f"choose {listed(allowed)}")


RULE = Rule(
    id="region-allowed",
    must="each environment's region is one of governance's allowed_regions",
    why="where data may lie is a legal question, answered once for everyone",
    fix="choose an allowed region",
    check=_check,
    waivable=False,
)
