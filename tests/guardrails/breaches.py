"""For each guardrail, small changes of a stack that passes, each of which it has to find."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from meshwright.guardrails import Seen, Stack

Change = Callable[[Stack], Stack]

BUCKET = "aws:s3/bucket:Bucket"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
KEY = "aws:kms/key:Key"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
GRANT = "aws:lakeformation/permissions:Permissions"
JOB = "aws:glue/job:Job"
MACHINE = "aws:sfn/stateMachine:StateMachine"
TRAIL = "aws:cloudtrail/trail:Trail"


def _each(token: str, change: Callable[[Seen], Seen | None]) -> Change:
    """Changes, or takes away, the first resource of a type."""

    def changed(stack: Stack) -> Stack:
        first = next(stack.of_type(token))
        found = (change(r) if r is first else r for r in stack.resources)
        return replace(stack, resources=tuple(r for r in found if r is not None))

    return changed


def without(token: str) -> Change:
    return _each(token, lambda r: None)


def put(token: str, path: str, value: Any) -> Change:
    """Writes one input, at a path of keys joined by dots; None takes it away."""
    return _each(token, lambda r: replace(r, inputs=_put(r.inputs, path.split("."), value)))


def _put(inputs: Mapping[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    head, *rest = path
    if rest:
        return {**inputs, head: _put(inputs.get(head) or {}, rest, value)}
    return {**inputs, head: value} if value is not None else {k: v for k, v in inputs.items() if k != head}


def reworded(token: str, key: str, old: str, new: str) -> Change:
    """Changes the text of a policy, of the first resource of a type that has the old text."""

    def changed(stack: Stack) -> Stack:
        first = next(r for r in stack.of_type(token) if old in r.inputs[key])
        text = first.inputs[key].replace(old, new)
        return replace(
            stack,
            resources=tuple(replace(r, inputs={**r.inputs, key: text}) if r is first else r for r in stack.resources),
        )

    return changed


def added(token: str, **inputs: Any) -> Change:
    """One more resource."""
    extra = Seen(urn="urn:pulumi:x.sandbox::meshwright::t::extra", type=token, name="extra", inputs=inputs)
    return lambda stack: replace(stack, resources=(*stack.resources, extra))


def statement(**fields: Any) -> Change:
    """One more policy of a role, with one statement."""
    return added(ROLE_POLICY, policy=json.dumps({"Statement": {"Sid": "Extra", "Effect": "Allow", **fields}}))


def kept(token: str, retained: bool) -> Change:
    return _each(token, lambda r: replace(r, retained=retained))


PASS = {"Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/x"}
TO_GLUE = {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}

BREACHES: dict[str, list[Change]] = {
    "buckets-are-private": [
        *(put(BLOCK, way, False) for way in ("blockPublicAcls", "blockPublicPolicy")),
        *(put(BLOCK, way, None) for way in ("ignorePublicAcls", "restrictPublicBuckets")),
        put("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "rule.objectOwnership", "ObjectWriter"),
        added("aws:s3/bucketAcl:BucketAcl", acl="public-read"),
        added("aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"),
    ],
    "buckets-are-protected": [
        *map(without, (BLOCK, ENCRYPTION, POLICY, LIFECYCLE)),
        without("aws:s3/bucketVersioning:BucketVersioning"),
        without("aws:s3/bucketOwnershipControls:BucketOwnershipControls"),
        put("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.status", "Suspended"),
        added(BUCKET, bucket="forgotten"),
    ],
    "buckets-use-customer-keys": [
        put(ENCRYPTION, "rules", [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]),
        put(ENCRYPTION, "rules", [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]),
        put(ENCRYPTION, "rules", []),
    ],
    "buckets-are-reached-by-tls": [
        reworded(POLICY, "policy", "aws:SecureTransport", "aws:Other"),
        reworded(POLICY, "policy", "s3:TlsVersion", "s3:Other"),
        reworded(POLICY, "policy", '"Effect":"Deny"', '"Effect":"Allow"'),
    ],
    "data-is-encrypted": [
        put("aws:sns/topic:Topic", "kmsMasterKeyId", None),
        put("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId", None),
        put(MACHINE, "encryptionConfiguration", None),
        put(JOB, "securityConfiguration", None),
        put("aws:glue/securityConfiguration:SecurityConfiguration", "encryptionConfiguration.s3Encryption", {}),
        put("aws:athena/workgroup:Workgroup", "configuration.resultConfiguration.encryptionConfiguration", None),
        added("aws:sqs/queue:Queue", name="plain"),
        added("aws:kinesis/stream:Stream", name="plain"),
        added("aws:dynamodb/table:Table", name="plain"),
    ],
    "keys-rotate": [put(KEY, "enableKeyRotation", False), put(KEY, "deletionWindowInDays", 7)],
    "data-is-retained": [
        kept(BUCKET, False),
        kept(KEY, False),
        kept("aws:glue/catalogTable:CatalogTable", False),
        kept("aws:glue/catalogDatabase:CatalogDatabase", False),
        put(BUCKET, "forceDestroy", True),
    ],
    "iceberg-data-never-expires": [
        lambda stack: _on_lake(stack, {"id": "x", "status": "Enabled", "expiration": {"days": 30}}),
        lambda stack: _on_lake(stack, {"id": "x", "status": "Enabled", "transitions": [{"storageClass": "GLACIER"}]}),
    ],
    "actions-are-named": [
        statement(Action="s3:*", Resource="*"),
        statement(Action=["glue:Get*"], Resource="*"),
        statement(NotAction="iam:*", Resource="*"),
        statement(Action="s3:GetObject", Resource="*", Sid=""),
    ],
    "principals-are-named": [
        statement(Action="s3:GetObject", Principal="*"),
        statement(Action="s3:GetObject", Principal={"AWS": "*"}),
        statement(Action="s3:GetObject", NotPrincipal={"AWS": "arn:aws:iam::1:role/x"}),
    ],
    "account-root-is-narrowed": [
        statement(Action="kms:Decrypt", Principal={"AWS": "arn:aws:iam::123456789012:root"}),
        statement(Sid="AdministerByIam", Action="kms:Decrypt", Principal={"AWS": "arn:aws:iam::123456789012:root"}),
    ],
    "services-act-for-this-account": [
        statement(Action="sts:AssumeRole", Principal={"Service": "glue.amazonaws.com"}),
        statement(
            Action="sts:AssumeRole",
            Principal={"Service": "glue.amazonaws.com"},
            Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        ),
    ],
    "passed-roles-are-named": [
        statement(**PASS),
        statement(**{**PASS, "Resource": "*"}, Condition=TO_GLUE),
        statement(**{**PASS, "Resource": "arn:aws:iam::1:role/mesh/mesh-dev-*"}, Condition=TO_GLUE),
        statement(**{**PASS, "Resource": "arn:aws:iam::1:role/mesh/mesh-dev-*-owner"}, Condition=TO_GLUE),
        statement(**{**PASS, "Resource": "arn:aws:iam::1:role/mesh/mesh-dev-*-pipeline"}),
        statement(Action="iam:PassRole", NotResource="arn:aws:iam::1:role/x", Condition=TO_GLUE),
    ],
    "there-are-no-users": [added("aws:iam/user:User"), added("aws:iam/accessKey:AccessKey")],
    "lake-permissions-are-explicit": [
        put(GRANT, "permissions", ["ALL"]),
        put(GRANT, "permissionsWithGrantOptions", ["SELECT"]),
        put(GRANT, "principal", "IAM_ALLOWED_PRINCIPALS"),
        put(GRANT, "principal", "arn:aws:iam::123456789012:root"),
        put(GRANT, "table.wildcard", True),
    ],
    "databases-are-governed": [
        put("aws:glue/catalogDatabase:CatalogDatabase", "createTableDefaultPermissions", None),
        put("aws:lakeformation/resource:Resource", "hybridAccessEnabled", True),
    ],
    "account-is-the-environments": [
        put("pulumi:providers:aws", "allowedAccountIds", None),
        put("pulumi:providers:aws", "allowedAccountIds", '["123456789012", "999999999999"]'),
    ],
    "regions-are-allowed": [
        put("pulumi:providers:aws", "region", "us-west-2"),
        put(BUCKET, "region", "ap-south-1"),
    ],
    "tags-say-whose": [put(BUCKET, "tags", None), put(KEY, "tags.owner", None)],
    "logs-are-retained": [
        put("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", None),
        put("aws:cloudwatch/logGroup:LogGroup", "retentionInDays", 7),
    ],
    "trail-records-everything": [
        added(TRAIL, enableLogFileValidation=True, advancedEventSelectors=[]),
        added(TRAIL, enableLogFileValidation=True, enableLogging=False),
        added(TRAIL),
    ],
    "state-machines-are-logged": [
        put(MACHINE, "loggingConfiguration.level", "OFF"),
        put(MACHINE, "loggingConfiguration.includeExecutionData", True),
        put(MACHINE, "tracingConfiguration", None),
    ],
    "jobs-are-bounded": [
        put(JOB, "timeout", None),
        put(JOB, "timeout", 100_000),
        put(JOB, "numberOfWorkers", None),
        put(JOB, "numberOfWorkers", 1000),
        put(JOB, "maxCapacity", 10),
        put(JOB, "executionProperty.maxConcurrentRuns", 5),
    ],
}
"""By guardrail. They apply to a domain's stack."""


def _on_lake(stack: Stack, rule: dict[str, Any]) -> Stack:
    location = next(stack.of_type("aws:lakeformation/resource:Resource")).inputs["arn"].rpartition(":")[2]

    def changed() -> Iterator[Seen]:
        for resource in stack.resources:
            ours = resource.type == LIFECYCLE and resource.inputs["bucket"] == location
            yield replace(resource, inputs={**resource.inputs, "rules": [rule]}) if ours else resource

    return replace(stack, resources=tuple(changed()))
