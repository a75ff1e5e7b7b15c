"""A domain's roles: all of them, bounded, short-lived, and tagged with whose they are."""

import pytest

from meshwright import names
from tests.harness import Deployment, deploy

from .ground import FOUNDATION, SANDBOX
from .test_ground_components import domain_roles

DUTIES = (*names.ROLES, names.ORCHESTRATOR)


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(domain_roles)


def test_there_is_a_role_for_every_duty_under_the_name_that_grants_use(deployed: Deployment) -> None:
    roles = {r.outputs["arn"] for r in deployed.of_type("aws:iam/role:Role")}
    assert roles == {names.role_arn(SANDBOX, "operations", duty) for duty in DUTIES}


@pytest.mark.parametrize("duty", DUTIES)
def test_every_role_is_held_by_the_boundary(deployed: Deployment, duty: str) -> None:
    assert deployed[f"it-{duty}"].inputs["permissionsBoundary"] == FOUNDATION.boundary_arn


@pytest.mark.parametrize("duty", DUTIES)
def test_nobody_stays_in_a_role_for_more_than_four_hours(deployed: Deployment, duty: str) -> None:
    assert deployed[f"it-{duty}"].inputs["maxSessionDuration"] == 4 * 3600


@pytest.mark.parametrize("duty", DUTIES)
def test_the_boundary_finds_the_domain_in_the_roles_tags(deployed: Deployment, duty: str) -> None:
    tags = deployed[f"it-{duty}"].inputs["tags"]
    assert (tags["domain"], tags["duty"]) == ("operations", duty)


@pytest.mark.parametrize("duty", DUTIES)
def test_a_role_has_one_policy_and_nothing_inline(deployed: Deployment, duty: str) -> None:
    """Inline arguments of a role are deprecated, and the provider does not warn about it."""
    role = deployed[f"it-{duty}"]
    assert not role.inputs.keys() & {"inlinePolicies", "managedPolicyArns"}
    assert deployed[f"it-{duty}-policy"].inputs["role"] == role.inputs["name"]
