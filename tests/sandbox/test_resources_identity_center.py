"""Identity Center: permission sets, their policies and boundaries, who is assigned, and what Lake Formation knows."""

from dataclasses import replace
from typing import Any

import pytest

from meshwright.names import PEOPLE
from meshwright.sandbox.api import Api
from meshwright.sandbox.resources import kind_of
from tests.components.ground import FEDERATED
from tests.stacks.test_foundation import MESH, built

from .graphs import ACCOUNT, POLICY
from .lives import Life, live
from .project import Sandbox

pytestmark = pytest.mark.sandbox

INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
SET = {"instanceArn": INSTANCE, "name": "prod-fleet-reader", "sessionDuration": "PT4H", "description": "reads"}


OF_SET = {"instanceArn": INSTANCE, "permissionSetArn": f"{INSTANCE}/ps-0".replace(":instance/", ":permissionSet/")}
GROUP = {"principalId": "9f1c", "principalType": "GROUP", "targetId": ACCOUNT, "targetType": "AWS_ACCOUNT"}
BOUNDARY = {"customerManagedPolicyReference": {"name": "mesh-prod-people", "path": "/mesh/"}}
DEPARTMENT = [{"key": "domain", "values": [{"sources": ["${path:enterprise.department}"]}]}]
INPUTS: dict[str, dict[str, Any]] = {
    "aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration": {"instanceArn": INSTANCE},
    "aws:ssoadmin/accountAssignment:AccountAssignment": {**OF_SET, **GROUP},
    "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes": {
        "instanceArn": INSTANCE,
        "attributes": DEPARTMENT,
    },
    "aws:ssoadmin/permissionSet:PermissionSet": SET,
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": {**OF_SET, "inlinePolicy": POLICY},
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": {
        **OF_SET,
        "permissionsBoundary": BOUNDARY,
    },
}
"""What each type is given; the tests here follow them further."""
LIVES = tuple(Life(token, inputs, lambda api: None, None) for token, inputs in INPUTS.items())


def described(api: Api) -> Any:
    for arn in api.pages("sso-admin", "list_permission_sets", "PermissionSets", InstanceArn=INSTANCE):
        told = api.call("sso-admin", "describe_permission_set", InstanceArn=INSTANCE, PermissionSetArn=arn)
        return {n: told["PermissionSet"].get(n) for n in ("Name", "SessionDuration", "Description")}
    return None


@pytest.fixture
def permission_set(api: Api) -> str:
    made = kind_of("aws:ssoadmin/permissionSet:PermissionSet").create(api, SET)
    return str(made.outputs["arn"])


def test_a_permission_set_comes_changes_and_goes(api: Api) -> None:
    live(
        Life(
            "aws:ssoadmin/permissionSet:PermissionSet",
            SET,
            described,
            {"Name": "prod-fleet-reader", "SessionDuration": "PT4H", "Description": "reads"},
            {"sessionDuration": "PT2H"},
            {"Name": "prod-fleet-reader", "SessionDuration": "PT2H", "Description": "reads"},
            vanishes=False,
        ),
        api,
    )
    assert described(api) is None


def test_a_permission_set_has_a_policy_a_boundary_and_an_assignment(api: Api, permission_set: str) -> None:
    named = {"InstanceArn": INSTANCE, "PermissionSetArn": permission_set}
    of_set = {"instanceArn": INSTANCE, "permissionSetArn": permission_set}
    kinds: dict[str, dict[str, Any]] = {
        "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": {**of_set, "inlinePolicy": POLICY},
        "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": {
            **of_set,
            "permissionsBoundary": BOUNDARY,
        },
        "aws:ssoadmin/accountAssignment:AccountAssignment": {**of_set, **GROUP},
    }
    made = {token: kind_of(token).create(api, inputs) for token, inputs in kinds.items()}

    assert api.call("sso-admin", "get_inline_policy_for_permission_set", **named)["InlinePolicy"] == POLICY
    boundary = api.call("sso-admin", "get_permissions_boundary_for_permission_set", **named)["PermissionsBoundary"]
    assert boundary == {"CustomerManagedPolicyReference": {"Name": "mesh-prod-people", "Path": "/mesh/"}}
    assigned = api.call("sso-admin", "list_account_assignments", AccountId=ACCOUNT, **named)["AccountAssignments"]
    assert [a["PrincipalId"] for a in assigned] == ["9f1c"]

    for token, realised in made.items():
        kind_of(token).delete(api, realised.outputs)
    assert api.call("sso-admin", "list_account_assignments", AccountId=ACCOUNT, **named)["AccountAssignments"] == []


def test_a_set_of_another_name_is_another_set_and_an_assignment_is_never_changed() -> None:
    permission_set = kind_of("aws:ssoadmin/permissionSet:PermissionSet")
    assert permission_set.replaced_by(SET, {**SET, "name": "prod-fleet-owner"}) == ("name",)
    assert permission_set.replaced_by(SET, {**SET, "sessionDuration": "PT1H"}) == ()
    assignment = kind_of("aws:ssoadmin/accountAssignment:AccountAssignment")
    assert assignment.replaced_by({"principalId": "a"}, {"principalId": "b"}) == ("principalId",)


def attributes(api: Api) -> Any:
    name = "describe_instance_access_control_attribute_configuration"
    told = api.call("sso-admin", name, InstanceArn=INSTANCE)["InstanceAccessControlAttributeConfiguration"]
    return {a["Key"]: a["Value"]["Source"] for a in told["AccessControlAttributes"]}


def test_attributes_of_people_become_tags(api: Api) -> None:
    def says(path: str) -> list[dict[str, Any]]:
        return [{"key": "domain", "values": [{"sources": [path]}]}]

    live(
        Life(
            "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes",
            {"instanceArn": INSTANCE, "attributes": says("${path:enterprise.department}")},
            attributes,
            {"domain": ["${path:enterprise.department}"]},
            {"attributes": says("${path:enterprise.division}")},
            {"domain": ["${path:enterprise.division}"]},
        ),
        api,
    )


def test_lake_formation_is_told_of_identity_center(api: Api) -> None:
    kind = kind_of("aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration")
    made = kind.create(api, {"instanceArn": INSTANCE})
    told = api.call("lakeformation", "describe_lake_formation_identity_center_configuration")
    assert told["InstanceArn"] == INSTANCE
    assert kind.create(api, {"instanceArn": INSTANCE}).id == made.id
    kind.delete(api, made.outputs)
    assert kind.read(api, made.outputs) is None


def test_a_whole_foundation_lets_people_in_by_the_sets_that_were_really_made(sandbox: Sandbox) -> None:
    wanted = built(environment=FEDERATED).graph
    sandbox.up(wanted)
    real = set(sandbox.ask("sso-admin", "list_permission_sets", InstanceArn=INSTANCE)["PermissionSets"])
    records = sandbox.state.records.values()
    assigned = [r.inputs["permissionSetArn"] for r in records if r.type.endswith(":AccountAssignment")]
    assert set(assigned) == real
    assert len(assigned) == 2 * len(PEOPLE) + 1
    assert sandbox.ask("iam", "get_role", RoleName="mesh-prod-ci-deploy")["Role"]["Path"] == "/mesh-platform/"
    again = sandbox.up(wanted)
    assert again.calls == {}


def test_a_new_domain_adds_its_groups_and_touches_no_others(sandbox: Sandbox) -> None:
    sandbox.up(built(replace(MESH, domains=MESH.domains[:1]), FEDERATED).graph)
    calls = sandbox.up(built(environment=FEDERATED).graph).calls
    assert calls["sso-admin.create_permission_set"] == calls["sso-admin.create_account_assignment"] == len(PEOPLE)
    assert not [name for name in calls if name.startswith("sso-admin.") and name.split(".")[1][:3] in ("del", "upd")]
