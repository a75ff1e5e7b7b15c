"""A domain's stack holds all that the domain owns, and grants what both sides agreed to."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest
import yaml

from meshwright import access, names
from meshwright.language import Domain, Mesh
from stacks import domain as domain_stack
from tests.components.ground import FOUNDATION, SANDBOX
from tests.components.shop import MESH, PLANNING, SALES, STOCK, TODAY
from tests.harness import Deployment, deploy

ROOT = Path(__file__).parent.parent.parent
PERMISSIONS = "aws:lakeformation/permissions:Permissions"


def stack(domain: Domain = SALES, mesh: Mesh = MESH, today: date = TODAY) -> Callable[[], None]:
    def program() -> None:
        provider = aws.Provider("aws", region=SANDBOX.region)
        opts = pulumi.ResourceOptions(providers=[provider])
        domain_stack.build(mesh, domain, SANDBOX, FOUNDATION, today=today, root=ROOT, opts=opts)

    return program


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(stack(), root=ROOT)


def consumers(deployed: Deployment) -> set[str]:
    """Domains that are granted anything."""
    found = {r.inputs["principal"].rpartition(f"role{names.IAM_PATH}")[2] for r in deployed.of_type(PERMISSIONS)}
    return {role.split("-")[2] for role in found}


def test_preview_shows_everything_update_creates(deployed: Deployment) -> None:
    assert deploy(stack(), preview=True).urns == deployed.urns


def test_the_same_definitions_give_the_same_graph(deployed: Deployment) -> None:
    assert deploy(stack(), root=ROOT).graph.to_json() == deployed.graph.to_json()


def test_every_product_publishes_its_contract(deployed: Deployment) -> None:
    objects = {str(r.inputs["key"]) for r in deployed.of_type("aws:s3/bucketObjectv2:BucketObjectv2")}
    contracts = {key for key in objects if key.endswith("/contract.odcs.yaml")}
    assert contracts == {f"contracts/sales/{major}/contract.odcs.yaml" for major in ("orders/v1", "countries/v2")}


def test_a_product_names_the_contracts_of_what_its_transforms_read(deployed: Deployment) -> None:
    ports = {
        name: [port["contractId"] for port in yaml.safe_load(deployed[name].inputs["content"]).get("inputPorts", [])]
        for name in ("orders_v1-documents-product.odps.yaml", "countries_v2-documents-product.odps.yaml")
    }
    assert list(ports.values()) == [[], ["planning_forecasts_v1"]]


def test_everything_is_built_by_the_explicit_provider(deployed: Deployment) -> None:
    providers = {r.options.provider.rpartition("::")[2] for r in deployed.resources if r.component and r.custom}
    assert providers == {"aws"}


def test_the_stack_says_what_others_look_for(deployed: Deployment) -> None:
    assert deployed.outputs["databases"] == ["sales_orders_v1", "sales_countries_v2"]
    assert deployed.outputs["dataBucket"] == "mesh-sandbox-sales-data-0a1b2c3d"
    assert deployed.outputs["stateMachines"] == [
        names.state_machine_arn(SANDBOX, database) for database in deployed.outputs["databases"]
    ]


def test_each_agreement_is_one_grant(deployed: Deployment) -> None:
    granted = {r.name for r in deployed.resources if r.type == "meshwright:index:AccessGrant"}
    agreed = {
        f"{e.ref.product.name}_v{e.ref.product.major}-to-{e.consumer}"
        for e in access.compile(MESH, today=TODAY)
        if e.agreed and e.ref.domain is SALES
    }
    assert granted == agreed == {"orders_v1-to-finance", "orders_v1-to-planning"}


def test_a_share_that_nobody_asked_for_grants_nothing(deployed: Deployment) -> None:
    named = [r for r in deployed.of_type(PERMISSIONS) if "-stock-" in r.inputs["principal"]]
    assert all("lfTagPolicy" in r.inputs for r in named), "of the open product, which needs no share"


def test_a_grant_ends_with_its_agreement() -> None:
    last, after = date(2026, 12, 31), date(2027, 1, 1)
    assert "orders_v1-to-finance" in deploy(stack(today=last))
    assert "orders_v1-to-finance" not in deploy(stack(today=after))


def test_no_product_has_both_grants_by_name_and_an_open_tag(deployed: Deployment) -> None:
    """The tag would undo the filter."""
    opened = {
        r.inputs["database"]["name"]
        for r in deployed.of_type("aws:lakeformation/resourceLfTags:ResourceLfTags")
        if {"key": "visibility", "value": "open"} in r.inputs["lfTags"]
    }
    named = {
        (r.inputs.get("table") or r.inputs.get("dataCellsFilter", {})).get("databaseName")
        for r in deployed.of_type(PERMISSIONS)
    } - {None}
    assert opened == {"sales_countries_v2"}
    assert named == {"sales_orders_v1"}


def test_only_those_who_agreed_are_granted_anything_by_a_producer(deployed: Deployment) -> None:
    """What is open the foundation grants, by tag."""
    assert consumers(deployed) == {"sales", "finance", "planning"}
    assert consumers(deploy(stack(PLANNING))) == {"planning", "sales"}


def test_a_domain_without_products_is_ready_for_its_first() -> None:
    deployed = deploy(stack(STOCK))
    assert deployed.outputs["databases"] == []
    assert consumers(deployed) == {"stock"}


def test_a_domain_without_an_owner_writes_to_the_platform() -> None:
    orphan = STOCK.model_copy(update={"owner": None})
    mesh = replace(MESH, domains=(*MESH.domains[:3], orphan))
    (mail,) = deploy(stack(orphan, mesh)).of_type("aws:sns/topicSubscription:TopicSubscription")
    assert mail.inputs["endpoint"] == "platform@example.org"


def test_another_product_moves_nothing_that_is_there(deployed: Deployment) -> None:
    fewer = SALES.model_copy(update={"products": SALES.products[:1]})
    mesh = replace(MESH, domains=(*MESH.domains[:2], fewer, STOCK))
    assert deploy(stack(fewer, mesh)).urns < deployed.urns


def test_a_transform_that_does_not_compile_builds_nothing() -> None:
    mesh = replace(MESH, transforms={**MESH.transforms, "sales": {**MESH.transforms["sales"], "daily.sql": "SELECT"}})
    with pytest.raises(pulumi.RunError, match=r"the transforms of sales\.orders v1 have \d+ errors; nothing was built"):
        deploy(stack(mesh=mesh))


def test_a_product_of_one_table_costs_few_resources() -> None:
    """Real previews slow down with a stack's size; see how many a table more or less makes."""
    one, none = deploy(stack(PLANNING)), deploy(stack(STOCK))
    of_product = Counter(r.type for r in one.resources if r.custom) - Counter(
        r.type for r in none.resources if r.custom
    )
    assert of_product.total() <= 20


def test_no_other_stack_than_the_foundation_is_referred_to(deployed: Deployment) -> None:
    assert not deployed.of_type("pulumi:pulumi:StackReference"), "roles of other domains follow from their names"
