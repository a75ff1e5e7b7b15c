"""What an account needs once: the ground that every domain of an environment stands on."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi_random import RandomId

from components import (
    AuditTable,
    AuditTableArgs,
    AuditTrail,
    AuditTrailArgs,
    BreakGlass,
    BreakGlassArgs,
    CiAccess,
    CiAccessArgs,
    DataLakeGovernance,
    DataLakeGovernanceArgs,
    DomainRoles,
    DomainRolesArgs,
    EventBus,
    EventBusArgs,
    FoundationGuard,
    FoundationOutputs,
    OpenAccess,
    OpenAccessArgs,
    PeopleAccess,
    PeopleAccessArgs,
    PlatformAlerts,
    PlatformAlertsArgs,
    PlatformKey,
    PlatformKeyArgs,
    PlatformStorage,
    PlatformStorageArgs,
    RoleBoundary,
    RoleBoundaryArgs,
)
from components.tags import platform_tags
from meshwright import names
from meshwright.language import Environment, IdentityCenter, Mesh
from meshwright.loader.attention import looked_at

from .provider import built_with, identity_provider
from .returning import asking_first


@dataclass(frozen=True)
class _Site:
    """What is built, and where."""

    mesh: Mesh
    environment: Environment
    suffix: pulumi.Output[str]
    deployers: list[pulumi.Input[str]]
    """ARNs of those who deploy or administer."""
    viewers: list[pulumi.Input[str]]
    """ARNs of those who look at all that is granted, and change nothing."""
    opts: pulumi.ResourceOptions


def build(mesh: Mesh, environment: Environment, provider: aws.Provider) -> FoundationOutputs:
    """Build the foundation of one environment, and make what domains need of it the stack's outputs.

    Raises ``pulumi.RunError`` where an administrator is a role that is granted data.
    """
    # never changed, as every globally unique name ends in it
    suffix = RandomId("suffix", byte_length=names.SUFFIX_LENGTH // 2).hex
    standing: list[pulumi.Resource] = []
    noting = pulumi.ResourceOptions(transformations=[lambda made: standing.append(made.resource)])
    opts = pulumi.ResourceOptions.merge(built_with(provider), noting)
    opts = pulumi.ResourceOptions.merge(opts, asking_first(environment, names.FOUNDATION, provider))
    deploying, planning = _pipelines(mesh, environment, opts)
    deployers = [*_administrators(mesh, environment, provider), *deploying]
    site = _Site(mesh, environment, suffix, deployers, planning, opts)
    key = PlatformKey(
        "platform-key",
        PlatformKeyArgs(
            environment=environment, governance=mesh.governance, administrators=site.deployers, planners=planning
        ),
        site.opts,
    ).key_arn
    storage, trail = _kept(site, key)
    bus, alerts = _announced(site, key)
    lake, boundary = _governed(site, [*site.deployers, *_people(site, alerts)])
    _audited(site, key, storage, trail, lake)
    FoundationGuard(names.GUARD, standing)
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


def _audited(
    site: _Site, key_arn: pulumi.Output[str], storage: PlatformStorage, trail: AuditTrail, lake: DataLakeGovernance
) -> None:
    """How the trail is asked."""
    environment, governance = site.environment, site.mesh.governance
    AuditTable(
        "platform-audit-table",
        AuditTableArgs(
            environment=environment,
            governance=governance,
            audit_bucket=trail.bucket.bucket_name,
            results_bucket=storage.artifacts.bucket_name,
            key_arn=key_arn,
            deployers=[site.deployers[0], *(site.deployers[-1:] if environment.ci is not None else ())],
            auditors=[
                _role_arn(environment, name) for name in governance.administrators if name != environment.deployer
            ],
            closed=[lake.settings],
        ),
        site.opts,
    )


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


def _pipelines(
    mesh: Mesh, environment: Environment, opts: pulumi.ResourceOptions
) -> tuple[list[pulumi.Input[str]], list[pulumi.Input[str]]]:
    """What pipelines come as; the ARNs of the roles that deploy, and of those that plan."""
    if environment.ci is None:
        return [], []
    args = CiAccessArgs(
        environment=environment,
        governance=mesh.governance,
        pipelines=environment.ci,
        buckets=[bucket for member in mesh.members for bucket in member.buckets],
        roles=[role for member in mesh.members for role in member.roles],
    )
    arns = CiAccess("platform-ci", args, opts).role_arns
    return [arns[names.CI_DEPLOY]], [arns[names.CI_PLAN]]


def _people(site: _Site, alerts: PlatformAlerts) -> list[pulumi.Input[str]]:
    """How people come in, where the environment says how; the ARN of the role for emergencies."""
    environment, governance = site.environment, site.mesh.governance
    if environment.identity is None:
        return []
    emergencies = BreakGlass(
        "platform-break-glass",
        BreakGlassArgs(environment=environment, governance=governance, topic_arn=alerts.topic_arn),
        site.opts,
    )
    if isinstance(center := environment.identity, IdentityCenter):
        asking = identity_provider(environment, center, platform_tags(environment, governance))
        domains = [member.name for member in site.mesh.members if looked_at(member.name)]
        args = PeopleAccessArgs(
            environment=environment, governance=governance, center=center, domains=domains, asking=asking
        )
        PeopleAccess("platform-people", args, site.opts)
    return [emergencies.role_arn]


def _governed(site: _Site, administrators: list[pulumi.Input[str]]) -> tuple[DataLakeGovernance, RoleBoundary]:
    """Who decides, and the roles of every domain."""
    environment, governance, suffix = site.environment, site.mesh.governance, site.suffix
    lake = DataLakeGovernance(
        "platform-lake",
        DataLakeGovernanceArgs(
            environment=environment,
            governance=governance,
            domains=[member.name for member in site.mesh.members],
            suffix=suffix,
            administrators=administrators,
            viewers=site.viewers,
        ),
        site.opts,
    )
    boundary = RoleBoundary(
        "platform-boundary",
        RoleBoundaryArgs(environment=environment, governance=governance, suffix=suffix),
        site.opts,
    )
    # nothing else follows from a domain's roles and what they may read, and no output speaks of them
    for member in (member for member in site.mesh.members if looked_at(member.name)):
        roles = DomainRoles(
            f"{member.name}-roles",
            DomainRolesArgs(domain=member, environment=environment, suffix=suffix, boundary_arn=boundary.boundary_arn),
            site.opts,
        )
        OpenAccess(f"{member.name}-open", OpenAccessArgs(role_arns=roles.role_arns, tags=lake.tags), site.opts)
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
