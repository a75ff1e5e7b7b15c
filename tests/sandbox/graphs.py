"""Graphs made by hand, as a recording would have them."""

from collections.abc import Mapping
from typing import Any

from meshwright.recording.graph import Graph, Options, Resource

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/mesh/reader"
TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",'
    '"Principal":{"Service":"glue.amazonaws.com"}}]}'
)
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'
TOKENS = {
    "key": "aws:kms/key:Key",
    "alias": "aws:kms/alias:Alias",
    "bucket": "aws:s3/bucket:Bucket",
    "versioning": "aws:s3/bucketVersioning:BucketVersioning",
    "bucketPolicy": "aws:s3/bucketPolicy:BucketPolicy",
    "object": "aws:s3/bucketObjectv2:BucketObjectv2",
    "role": "aws:iam/role:Role",
    "rolePolicy": "aws:iam/rolePolicy:RolePolicy",
    "database": "aws:glue/catalogDatabase:CatalogDatabase",
    "table": "aws:glue/catalogTable:CatalogTable",
    "job": "aws:glue/job:Job",
    "lfTag": "aws:lakeformation/lfTag:LfTag",
    "grant": "aws:lakeformation/permissions:Permissions",
    "logGroup": "aws:cloudwatch/logGroup:LogGroup",
    "securityConfiguration": "aws:glue/securityConfiguration:SecurityConfiguration",
    "subscription": "aws:sns/topicSubscription:TopicSubscription",
    "topic": "aws:sns/topic:Topic",
}


def urn(stack: str, token: str, name: str) -> str:
    return f"urn:pulumi:{stack}::meshwright::{token}::{name}"


def resource(
    kind: str,
    name: str,
    inputs: Mapping[str, Any],
    *,
    stack: str = "sales.sandbox",
    outputs: Mapping[str, Any] | None = None,
    after: tuple[Resource, ...] = (),
    parent: str = "",
    custom: bool = True,
    **options: Any,
) -> Resource:
    token = TOKENS.get(kind, kind)
    return Resource(
        urn=urn(stack, token, name),
        type=token,
        name=name,
        parent=parent,
        custom=custom,
        inputs=inputs,
        outputs={**inputs, **(outputs or {})},
        options=Options(**options),
        dependencies=tuple(sorted(other.urn for other in after)),
        property_dependencies={},
        component="",
    )


def graph(*resources: Resource, stack: str = "sales.sandbox", preview: bool = False) -> Graph:
    ordered = tuple(sorted(resources, key=lambda r: r.urn))
    return Graph(stack=stack, preview=preview, resources=ordered, outputs={})


def iceberg(bucket: str, *fields: tuple[int, str, str], **rest: Any) -> dict[str, Any]:
    """The input of an Iceberg table: fields are id, name and type as JSON text; the first is required."""
    return {
        "icebergInput": {
            "metadataOperation": "CREATE",
            "version": "2",
            "icebergTableInput": {
                "location": f"s3://{bucket}/orders",
                "schema": {
                    "schemaId": 0,
                    "type": "struct",
                    "fields": [
                        {"id": number, "name": name, "type": kind, "required": place == 0}
                        for place, (number, name, kind) in enumerate(fields)
                    ],
                },
                **rest,
            },
        }
    }
