"""The decision matrix: what is meant, what is written down, and what would be noticed."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from meshwright.language import Mesh
from meshwright.loader import load

from .askers import COLUMNS, Site
from .cases import Cell, cells
from .document import page
from .granted import NOTHING, seen, wider
from .killing import noticed
from .mutants import Mutant, mutants
from .recorded import DOMAINS, OTHER, ROOT, SHOWN, example, site

PAGE = ROOT / "docs" / "access-matrix.md"
SUBSCRIBED = {
    ("analytics", "operations_departures_v1", "departures"): "reads, not tail_number, until 2027-12-31",
    ("analytics", "weather_observations_v1", "observations"): "reads",
    ("fleet", "operations_departures_v1", "departures"): "reads, where carrier = 'UA'",
    ("network", "fleet_aircraft_v1", "models"): "reads",
    ("operations", "analytics_delays_v1", "by_wind"): "reads",
}
"""What the example's definitions agree on, by consumer, database and table."""


@cache
def asked(domain: str) -> Sequence[Cell]:
    return tuple(cells(site(domain)))


@cache
def example_mesh() -> Mesh:
    return load(ROOT).mesh


def sites() -> dict[str, Site]:
    return {domain: site(domain) for domain in DOMAINS}


def domain_of(mutant: Mutant) -> str:
    """Whose matrix looks at a policy; the foundation's are looked at from the domain that is shown."""
    return next((d for d in DOMAINS if mutant.policy.name.startswith(f"{d}-")), SHOWN)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_answer_is_as_meant(domain: str) -> None:
    assert [str(cell) for cell in asked(domain) if cell.answer.allowed != cell.meant] == []


def test_every_role_is_allowed_something_and_refused_something() -> None:
    for name in COLUMNS:
        answers = {c.answer.allowed for c in asked(SHOWN) if c.request.asker.name == name}
        assert answers == {True, False}, name


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_policy_that_says_more_or_refuses_less_is_noticed(domain: str) -> None:
    mine = [m for m in mutants(example()) if domain_of(m) == domain]
    assert len(mine) > 200
    assert [str(m) for m in mine if noticed(asked(domain), m) is None] == []


def test_every_policy_and_statement_has_mutants() -> None:
    found = {(m.policy.name, m.before["Sid"]) for m in mutants(example())}
    assert found == {(p.name, s["Sid"]) for p in example().policies for s in p.statements}


def test_domains_see_what_was_agreed_and_what_is_open_alone() -> None:
    for one in seen(example_mesh(), sites()):
        if one.database.startswith(f"{one.domain}_"):
            continue
        expected = SUBSCRIBED.get((one.domain, one.database, one.table), NOTHING)
        if one.database == "network_reference_v1":
            expected = "reads"
        owner, engineer, pipeline, reader, orchestrator = one.by_duty
        assert (pipeline, reader) == (expected, expected), one
        assert (owner, engineer, orchestrator) == (NOTHING, NOTHING, NOTHING), one


def test_every_share_that_gives_more_is_noticed() -> None:
    before = tuple(seen(example_mesh(), sites()))
    changes = list(wider(example_mesh()))
    assert changes
    assert [change for change, mesh in changes if tuple(seen(mesh, sites())) == before] == []


def test_the_page_is_fresh() -> None:
    made = page(
        asked(SHOWN),
        tuple(seen(example_mesh(), sites())),
        domain=SHOWN,
        other=OTHER[SHOWN],
        mutants=sum(1 for _ in mutants(example())),
        shares=sum(1 for _ in wider(example_mesh())),
    )
    if os.environ.get("UPDATE_MATRIX"):
        PAGE.write_text(made)
    assert Path(PAGE).read_text() == made
