"""The foundation of an environment that says where people sign in and whose pipelines deploy."""

import pytest

from components.policies.ci_actions import DESCRIBED, LISTED
from meshwright import names
from meshwright.guardrails import bounds_of, judge, stack_of
from meshwright.language import Environment, GitLab, Saml
from tests.components.ground import CENTER, FEDERATED, GOVERNANCE, SANDBOX
from tests.harness import Deployment

from .test_foundation import built

ROLE = "aws:iam/role:Role"
ASSIGNMENT = "aws:ssoadmin/accountAssignment:AccountAssignment"
SAML = Environment(
    "test", account="123456789012", region="eu-west-1", identity=Saml("corporate"), ci=GitLab("data/mesh")
)


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return built(environment=FEDERATED)


def test_it_passes_every_guardrail(deployed: Deployment) -> None:
    verdicts = judge({"foundation": stack_of(deployed.graph, bounds_of(FEDERATED, GOVERNANCE))})
    assert [b.message for v in verdicts for found in v.breaches.values() for b in found] == []


def test_preview_shows_everything_update_creates(deployed: Deployment) -> None:
    assert built(environment=FEDERATED, preview=True).urns == deployed.urns


def test_every_group_of_every_domain_is_assigned_where_identity_center_is(deployed: Deployment) -> None:
    assigned = deployed.of_type(ASSIGNMENT)
    assert len(assigned) == 2 * len(names.PEOPLE) + 1
    identity = deployed["identity"]
    assert identity.inputs["region"] == CENTER.region
    assert CENTER.account in str(identity.inputs["allowedAccountIds"])
    assert f"arn:aws:iam::{CENTER.account}:role/mesh-identity" in str(identity.inputs["assumeRoles"])
    assert all(a.options.provider.startswith(identity.urn) for a in assigned)


def test_who_deploys_and_the_role_for_emergencies_administer_the_lake(deployed: Deployment) -> None:
    admins = deployed["platform-lake-settings"].inputs["admins"]
    deployer = "arn:aws:iam::123456789012:role/mesh-deployer"
    below = "arn:aws:iam::123456789012:role/mesh-platform"
    assert admins == [deployer, f"{below}/mesh-prod-ci-deploy", f"{below}/mesh-prod-break-glass"]


def test_pipelines_use_the_key_of_artifacts_and_emergencies_do_not(deployed: Deployment) -> None:
    policy = deployed["platform-key-key"].inputs["policy"]
    assert "mesh-prod-ci-deploy" in policy
    assert "role/mesh-platform/mesh-prod-break-glass" not in policy


def test_a_saml_provider_needs_no_identity_center() -> None:
    deployed = built(environment=SAML)
    assert not deployed.of_type(ASSIGNMENT)
    trusted = deployed["weather-roles-reader"]
    assert "saml-provider/corporate" in trusted.inputs["assumeRolePolicy"]
    assert "gitlab.com:sub" in deployed["platform-ci-deploy"].inputs["assumeRolePolicy"]
    assert "platform-break-glass-alarm" in deployed


def test_an_environment_that_says_nothing_has_neither() -> None:
    """Nobody could take the role for emergencies, so it isn't there."""
    roles = [r.inputs["name"] for r in built(environment=SANDBOX).of_type(ROLE)]
    assert not [name for name in roles if "break-glass" in name or "-ci-" in name]


def test_all_of_them_are_roles_and_nobody_is_a_user(deployed: Deployment) -> None:
    types = {r.type for r in deployed.resources}
    assert not [t for t in types if t.startswith(("aws:iam/user", "aws:iam/accessKey", "aws:iam/group"))]


def test_whatever_a_foundation_is_made_of_who_plans_may_read(deployed: Deployment) -> None:
    """A new type of another service would otherwise fail in the first pipeline that plans it."""
    services = {r.type.split(":")[1].partition("/")[0] for r in deployed.resources if r.type.startswith("aws:")}
    described = {action.partition(":")[0] for actions in DESCRIBED.values() for action in (*actions, *LISTED)}
    spoken = {"cloudwatch": "events", "sfn": "states", "ssoadmin": "iam"}
    assert {spoken.get(service, service) for service in services} <= described
