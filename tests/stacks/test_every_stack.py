"""What holds for every stack of the example mesh, beside the guardrails."""

import json
from functools import cache
from pathlib import Path

import pytest

from meshwright.loader import load
from meshwright.recording import Graph, record_stack

ROOT = Path(__file__).parents[2]
SCOPES = ("foundation", *(d.name for d in load(ROOT).mesh.domains))
POLICY_LIMITS = {
    "aws:iam/policy:Policy": ("policy", 6_144),
    "aws:iam/rolePolicy:RolePolicy": ("policy", 10_240),
    "aws:iam/role:Role": ("assumeRolePolicy", 2_048),
    "aws:kms/key:Key": ("policy", 32_768),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy", 20_480),
}
"""Characters, from the quotas of IAM, KMS and S3."""


@cache
def recorded(scope: str, *, preview: bool = False) -> Graph:
    return record_stack(ROOT, f"{scope}.sandbox", preview=preview)


@pytest.mark.parametrize("scope", SCOPES)
def test_preview_and_update_register_the_same(scope: str) -> None:
    previewed = {r.urn for r in recorded(scope, preview=True).resources}
    assert previewed == {r.urn for r in recorded(scope).resources}


@pytest.mark.parametrize("scope", SCOPES)
def test_one_explicit_provider_builds_everything_of_aws(scope: str) -> None:
    graph = recorded(scope)
    (provider,) = graph.of_type("pulumi:providers:aws")
    built = [r for r in graph.resources if r.custom and r.type.startswith("aws:")]
    assert built
    assert {r.name for r in built if not r.options.provider.startswith(provider.urn)} == set()


@pytest.mark.parametrize("scope", SCOPES)
def test_policies_fit_into_their_services(scope: str) -> None:
    for resource in recorded(scope).resources:
        if resource.type in POLICY_LIMITS:
            key, limit = POLICY_LIMITS[resource.type]
            assert len(resource.inputs[key]) <= limit, resource.name


@pytest.mark.parametrize("scope", SCOPES)
def test_no_value_was_lost_on_the_way_into_a_text(scope: str) -> None:
    """An output that is formatted too early turns into a sentence about itself."""
    assert "Output[T]" not in json.dumps([dict(r.inputs) for r in recorded(scope).resources])
