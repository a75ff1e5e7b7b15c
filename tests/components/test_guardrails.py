"""Every component passes every guardrail, and every guardrail can fail."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from meshwright.recording import Resource
from tests import guardrails
from tests.guardrails import CHECKS, Check
from tests.harness import deploy

from .test_ground_components import COMPONENTS, Build, domain_key, domain_roles, domain_storage, platform_alerts

recorded = cache(lambda build: deploy(build).resources)
Change = Callable[[Resource], Resource | None]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
@pytest.mark.parametrize("build", [build for build, _ in COMPONENTS], ids=lambda b: b.__name__)
def test_every_component_passes(build: Build, check: Check) -> None:
    assert list(check(recorded(build))) == []


def without(token: str) -> Change:
    return lambda r: None if r.type == token else r


def altered(token: str, **inputs: Any) -> Change:
    return lambda r: replace(r, inputs={**r.inputs, **inputs}) if r.type == token else r


def rewritten(token: str, key: str, old: str, new: str) -> Change:
    return lambda r: replace(r, inputs={**r.inputs, key: r.inputs[key].replace(old, new)}) if r.type == token else r


BREACHES: list[tuple[Check, Build, Change]] = [
    *((guardrails.buckets_lack_nothing, domain_storage, without(token)) for token in guardrails.SATELLITES.values()),
    (
        guardrails.buckets_are_closed,
        domain_storage,
        altered(guardrails.SATELLITES["publicly accessible"], blockPublicPolicy=False),
    ),
    (
        guardrails.buckets_use_customer_keys,
        domain_storage,
        altered(
            guardrails.SATELLITES["not encrypted"],
            rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}],
        ),
    ),
    (
        guardrails.buckets_refuse_what_is_unsafe,
        domain_storage,
        rewritten("aws:s3/bucketPolicy:BucketPolicy", "policy", "DenyOldTls", "Other"),
    ),
    (
        guardrails.permissions_name_their_actions,
        domain_roles,
        rewritten("aws:iam/rolePolicy:RolePolicy", "policy", "s3:GetObject", "s3:*"),
    ),
    (
        guardrails.nothing_is_open_to_everyone,
        domain_key,
        rewritten("aws:kms/key:Key", "policy", "arn:aws:iam::123456789012:root", "*"),
    ),
    (
        guardrails.account_root_is_narrowed,
        domain_key,
        rewritten("aws:kms/key:Key", "policy", "AdministerByIam", "Anything"),
    ),
    (
        guardrails.services_act_for_this_account,
        domain_roles,
        rewritten("aws:iam/role:Role", "assumeRolePolicy", '"Condition"', '"Ignored"'),
    ),
    (guardrails.there_are_no_users, domain_roles, lambda r: replace(r, type="aws:iam/user:User")),
    (guardrails.keys_rotate, domain_key, altered("aws:kms/key:Key", enableKeyRotation=False)),
    (
        guardrails.data_outlives_its_stack,
        domain_key,
        lambda r: replace(r, options=replace(r.options, retain_on_delete=False)),
    ),
    (guardrails.topics_are_encrypted, platform_alerts, lambda r: replace(r, inputs={"name": "x"})),
]


@pytest.mark.parametrize(
    ("check", "build", "change"), BREACHES, ids=[f"{n}-{c.__name__}" for n, (c, _, _) in enumerate(BREACHES)]
)
def test_a_breach_is_found(check: Check, build: Build, change: Change) -> None:
    resources = tuple(r for r in map(change, recorded(build)) if r is not None)
    assert list(check(resources))


def test_every_guardrail_has_a_breach_that_it_finds() -> None:
    assert {check for check, _, _ in BREACHES} == set(CHECKS)
