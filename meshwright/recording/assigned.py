"""Outputs that AWS makes up, so that a recording has a stand-in for them."""

from collections.abc import Mapping

ASSIGNED: Mapping[str, tuple[str, ...]] = {
    "aws:athena/namedQuery:NamedQuery": ("id",),
    "aws:iam/role:Role": ("uniqueId",),
    "aws:kms/key:Key": ("keyId",),
    "aws:s3/bucketObjectv2:BucketObjectv2": ("etag", "versionId"),
    "aws:sns/topicSubscription:TopicSubscription": ("arn",),
    "aws:ssoadmin/permissionSet:PermissionSet": ("arn",),
    "random:index/randomId:RandomId": ("hex",),
}
"""By type token. What else AWS computes follows from names, and a recording has it exactly."""
