"""Policies as CloudFormation templates, the form that cfn-lint reads."""

from collections.abc import Iterable
from typing import Any

from .ground import Attached


def template(policies: Iterable[Attached]) -> dict[str, Any]:
    """One resource for each policy; those of the bus, one for each statement."""
    resources = (r for number, policy in enumerate(policies) for r in _resources(f"Policy{number}", policy))
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": dict(resources)}


def _resources(name: str, policy: Attached) -> list[tuple[str, dict[str, Any]]]:
    document = {"Version": "2012-10-17", "Statement": list(policy.statements)}
    service = policy.on.split(":")[2]
    if policy.kind in ("identity", "boundary"):
        return [(name, _resource("AWS::IAM::ManagedPolicy", PolicyDocument=document))]
    if policy.kind == "trust":
        return [(name, _resource("AWS::IAM::Role", AssumeRolePolicyDocument=document))]
    if service == "s3":
        bucket = policy.on.rpartition(":")[2]
        return [(name, _resource("AWS::S3::BucketPolicy", Bucket=bucket, PolicyDocument=document))]
    if service == "sns":
        return [(name, _resource("AWS::SNS::TopicPolicy", Topics=[policy.on], PolicyDocument=document))]
    if service == "kms":
        kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
        return [(name, {**kept, **_resource("AWS::KMS::Key", KeyPolicy=document)})]
    bus = policy.on.rpartition("/")[2]
    return [
        (
            f"{name}{s['Sid']}",
            _resource("AWS::Events::EventBusPolicy", EventBusName=bus, StatementId=s["Sid"], Statement=s),
        )
        for s in policy.statements
    ]


def _resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}
