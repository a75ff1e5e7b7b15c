"""Every rule, over its table of good and bad."""

import pytest

from meshwright import rules
from meshwright.language import Mesh
from tests.rules.building import TODAY, shown
from tests.rules.tables import (
    adoption,
    domains,
    environments,
    expectations,
    majors,
    names,
    products,
    sensitive,
    sharing,
    tables,
    waivers,
)

TABLES = (
    adoption, names, domains, products, majors, tables, expectations, sensitive, sharing, environments, waivers,
)  # fmt: skip
BAD = [(rule, *case) for table in TABLES for rule, cases in table.BAD.items() for case in cases]
GOOD = [(rule, mesh) for table in TABLES for rule, cases in table.GOOD.items() for mesh in cases]


def found(mesh: Mesh) -> list[str]:
    return [shown(f) for f in rules.check(mesh, today=TODAY)]


@pytest.mark.parametrize(("rule", "mesh", "lines"), BAD, ids=[rule for rule, *_ in BAD])
def test_a_breach_is_found_and_nothing_else(rule: str, mesh: Mesh, lines: list[str]) -> None:
    assert found(mesh) == lines
    assert any(f": {rule} " in line for line in lines)


@pytest.mark.parametrize(("rule", "mesh"), GOOD, ids=[rule for rule, _ in GOOD])
def test_what_keeps_a_rule_passes(rule: str, mesh: Mesh) -> None:
    assert found(mesh) == []


def test_every_rule_has_good_and_bad() -> None:
    ids = {r.id for r in rules.ALL}
    assert {rule for rule, *_ in BAD} == ids
    assert {rule for rule, _ in GOOD} == ids
