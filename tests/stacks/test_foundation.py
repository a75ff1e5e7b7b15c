"""The foundation: everything account-wide, and all that a domain needs of it."""

from dataclasses import fields, replace

import pulumi
import pytest

from components import FoundationOutputs
from meshwright import names
from meshwright.guardrails import bounds_of, judge, stack_of
from meshwright.language import Domain, Environment, Governance, Mesh
from stacks import foundation
from stacks.provider import explicit_provider
from tests.components.ground import FEDERATED, GOVERNANCE, OPERATIONS, SANDBOX
from tests.harness import Deployment, deploy, statement

WEATHER = Domain("weather", owner="weather@example.org", cost_center="CC-7")
MESH = Mesh(domains=(OPERATIONS, WEATHER), governance=GOVERNANCE, environments=(SANDBOX,))
PERMISSIONS = "aws:lakeformation/permissions:Permissions"
ROLE = "aws:iam/role:Role"


def built(mesh: Mesh = MESH, environment: Environment = SANDBOX, *, preview: bool = False) -> Deployment:
    def program() -> None:
        foundation.build(mesh, environment, explicit_provider(environment, {"environment": environment.name}))

    return deploy(program, stack=f"foundation.{environment.name}", preview=preview)


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return built()


def test_it_passes_every_guardrail(deployed: Deployment) -> None:
    verdicts = judge({"foundation": stack_of(deployed.graph, bounds_of(SANDBOX, GOVERNANCE))})
    assert [b.message for v in verdicts for found in v.breaches.values() for b in found] == []


def test_preview_shows_everything_update_creates(deployed: Deployment) -> None:
    assert built(preview=True).urns == deployed.urns


def test_the_default_provider_builds_nothing_of_aws(deployed: Deployment) -> None:
    provider = deployed["aws"].urn
    for resource in deployed.resources:
        if resource.custom and resource.type.startswith("aws:"):
            assert resource.options.provider.startswith(provider), resource.name


def test_no_database_is_made_before_the_settings_that_close_new_ones(deployed: Deployment) -> None:
    settings = deployed["platform-lake-settings"].urn
    for database in deployed.of_type("aws:glue/catalogDatabase:CatalogDatabase"):
        assert settings in database.dependencies


def test_it_exports_what_domains_read(deployed: Deployment) -> None:
    assert deployed.outputs.keys() == {f.name for f in fields(FoundationOutputs)}
    assert all(isinstance(value, str) and value for value in deployed.outputs.values())


def test_a_domain_reads_back_what_was_exported(deployed: Deployment) -> None:
    def domain() -> None:
        reference = pulumi.StackReference("foundation", stack_name="organization/meshwright/foundation.sandbox")
        FoundationOutputs.from_reference(reference).export()

    found = deploy(domain, stack="operations.sandbox", references={"foundation.sandbox": dict(deployed.outputs)})
    assert found.outputs == deployed.outputs


def test_a_domain_fails_where_the_foundation_lacks_something(deployed: Deployment) -> None:
    def domain() -> None:
        reference = pulumi.StackReference("foundation", stack_name="organization/meshwright/foundation.sandbox")
        FoundationOutputs.from_reference(reference).export()

    older = {name: value for name, value in deployed.outputs.items() if name != "bus_arn"}
    with pytest.raises(Exception, match="bus_arn"):
        deploy(domain, stack="operations.sandbox", references={"foundation.sandbox": older})


def test_every_globally_unique_name_ends_in_the_suffix(deployed: Deployment) -> None:
    suffix = deployed.outputs["suffix"]
    assert len(suffix) == names.SUFFIX_LENGTH
    buckets = [r.inputs["bucket"] for r in deployed.of_type("aws:s3/bucket:Bucket")]
    assert sorted(buckets) == sorted(f"mesh-sandbox-platform-{store}-{suffix}" for store in names.PLATFORM_STORES)


def test_every_registered_domain_has_its_roles(deployed: Deployment) -> None:
    found = {r.inputs["name"] for r in deployed.of_type(ROLE)}
    wanted = {
        names.role("sandbox", domain, duty)
        for domain in ("operations", "weather")
        for duty in (*names.ROLES, names.ORCHESTRATOR)
    }
    assert wanted <= found
    assert found - wanted == {"mesh-sandbox-platform-locations"}


def test_another_domain_changes_nothing_but_its_own_roles_and_the_tag(deployed: Deployment) -> None:
    before = {r.urn: r.inputs for r in built(replace(MESH, domains=(OPERATIONS,))).resources}
    after = {r.urn: r.inputs for r in deployed.resources}
    assert all("weather-roles" in urn or "weather-open" in urn for urn in after.keys() - before.keys())
    changed = [urn.rpartition("::")[2] for urn in before if before[urn] != after[urn]]
    assert changed == ["platform-lake-tag-domain"]


def test_every_domain_may_read_what_is_open(deployed: Deployment) -> None:
    granted = [r for r in deployed.of_type(PERMISSIONS) if r.component == "meshwright:index:OpenAccess"]
    assert {r.inputs["principal"].rpartition("/")[2] for r in granted} == {
        f"mesh-sandbox-{d}-{r}" for d in ("operations", "weather") for r in names.CONSUMING_ROLES
    }
    assert len(granted) == 4 * 2, "four a domain, however much is open"


def test_what_a_domain_may_read_waits_for_no_other_domain(deployed: Deployment) -> None:
    """A foundation can be recorded in part, and a row of all grants would be a chain deeper than Python recurses."""
    granted = {r.urn: r for r in deployed.of_type(PERMISSIONS) if r.component == "meshwright:index:OpenAccess"}
    for grant in granted.values():
        domain = grant.name.partition("-open-")[0]
        assert {granted[u].name.partition("-open-")[0] for u in grant.dependencies if u in granted} <= {domain}
    assert len([g for g in granted.values() if granted.keys() & set(g.dependencies)]) == 3 * 2


def test_administrators_are_the_deployer_first_and_those_that_governance_names() -> None:
    governance = Governance(
        owner="p@example.org", allowed_regions=["eu-west-1"], administrators=["lake-admin", "mesh-deployer"]
    )
    found = built(replace(MESH, governance=governance))["platform-lake-settings"].inputs["admins"]
    assert found == ["arn:aws:iam::123456789012:role/mesh-deployer", "arn:aws:iam::123456789012:role/lake-admin"]


def test_without_a_named_deployer_whoever_deploys_is_the_administrator() -> None:
    environment = Environment("sandbox", account="123456789012", region="eu-west-1")
    deployed = built(environment=environment)
    (caller,) = deployed["platform-lake-settings"].inputs["admins"]
    assert caller == "arn:aws:iam::123456789012:role/deployer"
    assert statement(deployed["platform-key-key"], "DeployAndAudit")["Principal"] == {"AWS": [caller]}


def test_no_administrator_is_a_role_that_is_granted_data(deployed: Deployment) -> None:
    granted = {r.outputs["arn"] for r in deployed.of_type(ROLE)}
    assert not granted & set(deployed["platform-lake-settings"].inputs["admins"])


@pytest.mark.parametrize("role", ["mesh/mesh-sandbox-operations-owner", "mesh/anything"])
def test_a_role_that_may_be_granted_data_cannot_administer(role: str) -> None:
    governance = Governance(owner="p@example.org", allowed_regions=["eu-west-1"], administrators=[role])
    with pytest.raises(pulumi.RunError, match=f'the role "{role}" belongs to a domain'):
        built(replace(MESH, governance=governance))


def test_a_mesh_without_domains_has_a_foundation() -> None:
    assert built(replace(MESH, domains=())).outputs["bus_name"] == "mesh-sandbox"


@pytest.mark.parametrize("region", ["cn-north-1", "us-gov-west-1"])
def test_arns_follow_the_partition(region: str) -> None:
    environment = Environment("sandbox", account="123456789012", region=region, deployer="mesh-deployer")
    partition = names.partition(region)
    deployed = built(environment=environment)
    for resource in deployed.resources:
        assert "arn:aws:" not in str(dict(resource.inputs)), resource.name
    assert deployed["platform-lake-settings"].inputs["admins"] == [
        f"arn:{partition}:iam::123456789012:role/mesh-deployer"
    ]


def test_a_large_mesh_fits_into_the_services_limits() -> None:
    domains = tuple(Domain(f"d{'x' * 20}{n:03}", owner="x@example.org", cost_center="CC") for n in range(30))
    deployed = built(replace(MESH, domains=domains))
    for resource in deployed.of_type("aws:iam/rolePolicy:RolePolicy"):
        assert len(resource.inputs["policy"]) <= 10_240
    for resource in deployed.of_type("aws:kms/key:Key"):
        assert len(resource.inputs["policy"]) <= 32_768
    for resource in deployed.of_type("aws:s3/bucketPolicy:BucketPolicy"):
        assert len(resource.inputs["policy"]) <= 20_480


def test_the_pipeline_that_plans_sees_every_grant_and_the_one_that_deploys_is_the_audits_own() -> None:
    """Else a nightly comparison would find all grants missing, and the audit all of them made by hand."""
    found = built(Mesh(domains=(OPERATIONS,), governance=GOVERNANCE, environments=(FEDERATED,)), FEDERATED)
    plan, ships = (
        next(r.outputs["arn"] for r in found.of_type(ROLE) if r.inputs["name"] == names.ci_role("prod", duty))
        for duty in (names.CI_PLAN, names.CI_DEPLOY)
    )
    settings = found["platform-lake-settings"].inputs
    assert settings["readOnlyAdmins"] == [plan]
    assert ships in settings["admins"]
    assert f"'{ships}'" in found["platform-audit-table-grants"].inputs["query"]
