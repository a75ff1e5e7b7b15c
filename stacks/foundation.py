"""What an account needs once: the ground that every domain of an environment stands on."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi_random import RandomId

from components import (
    AuditTrail,
    AuditTrailArgs,
    DataLakeGovernance,
    DataLakeGovernanceArgs,
    DomainRoles,
    DomainRolesArgs,
    EventBus,
    EventBusArgs,
    FoundationOutputs,
    PlatformAlerts,
    PlatformAlertsArgs,
    PlatformKey,
    PlatformKeyArgs,
    PlatformStorage,
    PlatformStorageArgs,
    RoleBoundary,
    RoleBoundaryArgs,
)
from meshwright import names
from meshwright.language import Environment, Mesh
from meshwright.loader.attention import looked_at

from .provider import built_with


@dataclass(frozen=True)
class _Site:
    """What is built, and where."""

    mesh: Mesh
    environment: Environment
    suffix: pulumi.Output[str]
    administrators: list[pulumi.Input[str]]
    opts: pulumi.ResourceOptions


def build(mesh: Mesh, environment: Environment, provider: aws.Provider) -> FoundationOutputs:
    """Build the foundation of one environment, and make what domains need of it the stack's outputs.

    Raises ``pulumi.RunError`` where an administrator is a role that is granted data.
    """
    # never changed, as every globally unique name ends in it
    suffix = RandomId("suffix", byte_length=names.SUFFIX_LENGTH // 2).hex
    site = _Site(mesh, environment, suffix, _administrators(mesh, environment, provider), built_with(provider))
    key = PlatformKey(
        "platform-key",
        PlatformKeyArgs(environment=environment, governance=mesh.governance, administrators=site.administrators),
        site.opts,
    ).key_arn
    storage, trail = _kept(site, key)
    bus, alerts = _announced(site, key)
    lake, boundary = _governed(site)
    outputs = FoundationOutputs(
        suffix=suffix,
        log_bucket=storage.logs.bucket_name,
        artifact_bucket=storage.artifacts.bucket_name,
        catalog_bucket=storage.catalog.bucket_name,
        audit_bucket=trail.bucket.bucket_name,
        platform_key_arn=key,
        bus_name=bus.bus_name,
        bus_arn=bus.bus_arn,
        boundary_arn=boundary.boundary_arn,
        lake_formation_role_arn=lake.locations_role_arn,
        alerts_topic_arn=alerts.topic_arn,
    )
    outputs.export()
    return outputs


def _kept(site: _Site, key_arn: pulumi.Output[str]) -> tuple[PlatformStorage, AuditTrail]:
    """Where files and records are kept."""
    environment, governance = site.environment, site.mesh.governance
    storage = PlatformStorage(
        "platform-storage",
        PlatformStorageArgs(environment=environment, governance=governance, suffix=site.suffix, key_arn=key_arn),
        site.opts,
    )
    trail = AuditTrail(
        "platform-audit",
        AuditTrailArgs(
            environment=environment,
            governance=governance,
            suffix=site.suffix,
            key_arn=key_arn,
            log_bucket=storage.logs.bucket_name,
        ),
        site.opts,
    )
    return storage, trail


def _announced(site: _Site, key_arn: pulumi.Output[str]) -> tuple[EventBus, PlatformAlerts]:
    """Where products are announced, and trouble is."""
    environment, governance = site.environment, site.mesh.governance
    return (
        EventBus(
            "platform-bus", EventBusArgs(environment=environment, governance=governance, key_arn=key_arn), site.opts
        ),
        PlatformAlerts(
            "platform-alerts",
            PlatformAlertsArgs(environment=environment, governance=governance, key_arn=key_arn),
            site.opts,
        ),
    )


def _governed(site: _Site) -> tuple[DataLakeGovernance, RoleBoundary]:
    """Who decides, and the roles of every domain."""
    environment, governance, suffix = site.environment, site.mesh.governance, site.suffix
    lake = DataLakeGovernance(
        "platform-lake",
        DataLakeGovernanceArgs(
            environment=environment,
            governance=governance,
            domains=[member.name for member in site.mesh.members],
            suffix=suffix,
            administrators=site.administrators,
        ),
        site.opts,
    )
    boundary = RoleBoundary(
        "platform-boundary",
        RoleBoundaryArgs(environment=environment, governance=governance, suffix=suffix),
        site.opts,
    )
    # nothing else follows from a domain's roles, and no output speaks of them
    for member in (member for member in site.mesh.members if looked_at(member.name)):
        DomainRoles(
            f"{member.name}-roles",
            DomainRolesArgs(domain=member, environment=environment, suffix=suffix, boundary_arn=boundary.boundary_arn),
            site.opts,
        )
    return lake, boundary


def _administrators(mesh: Mesh, environment: Environment, provider: aws.Provider) -> list[pulumi.Input[str]]:
    """ARNs of the roles that administer the mesh, who deploys first: losing that one would lock the platform out."""
    for name in (environment.deployer or "", *mesh.governance.administrators):
        if f"/{name}".startswith(names.IAM_PATH):
            raise pulumi.RunError(
                f'the role "{name}" belongs to a domain and is granted data; name an administrator outside of '
                f'"{names.IAM_PATH}"'
            )
    named = [_role_arn(environment, name) for name in mesh.governance.administrators]
    if environment.deployer is not None:
        return list(dict.fromkeys([_role_arn(environment, environment.deployer), *named]))
    asking = pulumi.InvokeOutputOptions(provider=provider)
    caller = aws.get_caller_identity_output(opts=asking)
    # a session is named in the caller's ARN, the role it belongs to in its context
    return [aws.iam.get_session_context_output(arn=caller.arn, opts=asking).issuer_arn, *named]


def _role_arn(environment: Environment, name: str) -> str:
    return f"arn:{names.partition(environment.region)}:iam::{environment.account}:role/{name}"
