"""Lake Formation is told what was agreed: nothing more, one by one, and one after the other."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import pytest

from components import AccessGrant, AccessGrantArgs, Turns
from meshwright.recording import Resource
from tests.harness import Deployment, children, deploy

from . import domain_components as built
from .ground import SANDBOX
from .shop import entitlements

PERMISSIONS = "aws:lakeformation/permissions:Permissions"
ROLE = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-"


def both() -> None:
    """Two consumers of one product in one stack."""
    catalog, turns = built.product_catalog("orders"), Turns()
    for consumer in ("finance", "planning"):
        args = AccessGrantArgs(entitlements=entitlements(consumer), catalog=catalog, environment=SANDBOX, turns=turns)
        AccessGrant(f"to-{consumer}", args)


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(both)


def granted(deployed: Deployment, component: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(role, on what, which permissions) of every grant of a component."""
    return sorted(
        (r.inputs["principal"].removeprefix(ROLE), _on(r), tuple(r.inputs["permissions"]))
        for r in children(deployed, component)
        if r.type == PERMISSIONS
    )


def _on(resource: Resource) -> str:
    inputs = resource.inputs
    if "table" in inputs:
        return str(inputs["table"]["name"])
    if "dataCellsFilter" in inputs:
        return f"{inputs['dataCellsFilter']['tableName']} through {inputs['dataCellsFilter']['name']}"
    return str(inputs["database"]["name"])


def _in_a_row(deployed: Deployment, resources: Iterable[Resource]) -> bool:
    """Whether each of them waits, however indirectly, for all before it."""
    waits = {r.urn: set(r.dependencies) for r in deployed.resources}

    def before(urn: str) -> set[str]:
        found: set[str] = set()
        pending = [urn]
        while pending:
            new = waits.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return found

    urns = {r.urn for r in resources}
    return sorted(len(before(u) & urns) for u in urns) == list(range(len(urns)))


def test_whole_tables_are_granted_as_tables(deployed: Deployment) -> None:
    roles, tables = ("finance-pipeline", "finance-reader"), ("daily", "orders", "returns")
    assert granted(deployed, "to-finance") == sorted(
        [(role, table, ("DESCRIBE", "SELECT")) for role in roles for table in tables]
        + [(role, "sales_orders_v1", ("DESCRIBE",)) for role in roles]
    )


def test_limits_are_granted_through_a_filter_and_nothing_else(deployed: Deployment) -> None:
    assert granted(deployed, "to-planning") == sorted(
        [(f"planning-{role}", "orders through planning", ("SELECT",)) for role in ("pipeline", "reader")]
        + [(f"planning-{role}", "sales_orders_v1", ("DESCRIBE",)) for role in ("pipeline", "reader")]
    )


def test_a_filter_names_the_columns_it_opens(deployed: Deployment) -> None:
    data = deployed["to-planning-orders-filter"].inputs["tableData"]
    assert data["columnNames"] == ["order_id", "ordered_at", "country", "total", "lines", "labels"]
    assert "columnWildcard" not in data, "a column that is added later must not be open by itself"
    assert data["rowFilter"] == {"filterExpression": "country = 'AT'"}
    assert data["name"] == "planning"


def test_a_filter_on_columns_alone_says_that_it_means_every_row() -> None:
    (of_orders,) = entitlements("planning")
    unlimited = type(of_orders)(**{**vars(of_orders), "rows": None})

    def program() -> None:
        args = AccessGrantArgs(
            entitlements=[unlimited], catalog=built.product_catalog("orders"), environment=SANDBOX, turns=Turns()
        )
        AccessGrant("it", args)

    assert deploy(program)["it-orders-filter"].inputs["tableData"]["rowFilter"] == {"allRowsWildcard": {}}


def test_an_adopted_role_that_is_called_as_one_of_the_mesh_s_is_granted_beside_it() -> None:
    adopting = [replace(e, existing=("reader", "team/Analyst")) for e in entitlements("planning")]

    def program() -> None:
        args = AccessGrantArgs(
            entitlements=adopting, catalog=built.product_catalog("orders"), environment=SANDBOX, turns=Turns()
        )
        AccessGrant("it", args)

    found = {r.inputs["principal"] for r in deploy(program).of_type(PERMISSIONS) if "dataCellsFilter" in r.inputs}
    theirs = {f"arn:aws:iam::123456789012:role/{role}" for role in ("reader", "team/Analyst")}
    assert found == {f"{ROLE}planning-pipeline", f"{ROLE}planning-reader", *theirs}


def test_a_grant_waits_for_its_filter(deployed: Deployment) -> None:
    made = deployed["to-planning-orders-filter"].urn
    assert made in deployed["to-planning-orders-pipeline"].dependencies


def test_nobody_gets_all_at_once(deployed: Deployment) -> None:
    """Lake Formation would give it back spelt out, and every run would find a difference."""
    for grant in (*deployed.of_type(PERMISSIONS), *deploy(built.open_access).of_type(PERMISSIONS)):
        assert not {"ALL", "SUPER"} & set(grant.inputs["permissions"])
        assert grant.inputs["permissions"] == sorted(grant.inputs["permissions"])
        assert "permissionsWithGrantOptions" not in grant.inputs


def test_grants_on_one_table_wait_for_each_other_across_consumers(deployed: Deployment) -> None:
    on: dict[str, list[Resource]] = defaultdict(list)
    for resource in (*children(deployed, "to-finance"), *children(deployed, "to-planning")):
        data = resource.inputs.get("tableData") or resource.inputs.get("dataCellsFilter") or {}
        table = data.get("tableName") or resource.inputs.get("table", {}).get("name")
        on[table or resource.inputs["database"]["name"]].append(resource)
    assert {what: len(changes) for what, changes in on.items()} == {
        "daily": 2,
        "orders": 5,
        "returns": 2,
        "sales_orders_v1": 4,
    }
    for what, changes in on.items():
        assert _in_a_row(deployed, changes), what


def test_nothing_is_granted_before_its_sensitivity_is_marked(deployed: Deployment) -> None:
    tags = deployed["orders-tags"].urn
    assert tags in deployed["to-finance-daily-pipeline"].dependencies
    assert tags in deployed["to-finance-describe-database-pipeline"].dependencies


def test_many_consumers_of_one_table_fit_into_a_stack() -> None:
    """Each waits for the one before: the chain must not become a recursion."""
    (of_orders,) = entitlements("planning")

    def program() -> None:
        catalog, turns = built.product_catalog("orders"), Turns()
        for number in range(100):
            agreed = type(of_orders)(**{**vars(of_orders), "consumer": f"d{number}"})
            args = AccessGrantArgs(entitlements=[agreed], catalog=catalog, environment=SANDBOX, turns=turns)
            AccessGrant(f"to-d{number}", args)

    assert len(deploy(program).of_type(PERMISSIONS)) > 100 * 4


def test_own_roles_read_everything_and_the_reader_nothing_sensitive() -> None:
    deployed = deploy(built.domain_access)
    found = {
        r.name.removeprefix("it-"): (
            {e["key"]: e["values"] for e in r.inputs["lfTagPolicy"]["expressions"]},
            tuple(r.inputs["permissions"]),
        )
        for r in deployed.of_type(PERMISSIONS)
        if "lfTagPolicy" in r.inputs
    }
    own, read = {"domain": ["sales"]}, ("DESCRIBE", "SELECT")
    assert found == {
        **{f"{role}-databases": (own, ("DESCRIBE",)) for role in ("owner", "engineer", "pipeline", "reader")},
        "owner-tables": (own, read),
        "engineer-tables": (own, read),
        "pipeline-tables": (own, ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")),
        "reader-tables": ({**own, "sensitivity": ["none"]}, read),
    }


def test_only_the_pipeline_writes_where_the_data_is() -> None:
    deployed = deploy(built.domain_access)
    writing = [r for r in deployed.of_type(PERMISSIONS) if "dataLocation" in r.inputs]
    assert [r.inputs["principal"] for r in writing] == [f"{ROLE}sales-pipeline"]
    assert writing[0].inputs["dataLocation"]["arn"] == f"arn:aws:s3:::{built.DATA_BUCKET}"


def test_the_data_is_lake_formations_alone() -> None:
    location = deploy(built.domain_access)["it-location"]
    assert location.inputs["hybridAccessEnabled"] is False
    assert location.inputs["roleArn"].endswith("/mesh-sandbox-platform-locations")


def test_open_products_are_granted_by_tag_without_their_sensitive_columns() -> None:
    deployed = deploy(built.open_access)
    open_ = {"visibility": ["open"]}
    found = {
        (r.inputs["principal"].removeprefix(ROLE), r.inputs["lfTagPolicy"]["resourceType"]): (
            {e["key"]: e["values"] for e in r.inputs["lfTagPolicy"]["expressions"]},
            r.inputs["permissions"],
        )
        for r in deployed.of_type(PERMISSIONS)
    }
    roles = ["finance-pipeline", "finance-reader"]
    assert found == {
        **{(role, "DATABASE"): (open_, ["DESCRIBE"]) for role in roles},
        **{(role, "TABLE"): ({**open_, "sensitivity": ["none"]}, ["DESCRIBE", "SELECT"]) for role in roles},
    }


def test_open_grants_wait_for_the_tags_that_they_name() -> None:
    deployed = deploy(built.open_access)
    for grant in deployed.of_type(PERMISSIONS):
        first = {tag.name for tag in deployed.of_type("aws:lakeformation/lfTag:LfTag") if _before(deployed, tag, grant)}
        assert first == {"it-sensitivity", "it-visibility"}


def _before(deployed: Deployment, first: Resource, then: Resource) -> bool:
    waits = {r.urn: r.dependencies for r in deployed.resources}
    pending, seen = [then.urn], set[str]()
    while pending:
        urn = pending.pop()
        seen.add(urn)
        pending += [u for u in waits.get(urn, ()) if u not in seen]
    return first.urn in seen


def test_grants_by_one_expression_wait_for_each_other() -> None:
    for build in (built.open_access, built.domain_access):
        deployed = deploy(build)
        by: dict[str, list[Resource]] = defaultdict(list)
        for r in deployed.of_type(PERMISSIONS):
            by[str(r.inputs.get("lfTagPolicy"))].append(r)
        assert all(_in_a_row(deployed, changes) for changes in by.values())


def test_a_changed_grant_is_revoked_before_it_is_granted_anew(deployed: Deployment) -> None:
    """Grants are sets: revoking the old one afterwards would take what both have from the new one."""
    own, opened = deploy(built.domain_access), deploy(built.open_access)
    grants = [g for stack in (deployed, own, opened) for g in stack.of_type(PERMISSIONS)]
    assert len(grants) > 10
    assert all(g.options.delete_before_replace for g in grants)
