"""What an account needs once: the ground that every domain of an environment stands on."""

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

from .provider import built_with


def build(mesh: Mesh, environment: Environment, provider: aws.Provider) -> FoundationOutputs:
    """Build the foundation of one environment, and make what domains need of it the stack's outputs."""
    opts, governance = built_with(provider), mesh.governance
    # never changed, as every globally unique name ends in it
    suffix = RandomId("suffix", byte_length=names.SUFFIX_LENGTH // 2).hex
    administrators = _administrators(mesh, environment, provider)

    key = PlatformKey(
        "platform-key",
        PlatformKeyArgs(environment=environment, governance=governance, administrators=administrators),
        opts,
    )
    storage = PlatformStorage(
        "platform-storage",
        PlatformStorageArgs(environment=environment, governance=governance, suffix=suffix, key_arn=key.key_arn),
        opts,
    )
    trail = AuditTrail(
        "platform-audit",
        AuditTrailArgs(
            environment=environment,
            governance=governance,
            suffix=suffix,
            key_arn=key.key_arn,
            log_bucket=storage.logs.bucket_name,
        ),
        opts,
    )
    bus = EventBus(
        "platform-bus", EventBusArgs(environment=environment, governance=governance, key_arn=key.key_arn), opts
    )
    alerts = PlatformAlerts(
        "platform-alerts", PlatformAlertsArgs(environment=environment, governance=governance, key_arn=key.key_arn), opts
    )
    lake = DataLakeGovernance(
        "platform-lake",
        DataLakeGovernanceArgs(
            environment=environment,
            governance=governance,
            domains=mesh.domains,
            suffix=suffix,
            administrators=administrators,
        ),
        opts,
    )
    boundary = RoleBoundary(
        "platform-boundary", RoleBoundaryArgs(environment=environment, governance=governance, suffix=suffix), opts
    )
    for domain in mesh.domains:
        DomainRoles(
            f"{domain.name}-roles",
            DomainRolesArgs(domain=domain, environment=environment, suffix=suffix, boundary_arn=boundary.boundary_arn),
            opts,
        )
    outputs = FoundationOutputs(
        suffix=suffix,
        log_bucket=storage.logs.bucket_name,
        artifact_bucket=storage.artifacts.bucket_name,
        catalog_bucket=storage.catalog.bucket_name,
        audit_bucket=trail.bucket.bucket_name,
        platform_key_arn=key.key_arn,
        bus_name=bus.bus_name,
        bus_arn=bus.bus_arn,
        boundary_arn=boundary.boundary_arn,
        lake_formation_role_arn=lake.locations_role_arn,
        alerts_topic_arn=alerts.topic_arn,
    )
    outputs.export()
    return outputs


def _administrators(mesh: Mesh, environment: Environment, provider: aws.Provider) -> list[pulumi.Input[str]]:
    """ARNs of the roles that administer the mesh, who deploys first: losing that one would lock the platform out."""
    named = [_role_arn(environment, name) for name in mesh.governance.administrators]
    if environment.deployer is not None:
        return list(dict.fromkeys([_role_arn(environment, environment.deployer), *named]))
    asking = pulumi.InvokeOutputOptions(provider=provider)
    caller = aws.get_caller_identity_output(opts=asking)
    # a session is named in the caller's ARN, the role it belongs to in its context
    return [aws.iam.get_session_context_output(arn=caller.arn, opts=asking).issuer_arn, *named]


def _role_arn(environment: Environment, name: str) -> str:
    return f"arn:{names.partition(environment.region)}:iam::{environment.account}:role/{name}"
