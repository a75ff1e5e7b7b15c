"""Roles, policies and providers of identity."""

import json
from typing import Any

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.resources import kind_of

from .graphs import ACCOUNT, POLICY, ROLE, TRUST
from .lives import GROUND, Life, live

pytestmark = pytest.mark.sandbox

WIDER = POLICY.replace("s3:GetObject", "s3:PutObject")
LIMIT = f"arn:aws:iam::{ACCOUNT}:policy/mesh/limit"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/token.actions.githubusercontent.com"


def policy(api: Api) -> Any:
    told = api.call("iam", "get_policy", PolicyArn=LIMIT)["Policy"]
    version = api.call("iam", "get_policy_version", PolicyArn=LIMIT, VersionId=told["DefaultVersionId"])
    return version["PolicyVersion"]["Document"], {t["Key"]: t["Value"] for t in told.get("Tags", [])}


def role(api: Api) -> Any:
    told = api.call("iam", "get_role", RoleName="reader")["Role"]
    return {
        "description": told.get("Description"),
        "session": told["MaxSessionDuration"],
        "boundary": told.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        "tags": {t["Key"]: t["Value"] for t in told.get("Tags", [])},
    }


def inline(api: Api) -> Any:
    return api.call("iam", "get_role_policy", RoleName="reader", PolicyName="duties")["PolicyDocument"]


def attached(api: Api) -> Any:
    return [
        p["PolicyName"] for p in api.pages("iam", "list_attached_role_policies", "AttachedPolicies", RoleName="reader")
    ]


def clients(api: Api) -> Any:
    return api.call("iam", "get_open_id_connect_provider", OpenIDConnectProviderArn=PROVIDER)["ClientIDList"]


LIVES = [
    Life(
        "aws:iam/policy:Policy",
        {"name": "limit", "path": "/mesh/", "policy": POLICY, "tags": {"a": "1"}},
        policy,
        (json.loads(POLICY), {"a": "1"}),
        {"policy": WIDER, "tags": {"b": "2"}},
        (json.loads(WIDER), {"b": "2"}),
        arn=LIMIT,
    ),
    Life(
        "aws:iam/role:Role",
        {
            "name": "reader",
            "path": "/mesh/",
            "assumeRolePolicy": TRUST,
            "permissionsBoundary": LIMIT,
            "maxSessionDuration": 7200,
            "description": "reads",
            "tags": {"a": "1", "b": "2"},
        },
        role,
        {"description": "reads", "session": 7200, "boundary": LIMIT, "tags": {"a": "1", "b": "2"}},
        {"permissionsBoundary": None, "maxSessionDuration": 3600, "description": "", "tags": {"a": "3"}},
        {"description": "", "session": 3600, "boundary": None, "tags": {"a": "3"}},
        arn=ROLE,
        needs=("policy",),
    ),
    Life(
        "aws:iam/rolePolicy:RolePolicy",
        {"role": "reader", "name": "duties", "policy": POLICY},
        inline,
        json.loads(POLICY),
        {"policy": WIDER},
        json.loads(WIDER),
        needs=("role",),
    ),
    Life(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        {"role": "reader", "policyArn": LIMIT},
        attached,
        ["limit"],
        vanishes=False,
        needs=("role", "policy"),
    ),
    Life(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        {
            "url": "https://token.actions.githubusercontent.com",
            "clientIdLists": ["sts.amazonaws.com", "old"],
            "thumbprintLists": ["6938fd4d98bab03faadb97b34396831e3780aea1"],
        },
        clients,
        ["sts.amazonaws.com", "old"],
        {"clientIdLists": ["sts.amazonaws.com", "new"]},
        ["sts.amazonaws.com", "new"],
        arn=PROVIDER,
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_identity_lives_as_declared(life: Life, api: Api) -> None:
    live(life, api)


def test_a_policy_changes_more_often_than_it_keeps_versions(api: Api) -> None:
    kind = kind_of("aws:iam/policy:Policy")
    inputs = {"name": "limit", "path": "/mesh/", "policy": POLICY}
    outputs = kind.create(api, inputs).outputs
    for number in range(8):
        changed = {**inputs, "policy": POLICY.replace("*", f"arn:aws:s3:::b{number}/*")}
        outputs = kind.update(api, outputs, changed)
    assert "arn:aws:s3:::b7/*" in json.dumps(policy(api))
    kind.delete(api, outputs)
    assert kind.read(api, outputs) is None


def test_a_role_goes_though_others_attached_policies_where_it_says_so(api: Api) -> None:
    GROUND["role"](api)
    GROUND["policy"](api)
    api.call("iam", "attach_role_policy", RoleName="reader", PolicyArn=LIMIT)
    kind = kind_of("aws:iam/role:Role")
    kind.delete(api, {"name": "reader", "path": "/mesh/", "forceDetachPolicies": True})
    assert kind.read(api, {"name": "reader", "path": "/mesh/"}) is None


def test_the_unique_id_is_what_iam_says(api: Api) -> None:
    made = kind_of("aws:iam/role:Role").create(api, {"name": "reader", "assumeRolePolicy": TRUST})
    assert made.outputs["uniqueId"] == api.call("iam", "get_role", RoleName="reader")["Role"]["RoleId"]
