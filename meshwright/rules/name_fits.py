"""Every name that AWS is given fits its service."""

from collections.abc import Iterator

from meshwright.names import Derived, derived_from_domain, derived_from_product

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for domain in facts.mesh.domains:
        for environment in facts.mesh.environments:
            for problem in _problems(derived_from_domain(environment.name, domain)):
                yield Breach(domain.place.of("name"), domain.name, f"{domain.name}: {problem}")
    for ref in facts.products:
        for problem in _problems(derived_from_product(ref.domain, ref.product)):
            yield Breach(ref.product.place.of("name"), ref.name, f"{ref.name}: {problem}")


def _problems(names: Iterator[Derived]) -> Iterator[str]:
    return (problem for derived in names if (problem := derived.problem))


RULE = Rule(
    id="name-fits",
    must="every name derived from a definition is one that its AWS service accepts, in every environment",
    why="AWS refuses it halfway through a deployment",
    fix="choose a shorter name",
    check=_check,
    waivable=False,
)
