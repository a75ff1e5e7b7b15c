"""What no resource of the platform may fail, whichever component made it. A check returns what is wrong, in words."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from meshwright.recording import Resource

Check = Callable[[tuple[Resource, ...]], Iterable[str]]
POLICIES = {
    "aws:iam/policy:Policy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:kms/key:Key": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
}
"""Where a type holds a policy."""
SATELLITES = {
    "publicly accessible": "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "not encrypted": "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "not versioned": "aws:s3/bucketVersioning:BucketVersioning",
    "without an owner of its objects": "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "never tidied up": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "without a policy": "aws:s3/bucketPolicy:BucketPolicy",
}


def of_type(resources: Iterable[Resource], token: str) -> list[Resource]:
    """The resources of one type."""
    return [r for r in resources if r.type == token]


def policies(resources: Iterable[Resource]) -> Iterator[tuple[Resource, dict[str, Any]]]:
    """Every statement of every policy, with what it is attached to."""
    for resource in resources:
        if resource.type in POLICIES:
            for statement in json.loads(resource.inputs[POLICIES[resource.type]])["Statement"]:
                yield resource, statement


def buckets_lack_nothing(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Every bucket has each of its protections."""
    for bucket in of_type(resources, "aws:s3/bucket:Bucket"):
        for wrong, token in SATELLITES.items():
            if not any(s.inputs["bucket"] == bucket.inputs["bucket"] for s in of_type(resources, token)):
                yield f"{bucket.name} is {wrong}"


def buckets_are_closed(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Public access is blocked in all four ways."""
    ways = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    for block in of_type(resources, SATELLITES["publicly accessible"]):
        yield from (f"{block.name} leaves {way} open" for way in ways if block.inputs.get(way) is not True)


def buckets_use_customer_keys(resources: tuple[Resource, ...]) -> Iterator[str]:
    """With bucket keys, but for a trail's; the one that access logs go to has no key, since S3 allows none there."""
    targets = {r.inputs["targetBucket"] for r in of_type(resources, "aws:s3/bucketLogging:BucketLogging")}
    trails = {r.inputs["s3BucketName"] for r in of_type(resources, "aws:cloudtrail/trail:Trail")}
    for encryption in of_type(resources, SATELLITES["not encrypted"]):
        (rule,) = encryption.inputs["rules"]
        default = rule["applyServerSideEncryptionByDefault"]
        shared = rule.get("bucketKeyEnabled") or encryption.inputs["bucket"] in trails
        keyed = default["sseAlgorithm"] == "aws:kms" and "kmsMasterKeyId" in default and shared
        if not keyed and encryption.inputs["bucket"] not in targets:
            yield f"{encryption.name} uses no key of ours"


def buckets_refuse_what_is_unsafe(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Plain HTTP, old TLS and other accounts are denied to everyone."""
    for policy in of_type(resources, SATELLITES["without a policy"]):
        denied = {s["Sid"] for _, s in policies([policy]) if s["Effect"] == "Deny" and s["Principal"] == {"AWS": ["*"]}}
        missing = {"DenyPlaintext", "DenyOldTls", "DenyOtherAccounts"} - denied
        yield from (f"{policy.name} lacks {sid}" for sid in sorted(missing))


def permissions_name_their_actions(resources: tuple[Resource, ...]) -> Iterator[str]:
    """No permission has a wildcard action, and every statement says what it is for."""
    for resource, statement in policies(resources):
        if not statement.get("Sid"):
            yield f"{resource.name} has a statement without a Sid"
        if statement["Effect"] == "Allow" and any("*" in action for action in statement["Action"]):
            yield f"{resource.name} {statement['Sid']} allows {statement['Action']}"


def nothing_is_open_to_everyone(resources: tuple[Resource, ...]) -> Iterator[str]:
    """No permission is given to an unnamed principal."""
    for resource, statement in policies(resources):
        named = [p for kind in statement.get("Principal", {}).values() for p in kind]
        if statement["Effect"] == "Allow" and "*" in named:
            yield f"{resource.name} {statement['Sid']} allows everyone"


def account_root_is_narrowed(resources: tuple[Resource, ...]) -> Iterator[str]:
    """The account as a whole is let in under a condition only, but for administering keys."""
    for resource, statement in policies(resources):
        named = [p for kind in statement.get("Principal", {}).values() for p in kind]
        unconditional = "Condition" not in statement and statement["Sid"] != "AdministerByIam"
        if unconditional and any(p.endswith(":root") for p in named):
            yield f"{resource.name} {statement['Sid']} lets in the whole account"


def services_act_for_this_account(resources: tuple[Resource, ...]) -> Iterator[str]:
    """A service principal comes with a condition: it can't be made a deputy by somebody else's resources."""
    for resource, statement in policies(resources):
        if "Service" in statement.get("Principal", {}) and "Condition" not in statement:
            yield f"{resource.name} {statement['Sid']} trusts a service without a condition"


def there_are_no_users(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Neither users nor long-lived keys."""
    for resource in resources:
        if resource.type.partition("/")[0] == "aws:iam" and "user" in resource.type.lower():
            yield f"{resource.name} is a user's"
        if "accessKey" in resource.type:
            yield f"{resource.name} is a long-lived key"


def keys_rotate(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Every key that encrypts."""
    for key in of_type(resources, "aws:kms/key:Key"):
        if key.inputs.get("keyUsage") != "GENERATE_VERIFY_MAC" and key.inputs.get("enableKeyRotation") is not True:
            yield f"{key.name} does not rotate"


def data_outlives_its_stack(resources: tuple[Resource, ...]) -> Iterator[str]:
    """Buckets and keys stay when their stack goes."""
    for token in ("aws:s3/bucket:Bucket", "aws:kms/key:Key"):
        for resource in of_type(resources, token):
            if not resource.options.retain_on_delete:
                yield f"{resource.name} would be deleted"


def topics_are_encrypted(resources: tuple[Resource, ...]) -> Iterator[str]:
    """With a key of ours."""
    for topic in of_type(resources, "aws:sns/topic:Topic"):
        if "kmsMasterKeyId" not in topic.inputs:
            yield f"{topic.name} is not encrypted"


CHECKS: tuple[Check, ...] = (
    buckets_lack_nothing,
    buckets_are_closed,
    buckets_use_customer_keys,
    buckets_refuse_what_is_unsafe,
    permissions_name_their_actions,
    nothing_is_open_to_everyone,
    account_root_is_narrowed,
    services_act_for_this_account,
    there_are_no_users,
    keys_rotate,
    data_outlives_its_stack,
    topics_are_encrypted,
)
