"""Roles, policies and identity providers."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError
from .kind import Inputs, Kind, Outputs
from .shapes import pairs

VERSIONS = 5
"""A managed policy keeps at most this many versions (IAM quotas)."""


class Policy(Kind):
    """A managed policy: changing it adds a version and makes it the default."""

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """A new version; the oldest makes room."""
        arn = self.computed(api, new, {})["arn"]
        versions = api.pages("iam", "list_policy_versions", "Versions", PolicyArn=arn)
        spare = [v["VersionId"] for v in versions if not v["IsDefaultVersion"]]
        for version in spare[: max(0, len(versions) - VERSIONS + 1)]:
            api.call("iam", "delete_policy_version", PolicyArn=arn, VersionId=version)
        if old.get("policy") != new.get("policy"):
            api.call("iam", "create_policy_version", PolicyArn=arn, PolicyDocument=new["policy"], SetAsDefault=True)
        _retag(api, "policy", {"PolicyArn": arn}, old, new)
        return self.computed(api, new, {})

    def delete(self, api: Api, inputs: Inputs) -> None:
        """The other versions go first."""
        arn = self.computed(api, inputs, {})["arn"]
        try:
            for version in api.pages("iam", "list_policy_versions", "Versions", PolicyArn=arn):
                if not version["IsDefaultVersion"]:
                    api.call("iam", "delete_policy_version", PolicyArn=arn, VersionId=version["VersionId"])
        except ApiError as problem:
            if not self.is_gone(problem):
                raise
        super().delete(api, inputs)


class Role(Kind):
    """A role; its policies are resources of their own."""

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Each part of a role has its own call."""
        name = new["name"]
        self.parameters("create_role", new)
        api.call("iam", "update_assume_role_policy", RoleName=name, PolicyDocument=new["assumeRolePolicy"])
        session = int(new.get("maxSessionDuration") or 3600)
        api.call(
            "iam", "update_role", RoleName=name, Description=new.get("description", ""), MaxSessionDuration=session
        )
        if boundary := new.get("permissionsBoundary"):
            api.call("iam", "put_role_permissions_boundary", RoleName=name, PermissionsBoundary=boundary)
        elif old.get("permissionsBoundary"):
            api.call("iam", "delete_role_permissions_boundary", RoleName=name)
        _retag(api, "role", {"RoleName": name}, old, new)
        return self.computed(api, new, api.call("iam", "get_role", RoleName=name))

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """IAM chooses the unique id."""
        outputs = super().computed(api, inputs, response)
        unique = response.get("Role", {}).get("RoleId", inputs.get("uniqueId"))
        return {**outputs, "uniqueId": unique} if unique else outputs

    def delete(self, api: Api, inputs: Inputs) -> None:
        """``forceDetachPolicies`` takes off what is attached by others."""
        if inputs.get("forceDetachPolicies"):
            attached = api.pages("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=inputs["name"])
            for policy in attached:
                api.call("iam", "detach_role_policy", RoleName=inputs["name"], PolicyArn=policy["PolicyArn"])
        super().delete(api, inputs)


class OpenIdConnectProvider(Kind):
    """An identity provider, known by its URL."""

    def physical(self, api: Api, inputs: Inputs) -> str:
        """The ARN has the URL without its scheme."""
        host = str(inputs["url"]).removeprefix("https://")
        return f"arn:{api.partition}:iam::{api.account}:oidc-provider/{host}"

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """The ARN is the id."""
        return {**super().computed(api, inputs, response), "arn": self.physical(api, inputs)}

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Thumbprints and clients have their own calls."""
        arn = self.physical(api, new)
        if new.get("thumbprintLists"):
            api.call(
                "iam",
                "update_open_id_connect_provider_thumbprint",
                OpenIDConnectProviderArn=arn,
                ThumbprintList=new["thumbprintLists"],
            )
        before, after = set(old.get("clientIdLists") or ()), set(new.get("clientIdLists") or ())
        for client in sorted(after - before):
            api.call("iam", "add_client_id_to_open_id_connect_provider", OpenIDConnectProviderArn=arn, ClientID=client)
        for client in sorted(before - after):
            api.call(
                "iam", "remove_client_id_from_open_id_connect_provider", OpenIDConnectProviderArn=arn, ClientID=client
            )
        _retag(api, "open_id_connect_provider", {"OpenIDConnectProviderArn": arn}, old, new)
        return self.computed(api, new, {})


def _retag(api: Api, what: str, named: dict[str, str], old: Inputs, new: Inputs) -> None:
    before, after = old.get("tags") or {}, new.get("tags") or {}
    if before == after:
        return
    if surplus := sorted(set(before) - set(after)):
        api.call("iam", f"untag_{what}", **named, TagKeys=surplus)
    if after:
        api.call("iam", f"tag_{what}", **named, Tags=pairs(after))


KINDS = (
    Policy(
        token="aws:iam/policy:Policy",
        id="arn:{partition}:iam::{account}:policy{path}{name}",
        key={"name": "PolicyName", "path": "Path", "arn": "PolicyArn"},
        service="iam",
        creates="create_policy",
        updates="create_policy_version",
        deletes="delete_policy",
        reads="get_policy",
        names={"name": "PolicyName", "policy": "PolicyDocument"},
        elsewhere=frozenset({"delayAfterPolicyCreationInMs"}),
        outputs={"arn": "arn:{partition}:iam::{account}:policy{path}{name}"},
        fixed={"path": "/"},
    ),
    Role(
        token="aws:iam/role:Role",
        id="{name}",
        key={"name": "RoleName"},
        service="iam",
        creates="create_role",
        updates="update_role",
        deletes="delete_role",
        reads="get_role",
        names={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument"},
        elsewhere=frozenset({"forceDetachPolicies"}),
        outputs={"arn": "arn:{partition}:iam::{account}:role{path}{name}"},
        fixed={"path": "/"},
    ),
    Kind(
        token="aws:iam/rolePolicy:RolePolicy",
        id="{role}:{name}",
        key={"role": "RoleName", "name": "PolicyName"},
        service="iam",
        creates="put_role_policy",
        updates="put_role_policy",
        deletes="delete_role_policy",
        reads="get_role_policy",
        names={"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"},
    ),
    Kind(
        token="aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        id="{role}/{policyArn}",
        key={"role": "RoleName", "policyArn": "PolicyArn"},
        service="iam",
        creates="attach_role_policy",
        deletes="detach_role_policy",
        names={"role": "RoleName"},
    ),
    OpenIdConnectProvider(
        token="aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        id="",
        key={"url": "Url", "arn": "OpenIDConnectProviderArn"},
        service="iam",
        creates="create_open_id_connect_provider",
        updates="update_open_id_connect_provider_thumbprint",
        deletes="delete_open_id_connect_provider",
        reads="get_open_id_connect_provider",
        names={"clientIdLists": "ClientIDList", "thumbprintLists": "ThumbprintList"},
    ),
)
