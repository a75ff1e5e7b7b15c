"""Permissions of Lake Formation, always listed one by one.

``ALL`` stands for a set that Lake Formation gives back spelt out, so that every run would find a difference.
"""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_aws import lakeformation

from meshwright.access.standing import Standing

from . import ontology

SEE = ("DESCRIBE",)
"""On a database: it is there."""
SELECT = ("SELECT",)


def tables_of(standing: Standing, tags: Mapping[str, str]) -> dict[str, str]:
    """The tags that find what ``standing`` covers, among what carries ``tags``."""
    return dict(tags) if standing.sensitive else {**tags, ontology.SENSITIVITY: ontology.NOT_SENSITIVE}


def grant_by_tag(
    name: str,
    *,
    principal: pulumi.Input[str],
    kind: str,
    tags: Mapping[str, str],
    permissions: Sequence[str],
    opts: pulumi.ResourceOptions,
) -> lakeformation.Permissions:
    """Permissions on every ``DATABASE`` or ``TABLE`` (``kind``) that carries all of these tags, now and later."""
    return lakeformation.Permissions(
        name,
        principal=principal,
        lf_tag_policy=lakeformation.PermissionsLfTagPolicyArgs(
            resource_type=kind,
            expressions=[
                lakeformation.PermissionsLfTagPolicyExpressionArgs(key=key, values=[value])
                for key, value in sorted(tags.items())
            ],
        ),
        permissions=list(permissions),
        opts=opts,
    )
