"""What holds for every component that the foundation and a domain's ground are made of."""

from collections.abc import Callable
from pathlib import Path

import pytest

from components import (
    AuditTable,
    AuditTableArgs,
    AuditTrail,
    AuditTrailArgs,
    DataLakeGovernance,
    DataLakeGovernanceArgs,
    DomainKey,
    DomainKeyArgs,
    DomainRoles,
    DomainRolesArgs,
    DomainStorage,
    DomainStorageArgs,
    EventBus,
    EventBusArgs,
    PlatformAlerts,
    PlatformAlertsArgs,
    PlatformKey,
    PlatformKeyArgs,
    PlatformStorage,
    PlatformStorageArgs,
    RoleBoundary,
    RoleBoundaryArgs,
)
from tests.harness import check_inventory, children, deploy

from .ground import DEPLOYER, FOUNDATION, GOVERNANCE, KEY_ARN, OPERATIONS, SANDBOX, SUFFIX

INVENTORY = Path(__file__).parent / "inventory"


def audit_trail(name: str = "it") -> AuditTrail:
    args = AuditTrailArgs(
        environment=SANDBOX, governance=GOVERNANCE, suffix=SUFFIX, key_arn=KEY_ARN, log_bucket=FOUNDATION.log_bucket
    )
    return AuditTrail(name, args)


CI = f"arn:aws:iam::{SANDBOX.account}:role/ci-deploy"


def audit_table(name: str = "it") -> AuditTable:
    args = AuditTableArgs(
        environment=SANDBOX, governance=GOVERNANCE, audit_bucket=FOUNDATION.audit_bucket,
        results_bucket=FOUNDATION.artifact_bucket, key_arn=KEY_ARN, deployers=[DEPLOYER, CI],
        auditors=[f"arn:aws:iam::{SANDBOX.account}:role/auditor"], closed=[],
    )  # fmt: skip
    return AuditTable(name, args)


def data_lake_governance(name: str = "it") -> DataLakeGovernance:
    args = DataLakeGovernanceArgs(
        environment=SANDBOX, governance=GOVERNANCE, domains=[OPERATIONS.name], suffix=SUFFIX, administrators=[DEPLOYER]
    )
    return DataLakeGovernance(name, args)


def domain_key(name: str = "it") -> DomainKey:
    return DomainKey(name, DomainKeyArgs(domain=OPERATIONS, environment=SANDBOX, foundation=FOUNDATION))


def domain_roles(name: str = "it") -> DomainRoles:
    args = DomainRolesArgs(domain=OPERATIONS, environment=SANDBOX, suffix=SUFFIX, boundary_arn=FOUNDATION.boundary_arn)
    return DomainRoles(name, args)


def domain_storage(name: str = "it") -> DomainStorage:
    args = DomainStorageArgs(domain=OPERATIONS, environment=SANDBOX, foundation=FOUNDATION, key_arn=KEY_ARN)
    return DomainStorage(name, args)


def event_bus(name: str = "it") -> EventBus:
    return EventBus(name, EventBusArgs(environment=SANDBOX, governance=GOVERNANCE, key_arn=KEY_ARN))


def platform_alerts(name: str = "it") -> PlatformAlerts:
    return PlatformAlerts(name, PlatformAlertsArgs(environment=SANDBOX, governance=GOVERNANCE, key_arn=KEY_ARN))


def platform_key(name: str = "it") -> PlatformKey:
    args = PlatformKeyArgs(environment=SANDBOX, governance=GOVERNANCE, administrators=[DEPLOYER])
    return PlatformKey(name, args)


def platform_storage(name: str = "it") -> PlatformStorage:
    args = PlatformStorageArgs(environment=SANDBOX, governance=GOVERNANCE, suffix=SUFFIX, key_arn=KEY_ARN)
    return PlatformStorage(name, args)


def role_boundary(name: str = "it") -> RoleBoundary:
    return RoleBoundary(name, RoleBoundaryArgs(environment=SANDBOX, governance=GOVERNANCE, suffix=SUFFIX))


Build = Callable[..., object]
COMPONENTS: list[tuple[Build, str]] = [
    (audit_table, "meshwright:index:AuditTable"),
    (audit_trail, "meshwright:index:AuditTrail"),
    (data_lake_governance, "meshwright:index:DataLakeGovernance"),
    (domain_key, "meshwright:index:DomainKey"),
    (domain_roles, "meshwright:index:DomainRoles"),
    (domain_storage, "meshwright:index:DomainStorage"),
    (event_bus, "meshwright:index:EventBus"),
    (platform_alerts, "meshwright:index:PlatformAlerts"),
    (platform_key, "meshwright:index:PlatformKey"),
    (platform_storage, "meshwright:index:PlatformStorage"),
    (role_boundary, "meshwright:index:RoleBoundary"),
]
each = pytest.mark.parametrize("build", [build for build, _ in COMPONENTS], ids=lambda b: b.__name__)


@each
def test_inventory(build: Build) -> None:
    check_inventory(deploy(build), INVENTORY / f"{build.__name__}.yaml")


@each
def test_preview_shows_everything_update_creates(build: Build) -> None:
    assert deploy(build, preview=True).urns == deploy(build).urns


@each
def test_every_child_is_named_after_and_parented_to_its_component(build: Build) -> None:
    deployed = deploy(build)
    below = {r.urn for r in children(deployed, "it")}
    assert below == deployed.urns - {deployed.component("it").urn}
    parents = {r.urn: r.name for r in deployed.resources}
    for child in children(deployed, "it"):
        assert child.name.startswith(f"{parents[child.parent]}-")


@each
def test_two_of_a_kind_fit_into_a_stack(build: Build) -> None:
    def program() -> None:
        build("one")
        build("other")

    assert len(deploy(program).resources) == 2 * len(deploy(build).resources)


@pytest.mark.parametrize(("build", "token"), COMPONENTS, ids=[b.__name__ for b, _ in COMPONENTS])
def test_the_type_token_is_a_contract(build: Build, token: str) -> None:
    assert deploy(build).component("it").type == token


@each
def test_whatever_can_carry_tags_says_whose_it_is(build: Build) -> None:
    for resource in deploy(build).resources:
        if "tagsAll" in resource.outputs:
            assert resource.inputs["tags"]["environment"] == "sandbox", resource.name
            assert resource.inputs["tags"]["domain"] in ("operations", "platform"), resource.name
            assert "owner" in resource.inputs["tags"], resource.name
