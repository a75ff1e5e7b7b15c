"""Graphs made by hand."""

from collections.abc import Mapping
from typing import Any

from meshwright.recording.graph import Graph, Options, Resource

STACK = "sales.dev"
BUCKET = "aws:s3/bucket:Bucket"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
KEY = "aws:kms/key:Key"
ALIAS = "aws:kms/alias:Alias"
TABLE = "aws:glue/catalogTable:CatalogTable"
DATABASE = "aws:glue/catalogDatabase:CatalogDatabase"


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:{STACK}::meshwright::{token}::{name}"


def resource(
    token: str,
    name: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    outputs: Mapping[str, Any] | None = None,
    uses: Mapping[str, Resource] | None = None,
    secrets: tuple[str, ...] = (),
    **options: Any,
) -> Resource:
    """``uses`` are the resources that an input's value was computed from."""
    used = {name: (other.urn,) for name, other in (uses or {}).items()}
    return Resource(
        urn=urn(token, name),
        type=token,
        name=name,
        parent="",
        custom=True,
        inputs=dict(inputs or {}),
        outputs={"id": name, **(inputs or {}), **(outputs or {})},
        options=Options(**options),
        dependencies=tuple(sorted(u for urns in used.values() for u in urns)),
        property_dependencies=used,
        component="",
        secrets=secrets,
    )


def graph(*resources: Resource) -> Graph:
    return Graph(stack=STACK, preview=False, resources=tuple(sorted(resources, key=lambda r: r.urn)), outputs={})
