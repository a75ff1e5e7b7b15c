"""The permissions boundary: what no role of a domain can do, whatever its own policies come to say."""

from collections.abc import Sequence

from meshwright import names
from meshwright.language import Environment

from .account import Account, Holdings
from .duties import DUTIES, policy
from .statement import Policy, allow, deny, when

LIMIT = 6144
"""Characters of a managed policy, white space not counted (IAM quotas)."""


def boundary(environment: Environment, regions: Sequence[str], suffix: str) -> Policy:
    """The boundary of every domain's roles. It allows only the actions that some duty uses, and denies on top.

    ``${aws:PrincipalTag/domain}`` is the tag that the foundation gives each role, and that no role may change.
    """
    own, artifacts, catalog = _buckets(environment, suffix)
    return Policy(
        (
            allow("WhatDutiesUse", _actions(environment), ["*"]),
            deny("DenyOtherRegions", ["*"], ["*"], when("StringNotEquals", "aws:RequestedRegion", *regions)),
            deny("DenyIdentityWrites", ["iam:*", "organizations:*", "sso:*"], ["*"]),
            deny("DenyGrantingData", _granting(), ["*"]),
            deny("DenyBlindness", ["cloudtrail:*", "config:*"], ["*"]),
            deny("DenyKeyAdministration", _key_administration(), ["*"]),
            deny("DenyOtherBuckets", ["s3:*"], not_resources=[*own, *artifacts, *catalog]),
        )
    )


def _actions(environment: Environment) -> list[str]:
    anybody = Holdings(environment, "domain", "suffix")
    allowed = (s for duty in DUTIES for s in policy(duty, anybody).statements if s.effect == "Allow")
    return sorted({action for statement in allowed for action in statement.actions})


def _buckets(environment: Environment, suffix: str) -> tuple[list[str], ...]:
    account = Account(environment)
    tag = "${aws:PrincipalTag/domain}"
    own = [account.bucket(names.bucket(environment.name, tag, store, suffix)) for store in names.STORES]
    lent = [
        account.bucket(names.bucket(environment.name, names.PLATFORM, store, suffix))
        for store in ("artifacts", "catalog")
    ]
    return (
        [path for arn in own for path in (arn, f"{arn}/*")],
        [f"{lent[0]}/{tag}/*"],
        [lent[1], f"{lent[1]}/{names.CONTRACTS}*", f"{lent[1]}/runs/{tag}_*"],
    )


def _granting() -> list[str]:
    """Lake Formation's administration; reading what was granted is not part of it."""
    return [
        "lakeformation:Add*",
        "lakeformation:Batch*",
        "lakeformation:Create*",
        "lakeformation:Delete*",
        "lakeformation:Deregister*",
        "lakeformation:Grant*",
        "lakeformation:Put*",
        "lakeformation:Register*",
        "lakeformation:Remove*",
        "lakeformation:Revoke*",
        "lakeformation:Update*",
    ]


def _key_administration() -> list[str]:
    return [
        "kms:CreateGrant",
        "kms:Delete*",
        "kms:Disable*",
        "kms:Put*",
        "kms:Schedule*",
        "kms:Update*",
    ]
