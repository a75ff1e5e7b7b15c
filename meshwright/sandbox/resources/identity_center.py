"""What Identity Center assigns to groups, and what Lake Formation knows of it."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from .kind import Inputs, Kind, Outputs, Realised
from .shapes import pairs

SET = {"permissionSetArn": "PermissionSetArn", "instanceArn": "InstanceArn"}


class PermissionSet(Kind):
    """A permission set: Identity Center makes up its ARN, and names are unique within an instance."""

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Take over one of the same name, as after a run that was cut off."""
        found = named_set(api, inputs)
        if found is None:
            outputs = self.computed(api, inputs, self.call_create(api, inputs))
            return Realised(str(outputs["id"]), outputs)
        known = {**inputs, "arn": found}
        return Realised(self.physical(api, known), self.update(api, {}, known), adopted=True)

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """The ARN, as the response or an earlier one has it."""
        arn = response.get("PermissionSet", {}).get("PermissionSetArn", inputs.get("arn"))
        return super().computed(api, {**inputs, "arn": arn}, response)

    def physical(self, api: Api, inputs: Inputs) -> str:
        """ARN and instance."""
        return f"{inputs.get('arn')},{inputs['instanceArn']}"

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Everything but the name and the tags."""
        arn = new.get("arn") or old["arn"]
        parts = {"Description": "description", "SessionDuration": "sessionDuration", "RelayState": "relayState"}
        changed = {api_name: new[name] for api_name, name in parts.items() if new.get(name)}
        named = {"InstanceArn": new["instanceArn"], "PermissionSetArn": arn}
        api.call("sso-admin", "update_permission_set", **named, **changed)
        self._retag(api, str(arn), old, new)
        return self.computed(api, {**new, "arn": arn}, {})

    def _retag(self, api: Api, arn: str, old: Inputs, new: Inputs) -> None:
        before, after = old.get("tags") or {}, new.get("tags") or {}
        named = {"InstanceArn": new["instanceArn"], "ResourceArn": arn}
        if surplus := sorted(set(before) - set(after)):
            api.call("sso-admin", "untag_resource", **named, TagKeys=surplus)
        if after and after != before:
            api.call("sso-admin", "tag_resource", **named, Tags=pairs(after))


def named_set(api: Api, inputs: Inputs) -> str | None:
    """The ARN of the permission set that has the name, if there is one."""
    instance = inputs["instanceArn"]
    for arn in api.pages("sso-admin", "list_permission_sets", "PermissionSets", InstanceArn=instance):
        told = api.call("sso-admin", "describe_permission_set", InstanceArn=instance, PermissionSetArn=arn)
        if told["PermissionSet"]["Name"] == inputs["name"]:
            return str(arn)
    return None


def _configured(inputs: Inputs) -> Inputs:
    """The attributes stand in a structure; whatever else there is stays where it is."""
    attributes = [{"key": a["key"], "value": {"source": a["values"][0]["sources"]}} for a in inputs["attributes"]]
    kept = {name: value for name, value in inputs.items() if name != "attributes"}
    return {**kept, "instanceAccessControlAttributeConfiguration": {"accessControlAttributes": attributes}}


KINDS = (
    PermissionSet(
        token="aws:ssoadmin/permissionSet:PermissionSet",
        id="",
        key={"arn": "PermissionSetArn", "instanceArn": "InstanceArn"},
        service="sso-admin",
        creates="create_permission_set",
        updates="update_permission_set",
        deletes="delete_permission_set",
        reads="describe_permission_set",
    ),
    Kind(
        token="aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
        id="{permissionSetArn},{instanceArn}",
        key=SET,
        service="sso-admin",
        creates="put_inline_policy_to_permission_set",
        updates="put_inline_policy_to_permission_set",
        deletes="delete_inline_policy_from_permission_set",
        reads="get_inline_policy_for_permission_set",
    ),
    Kind(
        token="aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment",
        id="{permissionSetArn},{instanceArn}",
        key=SET,
        service="sso-admin",
        creates="put_permissions_boundary_to_permission_set",
        deletes="delete_permissions_boundary_from_permission_set",
        reads="get_permissions_boundary_for_permission_set",
    ),
    Kind(
        token="aws:ssoadmin/accountAssignment:AccountAssignment",
        id="{principalId},{principalType},{targetId},{targetType},{permissionSetArn},{instanceArn}",
        key={
            **SET,
            "principalId": "PrincipalId",
            "principalType": "PrincipalType",
            "targetId": "TargetId",
            "targetType": "TargetType",
        },
        service="sso-admin",
        creates="create_account_assignment",
        deletes="delete_account_assignment",
    ),
    Kind(
        token="aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes",
        id="{instanceArn}",
        key={"instanceArn": "InstanceArn"},
        service="sso-admin",
        creates="create_instance_access_control_attribute_configuration",
        updates="update_instance_access_control_attribute_configuration",
        deletes="delete_instance_access_control_attribute_configuration",
        reads="describe_instance_access_control_attribute_configuration",
        reshape=_configured,
    ),
    Kind(
        token="aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration",
        id="{account}",
        key={"catalogId": "CatalogId"},
        service="lakeformation",
        creates="create_lake_formation_identity_center_configuration",
        deletes="delete_lake_formation_identity_center_configuration",
        reads="describe_lake_formation_identity_center_configuration",
    ),
)
