"""A lake of many years: what can be adopted is, as it is, and the rest is listed with its reason; nothing chokes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from meshwright.account.reaching import sandbox_account
from meshwright.adopt.assigning import assign
from meshwright.adopt.planning import Plan, plan
from meshwright.adopt.reading import located, read_estate
from meshwright.adopt.report import sections, text
from meshwright.adopt.trying import attempt
from meshwright.loader import load
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws

from . import crooked_lake as lake
from .conftest import SANDBOX
from .test_adoption import TODAY, built, project_at

STACKS = ["foundation.sandbox", "analysts.sandbox", "legacy.sandbox", "sales.sandbox"]


@dataclass
class Crooked:
    """The plan, and the lake before and after it is in force."""

    plan: Plan
    report: str
    project: Path
    before: Any
    after: Any
    ups: list[Report]


def facts(server: Server) -> dict[str, Any]:
    """Everything that somebody could miss."""
    s3, glue, iam = (server.client(n) for n in ("s3", "glue", "iam"))
    watched = {"Bucket": "kept-and-watched"}
    role = iam.get_role(RoleName="Deep")["Role"]
    return {
        "versioning": s3.get_bucket_versioning(**watched)["Status"],
        "lifecycle": s3.get_bucket_lifecycle_configuration(**watched)["Rules"],
        "policy": s3.get_bucket_policy(**watched)["Policy"],
        "encryption": s3.get_bucket_encryption(**watched)["ServerSideEncryptionConfiguration"],
        "object": s3.get_object(**watched, Key="kept.txt")["Body"].read(),
        "tables": glue.get_tables(DatabaseName="crooked", MaxResults=100)["TableList"],
        "role": (role["AssumeRolePolicyDocument"], role["PermissionsBoundary"], role["Path"]),
        "inline": iam.get_role_policy(RoleName="Deep", PolicyName="inline")["PolicyDocument"],
        "attached": iam.list_attached_role_policies(RoleName="Deep")["AttachedPolicies"],
    }


@pytest.fixture(scope="module")
def crooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crooked]:
    project = project_at(tmp_path_factory.mktemp("crooked"))
    with embedded_aws(project) as server:
        lake.build(server.client)
        before = facts(server)
        account = sandbox_account(SANDBOX, server)
        held, mesh = read_estate(account), load(project).mesh
        given = assign(held, lake.ASSIGNED)
        held = located(account, held, given.buckets)
        made = plan(mesh, held, given, whole=True)
        trial = attempt(project, mesh, made, SANDBOX, "data@example.org", estate=held, today=TODAY)
        assert account.api.writes == {}
        ups = built(project, trial, server, STACKS)
        report = "\n".join(text(sections(made, trial, held, whole=True)))
        yield Crooked(made, report, project, before, facts(server), ups)


def test_tables_of_every_format_that_is_read_are_described(crooked: Crooked) -> None:
    products = {p.adopts: p for a in crooked.plan.additions for p in a.products}
    assert {p.name for p in products.values()} == {"crooked", "default_1", "orders"}
    assert tuple(t.name for t in products["crooked"].tables) == lake.PLAIN
    assert len((products["crooked"].table("said") or products["crooked"].tables[0]).columns[0].description or "") == 255


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("table crooked.delta_files", 'its format is "delta"'),
        ("table crooked.hudi_files", 'its format is "hudi"'),
        ("table crooked.a_view", "it is a view"),
        ("table crooked.linked", "it is a link to a table of another account"),
        ("table crooked.no_columns", "the catalog knows no columns"),
        ("table crooked.twice", 'column "day" is there twice'),
        ("table crooked.spaced", 'column "Order Id"'),
        ("table crooked.a-b.c", "is not a"),
        ("table crooked.order", 'table "order" is a keyword of'),
        ("table crooked.grouped", "is a keyword of"),
        ("table crooked.of_years", "has no counterpart"),
        ("bucket far-away", "it is in eu-central-1"),
        ("database Odd-Name", "can't be read in SQL as it is"),
        ("database empty", "no table that can be described"),
        ("database link", "it is a link to theirs of account 210987654321"),
    ],
)
def test_what_can_t_be_adopted_says_why(crooked: Crooked, what: str, why: str) -> None:
    found = [x.why for x in crooked.plan.left if x.what == what]
    assert len(found) == 1, [str(x) for x in crooked.plan.left]
    assert why in found[0]


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("role reader", "it may be passed on"),
        ("role Gone", "the role is gone"),
        ("AWSReservedSSO", "AWS made the role; people come by groups of Identity Center"),
        ("user/ann", "roles of this account"),
        ("saml-provider", "roles of this account"),
        ("organization/o-abc", "roles of this account"),
        ("210987654321:role/Theirs", "roles of this account"),
        ("DATA_LOCATION_ACCESS", "create tables at a location"),
    ],
)
def test_grants_that_no_share_is_for_say_why(crooked: Crooked, who: str, why: str) -> None:
    (found,) = (x.why for x in crooked.plan.left if who in x.what)
    assert why in found


def test_a_grant_on_every_table_is_a_share_of_all_that_are_described(crooked: Crooked) -> None:
    (legacy,) = (a for a in crooked.plan.additions if a.domain == "legacy")
    (product,) = (p for p in legacy.products if p.adopts == "crooked")
    assert [(s.to, s.tables, s.columns) for s in product.shares] == [("analysts", None, None)]


def test_what_was_there_is_as_it_was_and_a_second_run_changes_nothing(crooked: Crooked) -> None:
    assert crooked.after == crooked.before
    assert not crooked.ups[1].changed


def test_a_role_called_as_one_of_the_mesh_s_is_taken_over_beside_it(crooked: Crooked) -> None:
    taken = {urn.rpartition("::")[2] for urn in crooked.ups[0].adopted}
    assert {"analysts-adopted-role-reader", "analysts-adopted-role-Deep"} <= taken
    assert "  role reader of analysts: 8 tables (csv_files to zoned) of crooked" in crooked.report
