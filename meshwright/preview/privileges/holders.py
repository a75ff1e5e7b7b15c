"""What of a resource decides who may do what."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from meshwright.preview.privileges.documents import is_policy

Rule = Literal["policy", "values", "bound", "seconds"]
"""How two of them are compared: statement by statement; what comes in widens; what goes or is another one widens; what
grows widens."""


@dataclass(frozen=True)
class Held:
    """One thing that decides."""

    holder: str
    """What it is, such as ``the trust policy of the role``."""
    name: str
    what: str
    """The setting; empty for a policy."""
    rule: Rule
    value: Any
    """None where it isn't there."""


@dataclass(frozen=True)
class _Place:
    """Where a type of resource holds it."""

    property: str
    holder: str
    rule: Rule = "policy"
    what: str = ""
    name: str = ""
    """The input that names what it is about; empty for the resource's logical name, ``-`` where there is only one."""


_LAKE = "the settings of Lake Formation"
_LOCATION = "the location that Lake Formation serves"
_SET = "the permission set"
_PLACES: Mapping[str, tuple[_Place, ...]] = {
    "aws:iam/role:Role": (
        _Place("assumeRolePolicy", "the trust policy of the role", name="name"),
        _Place("permissionsBoundary", "the role", "bound", "permissions boundary", "name"),
        _Place("managedPolicyArns", "the role", "values", "attached policies", "name"),
        _Place("inlinePolicies", "the role", "values", "inline policies", "name"),
        _Place("maxSessionDuration", "the role", "seconds", "seconds of a session", "name"),
    ),
    "aws:iam/rolePolicy:RolePolicy": (_Place("policy", "the policy of the role", name="role"),),
    "aws:iam/policy:Policy": (_Place("policy", "the managed policy", name="name"),),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (
        _Place("policyArn", "the role", "values", "attached policies", "role"),
    ),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": (
        _Place("url", "the identity provider", "values", "address", "url"),
        _Place("clientIdLists", "the identity provider", "values", "audiences", "url"),
        _Place("thumbprintLists", "the identity provider", "values", "thumbprints", "url"),
    ),
    "aws:s3/bucketPolicy:BucketPolicy": (_Place("policy", "the policy of the bucket", name="bucket"),),
    "aws:kms/key:Key": (_Place("policy", "the policy of the key"),),
    "aws:sns/topicPolicy:TopicPolicy": (_Place("policy", "the policy of the topic", name="arn"),),
    "aws:sqs/queuePolicy:QueuePolicy": (_Place("policy", "the policy of the queue", name="queueUrl"),),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": (
        _Place("policy", "the policy of the event bus", name="eventBusName"),
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": (
        _Place("policyDocument", "the policy of the logs", name="policyName"),
    ),
    "aws:lakeformation/dataLakeSettings:DataLakeSettings": (
        _Place("admins", _LAKE, "values", "administrators", "-"),
        _Place("readOnlyAdmins", _LAKE, "values", "who is shown every permission", "-"),
        _Place("trustedResourceOwners", _LAKE, "values", "trusted accounts", "-"),
        _Place("createDatabaseDefaultPermissions", _LAKE, "values", "defaults of new databases", "-"),
        _Place("createTableDefaultPermissions", _LAKE, "values", "defaults of new tables", "-"),
        _Place("externalDataFilteringAllowLists", _LAKE, "values", "accounts whose engines filter", "-"),
        _Place("authorizedSessionTagValueLists", _LAKE, "values", "session tags of engines that filter", "-"),
        _Place("allowExternalDataFiltering", _LAKE, "values", "other engines filter", "-"),
        _Place("allowFullTableExternalDataAccess", _LAKE, "values", "other engines read whole tables", "-"),
    ),
    "aws:lakeformation/resource:Resource": (
        _Place("roleArn", _LOCATION, "values", "role that reads it", "arn"),
        _Place("hybridAccessEnabled", _LOCATION, "values", "policies of IAM count beside grants", "arn"),
        _Place("withFederation", _LOCATION, "values", "federated", "arn"),
        _Place("withPrivilegedAccess", _LOCATION, "values", "privileged access", "arn"),
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": (
        _Place("sessionDuration", _SET, "seconds", "seconds of a session", "name"),
    ),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": (
        _Place("inlinePolicy", "the policy of the permission set"),
    ),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": (
        _Place("permissionsBoundary", _SET, "bound", "permissions boundary"),
    ),
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": (
        _Place("managedPolicyArn", _SET, "values", "attached policies"),
    ),
    "aws:ssoadmin/customerManagedPolicyAttachment:CustomerManagedPolicyAttachment": (
        _Place("customerManagedPolicyReference", _SET, "values", "attached policies"),
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": (
        _Place("principalId", "the assignment of a permission set", "values", "group"),
        _Place("targetId", "the assignment of a permission set", "values", "account"),
    ),
    "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes": (
        _Place("attributes", "the attributes that sessions carry", "values", "attributes", "-"),
    ),
}
_DECIDING = ("aws:iam/", "aws:ssoadmin/", "aws:kms/grant", "aws:lambda/permission", "aws:ram/", "aws:rolesanywhere/")
"""Types that decide who may do what, whether or not they are known above."""
_TELLS_NOTHING = ("tags", "tagsAll", "description")
OF_DOMAINS = ("aws:s3/bucketPolicy:BucketPolicy", "aws:kms/key:Key")
"""What guards data, so that whose data it is has a say."""


def held(token: str, name: str, inputs: Mapping[str, Any]) -> Iterator[Held]:
    """All that decides in a resource of a type, with its logical name.

    What is of a type that decides and isn't known is one value, so that whatever changes of it is wider.
    """
    places = _PLACES.get(token, ())
    for place in places:
        about = name if not place.name else "" if place.name == "-" else str(inputs.get(place.name, name))
        yield Held(place.holder, about, place.what, place.rule, inputs.get(place.property))
    known = {place.property for place in places}
    for key in sorted(set(inputs) - known):
        if is_policy(inputs[key]):
            yield Held(f"{key} of the {kind(token)}", name, "", "policy", inputs[key])
    if not places and token.startswith(_DECIDING):
        rest = {k: v for k, v in inputs.items() if k not in _TELLS_NOTHING}
        yield Held(f"the {kind(token)}", name, "all of it", "values", [rest])


def kind(token: str) -> str:
    """A type as people say it: ``iam.Role``."""
    module, _, last = token.partition(":")[2].partition(":")
    return f"{module.partition('/')[0]}.{last}"


def values(value: Any) -> frozenset[str]:
    """What a setting holds, element by element; a switch that is off holds nothing."""
    if value is None or value is False or value == "":
        return frozenset()
    listed = value if isinstance(value, list) else [value]
    return frozenset(v if isinstance(v, str) else json.dumps(v, sort_keys=True, default=str) for v in listed)
