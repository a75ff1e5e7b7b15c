"""Each environment is a place of its own."""

from collections.abc import Iterator

from meshwright.language import Environment

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    seen: dict[tuple[str, str, str | None], Environment] = {}
    for environment in facts.mesh.environments:
        first = seen.setdefault((environment.account, environment.region, environment.endpoint), environment)
        if first is not environment:
            message = (
                f'environment "{environment.name}" is account {environment.account} in {environment.region}, '
                f'and so is "{first.name}"'
            )
            yield Breach(environment.place.of("account"), "", message)


RULE = Rule(
    id="environment-distinct",
    must="no two environments share an account and a region",
    why="databases, jobs and schedules carry no environment in their names and would be built over each other",
    fix="give each its own account, or another region",
    check=_check,
    waivable=False,
)
