"""What holds for every component that a domain's products are made of."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from meshwright.recording import Graph, Resource
from tests.harness import check_inventory, children, deploy

from . import domain_components as built

INVENTORY = Path(__file__).parent / "inventory"

Build = Callable[..., object]
COMPONENTS: list[tuple[Build, str]] = [
    (built.access_grant, "meshwright:index:AccessGrant"),
    (built.domain_access, "meshwright:index:DomainAccess"),
    (built.domain_alerts, "meshwright:index:DomainAlerts"),
    (built.domain_runtime, "meshwright:index:DomainRuntime"),
    (built.domain_workspace, "meshwright:index:DomainWorkspace"),
    (built.open_access, "meshwright:index:OpenAccess"),
    (built.pipeline, "meshwright:index:Pipeline"),
    (built.pipeline_on_publish, "meshwright:index:Pipeline"),
    (built.product_catalog, "meshwright:index:ProductCatalog"),
    (built.product_documents, "meshwright:index:ProductDocuments"),
    (built.runtime_artifacts, "meshwright:index:RuntimeArtifacts"),
]
each = pytest.mark.parametrize("build", [build for build, _ in COMPONENTS], ids=lambda b: b.__name__)


def alone(build: Build) -> Graph:
    """The component's own part of a stack, without what had to be there first."""
    deployed = deploy(build, root=built.ROOT)
    of_it = {r.urn for r in (deployed.component("it"), *children(deployed, "it"))}
    graph = deployed.graph
    return Graph(
        stack=graph.stack,
        preview=graph.preview,
        resources=tuple(_steady(r) for r in graph.resources if r.urn in of_it),
        outputs={},
    )


def _steady(resource: Resource) -> Resource:
    """Without what follows from the content of the runtime and of plans, which has tests of its own."""
    inputs = {key: value for key, value in resource.inputs.items() if key not in ("content", "source")}
    if "defaultArguments" in inputs:
        inputs["defaultArguments"] = {k: v for k, v in inputs["defaultArguments"].items() if k != "--conf"}
    return replace(resource, inputs=json.loads(re.sub(r"/[0-9a-f]{16}\.", "/(hash).", json.dumps(inputs))))


@each
def test_inventory(build: Build) -> None:
    check_inventory(alone(build), INVENTORY / f"{build.__name__}.yaml")


@each
def test_preview_shows_everything_update_creates(build: Build) -> None:
    assert deploy(build, preview=True).urns == deploy(build).urns


@each
def test_every_child_is_named_after_its_parent(build: Build) -> None:
    graph = alone(build)
    named = {r.urn: r.name for r in graph.resources}
    found = [r for r in graph.resources if r.parent in named]
    assert found
    assert all(r.name.startswith(f"{named[r.parent]}-") for r in found)


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
    tags = {"environment": "sandbox", "domain": "sales", "owner": "sales@example.org", "cost-center": "CC-1"}
    for resource in alone(build).resources:
        if "tagsAll" in resource.outputs:
            assert resource.inputs["tags"] == tags, resource.name


@each
def test_only_what_holds_data_outlives_the_stack(build: Build) -> None:
    kept = {r.type for r in alone(build).resources if r.options.retain_on_delete}
    holds_data = {"aws:glue/catalogDatabase:CatalogDatabase", "aws:glue/catalogTable:CatalogTable"}
    assert kept == (holds_data if build is built.product_catalog else set())
