"""What each policy of a recording is attached to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meshwright.recording import Resource

from .operators import UnsupportedError

SESSION = "0123456789abcdef"
"""The sixteen characters that Identity Center ends the name of a permission set's role in."""


@dataclass(frozen=True)
class Role:
    """A role without its policies."""

    arn: str
    boundary: str | None
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Placing:
    """The resources of all stacks of an environment."""

    resources: Sequence[Resource]
    account: str
    region: str

    def of(self, resource: Resource) -> tuple[str, str]:
        """The kind of a policy, and the ARN of what it is attached to."""
        inputs, outputs = resource.inputs, resource.outputs
        match resource.type:
            case "aws:iam/policy:Policy":
                role = self._role_of(outputs["arn"])
                return ("boundary", outputs["arn"]) if role is None else ("identity", role)
            case "aws:iam/role:Role":
                return "trust", outputs["arn"]
            case "aws:iam/rolePolicy:RolePolicy":
                return "identity", self._role(inputs["role"])
            case "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy":
                return "identity", self._role_of_set(inputs["permissionSetArn"])
            case "aws:kms/key:Key":
                return "resource", outputs["arn"]
            case "aws:s3/bucketPolicy:BucketPolicy":
                return "resource", f"arn:aws:s3:::{inputs['bucket']}"
            case "aws:sns/topicPolicy:TopicPolicy":
                return "resource", inputs["arn"]
            case "aws:cloudwatch/eventBusPolicy:EventBusPolicy":
                return "resource", f"arn:aws:events:{self.region}:{self.account}:event-bus/{inputs['eventBusName']}"
        raise UnsupportedError(f"{resource.name}: a policy of a {resource.type} is not known")

    def signed_in(self) -> Iterator[Role]:
        """The roles that Identity Center makes of permission sets."""
        for attachment in self._typed("aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment"):
            policy = attachment.inputs["permissionsBoundary"]["customerManagedPolicyReference"]
            boundary = f"arn:aws:iam::{self.account}:policy{policy['path']}{policy['name']}"
            yield Role(self._role_of_set(attachment.inputs["permissionSetArn"]), boundary, ())

    def _typed(self, token: str) -> Iterator[Resource]:
        return (r for r in self.resources if r.type == token)

    def _role(self, name: str) -> str:
        return next(str(r.outputs["arn"]) for r in self._typed("aws:iam/role:Role") if r.inputs["name"] == name)

    def _role_of(self, policy_arn: str) -> str | None:
        """The role that a policy is attached to; None for a boundary."""
        attached = self._typed("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        return next((self._role(r.inputs["role"]) for r in attached if r.inputs["policyArn"] == policy_arn), None)

    def _role_of_set(self, arn: str) -> str:
        sets = self._typed("aws:ssoadmin/permissionSet:PermissionSet")
        name = next(r.inputs["name"] for r in sets if r.outputs["arn"] == arn)
        return reserved(self.account, name)


def reserved(account: str, permission_set: str) -> str:
    """The role of a permission set in an account (Identity Center user guide, "Referencing permission sets")."""
    path = "aws-reserved/sso.amazonaws.com/eu-central-1"
    return f"arn:aws:iam::{account}:role/{path}/AWSReservedSSO_{permission_set}_{SESSION}"
