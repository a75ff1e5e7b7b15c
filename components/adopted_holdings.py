"""Buckets and roles that were there before the mesh."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import iam, s3

from meshwright.language import Adopted

from ._component import MeshComponent

BUCKET_AS_IT_IS = (
    "accelerationStatus", "acl", "corsRules", "forceDestroy", "grants", "lifecycleRules", "loggings",
    "objectLockConfiguration", "objectLockEnabled", "policy", "replicationConfiguration", "requestPayer",
    "serverSideEncryptionConfiguration", "tags", "tagsAll", "versioning", "website",
)  # fmt: skip
"""What the mesh doesn't touch of a bucket that others made: all but its name."""
ROLE_AS_IT_IS = (
    "assumeRolePolicy", "description", "forceDetachPolicies", "inlinePolicies", "managedPolicyArns",
    "maxSessionDuration", "path", "permissionsBoundary", "tags", "tagsAll",
)  # fmt: skip
"""What the mesh doesn't touch of a role that others made: all but its name."""
NOBODY = '{"Version": "2012-10-17", "Statement": []}'
"""Never sent while the role is there. Were it gone, AWS would refuse this: nobody gets a new role of the old name."""


@dataclass(frozen=True, kw_only=True)
class AdoptedHoldingsArgs:
    """What a domain answers for."""

    adopted: Adopted


class AdoptedHoldings(MeshComponent):
    """Existing buckets and roles under the engine's eyes: guarded, never changed, never deleted."""

    def __init__(self, name: str, args: AdoptedHoldingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:AdoptedHoldings", name, opts)
        for bucket in args.adopted.buckets:
            s3.Bucket(
                self.named(f"bucket-{bucket}"),
                bucket=bucket,
                opts=self.child(existing=bucket, ignore_changes=BUCKET_AS_IT_IS),
            )
        for role in args.adopted.roles:
            called = role.rpartition("/")[2]
            iam.Role(
                self.named(f"role-{called}"),
                name=called,
                assume_role_policy=NOBODY,
                opts=self.child(existing=called, ignore_changes=ROLE_AS_IT_IS),
            )
        self.register_outputs({})
