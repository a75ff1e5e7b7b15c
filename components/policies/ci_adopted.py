"""What pipelines may read of what was there before the mesh: settings of buckets and roles, and no data."""

from collections.abc import Iterator, Sequence

from .account import Account
from .ci_actions import DESCRIBED
from .statement import Policy, allow

BUCKETS = (*DESCRIBED["s3"], "s3:GetBucketPolicyStatus")
ROLES = ("iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies")
AT_ONCE = 5_000
"""Characters of ARNs in one policy, which leaves room for the actions."""


def adopted(account: Account, buckets: Sequence[str], roles: Sequence[str]) -> tuple[Policy, ...]:
    """As many policies as it takes, each within the limit of one."""
    held = sorted({account.bucket(bucket) for bucket in buckets})
    assumed = sorted({account.arn("iam", f"role/{role}", regional=False) for role in roles})
    return (
        *(Policy((allow("DescribeAdoptedBuckets", BUCKETS, part),)) for part in _parts(held)),
        *(Policy((allow("DescribeAdoptedRoles", ROLES, part),)) for part in _parts(assumed)),
    )


def _parts(arns: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for arn in arns:
        if part and len(arn) + sum(len(other) + 3 for other in part) > AT_ONCE:
            yield part
            part = []
        part.append(arn)
    if part:
        yield part
