"""The decision matrix: what is meant, what is written down, and what would be noticed."""

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from meshwright import access
from meshwright.language import Mesh
from meshwright.loader import load
from tests.end_to_end.project import TODAY

from . import people_cases, pipeline_cases
from .askers import ADMINISTRATOR, COLUMNS, DUTIES, OUTSIDER, Site, asker
from .cases import Cell, cells
from .document import page
from .environments import CENTRAL, NOBODY, OIDC, SAML
from .granted import NOTHING, seen, wider
from .ground import Attached
from .killing import Matrix
from .mutants import alike, mutants, narrower
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


LAKE = {
    CENTRAL: (["mesh-deployer", "mesh-platform/mesh-prod-ci-deploy", "mesh-platform/mesh-prod-break-glass"],
              ["mesh-platform/mesh-prod-ci-plan"]),
    SAML: (["mesh-deployer", "mesh-platform/mesh-saml-ci-deploy", "mesh-platform/mesh-saml-break-glass"],
           ["mesh-platform/mesh-saml-ci-plan"]),
    OIDC: (["mesh-deployer", "mesh-platform/mesh-oidc-break-glass"], []),
    NOBODY: (["mesh-deployer"], []),
}  # fmt: skip
"""Who is meant to administer Lake Formation, and to look at everything in it: roles, behind their paths."""
WAYS = {
    SAML: "by a SAML provider, and from GitLab",
    OIDC: "by an OIDC provider",
    NOBODY: "by tags, where an environment says nothing",
}


@cache
def asked(domain: str) -> Sequence[Cell]:
    return tuple(cells(site(domain)))


@cache
def coming_in(environment: str) -> Sequence[Cell]:
    """Who becomes what where people and pipelines are known in another way."""
    return tuple(cells(site(SHOWN, environment), (people_cases, pipeline_cases)))


@cache
def example_mesh() -> Mesh:
    return load(ROOT).mesh


def sites() -> dict[str, Site]:
    return {domain: site(domain) for domain in DOMAINS}


def domain_of(policy: Attached) -> str:
    """Whose matrix looks at a policy; the foundation's are looked at from the domain that is shown."""
    return next((d for d in DOMAINS if policy.name.startswith((f"{d}-", f"platform-people-{d}-"))), SHOWN)


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_answer_is_as_meant(domain: str) -> None:
    assert [str(cell) for cell in asked(domain) if cell.answer.allowed != cell.meant] == []


@pytest.mark.parametrize("environment", WAYS)
def test_every_other_way_to_come_in_is_as_meant(environment: str) -> None:
    assert [str(cell) for cell in coming_in(environment) if cell.answer.allowed != cell.meant] == []


def test_every_role_is_allowed_something_and_refused_something() -> None:
    for name in COLUMNS:
        answers = {c.answer.allowed for c in asked(SHOWN) if c.request.asker.name == name}
        assert answers == {True, False}, name


def test_every_role_of_the_foundation_and_of_a_domain_is_asked() -> None:
    others = [f"-{domain}-" for domain in DOMAINS if domain != SHOWN]
    mine = {role.arn for role in example().roles if not any(other in role.arn for other in others)}
    assert mine == {asker(site(SHOWN), name).arn for name in COLUMNS if name not in (ADMINISTRATOR, OUTSIDER)}


@pytest.mark.parametrize("environment", LAKE)
def test_lake_formation_is_administered_by_those_who_are_meant_to(environment: str) -> None:
    found = example(environment)
    lists = [[arn.partition(":role/")[2] for arn in arns] for arns in (found.lake_administrators, found.lake_viewers)]
    assert lists == list(LAKE[environment])


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_policy_that_says_more_or_refuses_less_is_noticed(domain: str) -> None:
    matrix = Matrix(asked(domain))
    mine = [m for m in mutants(example()) if domain_of(m.policy) == domain]
    assert len(mine) > 200
    assert [str(m) for m in mine if matrix.noticed(m) is None] == []


@pytest.mark.parametrize("environment", WAYS)
def test_so_is_every_one_of_the_other_ways_to_come_in(environment: str) -> None:
    """Policies that are not those of the environment that everything is asked about, but for its name."""
    proven = {alike(example(), n) for p in example().policies for s in p.statements for n in narrower(s)}
    found, matrix = example(environment), Matrix(coming_in(environment))
    new = [m for m in mutants(found) if alike(found, m.before) not in proven and domain_of(m.policy) == SHOWN]
    assert {m.policy.kind for m in new} == {"trust"}
    assert [str(m) for m in new if matrix.noticed(m) is None] == []


def test_every_policy_and_statement_has_mutants() -> None:
    found = {(m.policy.name, m.before["Sid"]) for m in mutants(example())}
    assert found == {(p.name, s["Sid"]) for p in example().policies for s in p.statements}


def test_nobody_but_the_roles_of_domains_is_entitled_to_data() -> None:
    entitled = {duty for e in access.compile(example_mesh(), today=TODAY) for duty in e.roles}
    assert entitled
    assert entitled <= set(DUTIES)


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
        {"administers": example().lake_administrators, "looks at everything": example().lake_viewers},
        {title: coming_in(environment) for environment, title in WAYS.items()},
        environment=CENTRAL,
        domain=SHOWN,
        other=OTHER[SHOWN],
        mutants=sum(1 for _ in mutants(example())),
        shares=sum(1 for _ in wider(example_mesh())),
    )
    if os.environ.get("UPDATE_MATRIX"):
        PAGE.write_text(made)
    assert Path(PAGE).read_text() == made
