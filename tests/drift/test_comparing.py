"""The comparison alone: forms that AWS answers in and that no sandbox does, and what each difference is called."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from meshwright.account.lake import shown_alone
from meshwright.account.reaching import Account
from meshwright.drift import Drift, Facts, Filter, Grant, LakeState, compare
from meshwright.drift.revoking import revocable, revoke
from meshwright.language import Environment
from meshwright.sandbox.api import Api

ACCOUNT = "123456789012"
PREFIX = f"arn:aws:iam::{ACCOUNT}:role/mesh/mesh-dev-"
READER, OWNER = f"{PREFIX}web-reader", f"{PREFIX}shop-owner"
DEPLOYER, ADMIN = f"arn:aws:iam::{ACCOUNT}:role/mesh-deployer", f"arn:aws:iam::{ACCOUNT}:role/admin"
TABLE = {"Table": {"CatalogId": ACCOUNT, "DatabaseName": "shop_orders_v1", "Name": "orders"}}
EVERY_COLUMN = {"TableWithColumns": {"DatabaseName": "shop_orders_v1", "Name": "orders", "ColumnWildcard": {}}}
FACTS = Facts(
    account=ACCOUNT,
    prefix=PREFIX,
    bucket_prefix="arn:aws:s3:::mesh-dev-",
    roles=frozenset({READER, OWNER}),
    databases=frozenset({"shop_orders_v1"}),
    domains=frozenset({"shop", "web"}),
    tables={"shop_orders_v1": frozenset({"orders"})},
    administrators=frozenset({DEPLOYER, ADMIN}),
    creators={("shop_orders_v1", "orders"): "mesh-deployer"},
    ended={},
)
EMPTY = LakeState((), {}, {}, {})
Resource = dict[str, Any]


def grants(*given: tuple[str, Resource, str]) -> LakeState:
    made = tuple(Grant(principal, resource, frozenset(text.split())) for principal, resource, text in given)
    return replace(EMPTY, grants=made)


def columns(*names: str) -> Resource:
    return {"TableWithColumns": {"DatabaseName": "shop_orders_v1", "Name": "orders", "ColumnNames": list(names)}}


def told(drift: Drift) -> list[tuple[str, str, str]]:
    return [(d.kind, d.subject, " ".join(d.permissions)) for d in drift.differences]


def test_select_on_a_table_that_is_listed_as_every_column_is_the_same() -> None:
    wanted = grants((READER, TABLE, "DESCRIBE SELECT"))
    actual = grants((READER, EVERY_COLUMN, "SELECT"), (READER, TABLE, "DESCRIBE"))
    assert told(compare(wanted, actual, FACTS)) == []
    assert compare(wanted, actual, FACTS).compared == 2


def test_what_creators_and_administrators_hold_by_themselves_is_no_drift() -> None:
    every = "ALL ALTER DELETE DESCRIBE DROP INSERT SELECT"
    database = {"Database": {"Name": "shop_orders_v1"}}
    actual = grants((DEPLOYER, TABLE, every), (DEPLOYER, EVERY_COLUMN, "SELECT"), (ADMIN, database, "ALL DROP"))
    found = compare(EMPTY, actual, FACTS)
    assert (found.differences, found.implicit) == ((), 3)


def test_what_is_compiled_for_an_administrator_is_compared_like_all_else() -> None:
    database = {"Database": {"Name": "shop_orders_v1"}}
    wanted = grants((ADMIN, database, "DESCRIBE"))
    assert told(compare(wanted, wanted, FACTS)) == []
    assert told(compare(wanted, EMPTY, FACTS)) == [("missing", "database shop_orders_v1", "DESCRIBE")]


def test_an_administrator_who_let_himself_read_a_table_is_found() -> None:
    found = compare(EMPTY, grants((ADMIN, TABLE, "SELECT")), FACTS)
    assert told(found) == [("unmanaged", "table shop_orders_v1.orders", "SELECT")]
    assert found.differences[0].why == "granted by hand, to somebody who is no role of the mesh"


def test_a_missing_permission_is_named_and_the_others_are_not() -> None:
    found = compare(grants((READER, TABLE, "DESCRIBE SELECT")), grants((READER, TABLE, "DESCRIBE")), FACTS)
    assert told(found) == [("missing", "table shop_orders_v1.orders", "SELECT")]


def test_columns_are_compared_one_by_one() -> None:
    wanted, actual = (
        grants((READER, columns("id", "amount"), "SELECT")),
        grants((READER, columns("id", "email"), "SELECT")),
    )
    found = compare(wanted, actual, FACTS)
    assert told(found) == [
        ("missing", "columns amount of shop_orders_v1.orders", "SELECT"),
        ("unmanaged", "columns email of shop_orders_v1.orders", "SELECT"),
    ]
    revoked = found.differences[1].revocable
    assert revoked is not None
    assert revoked["parameters"]["Resource"]["TableWithColumns"]["ColumnNames"] == ["email"]


def test_all_stands_for_what_is_wanted_and_what_it_takes_along_is_given_again() -> None:
    found = compare(grants((READER, TABLE, "SELECT")), grants((READER, TABLE, "ALL")), FACTS)
    (difference,) = found.differences
    assert (difference.kind, difference.permissions) == ("unmanaged", ("ALL",))
    assert difference.keeps is not None
    assert difference.keeps["operation"] == "grant_permissions"
    assert difference.keeps["parameters"]["Permissions"] == ["SELECT"]


def test_a_grant_option_is_drift_although_the_permission_is_wanted() -> None:
    wanted = grants((READER, TABLE, "SELECT"))
    actual = replace(EMPTY, grants=(Grant(READER, TABLE, frozenset({"SELECT"}), frozenset({"SELECT"})),))
    (difference,) = compare(wanted, actual, FACTS).differences
    assert difference.permissions == ("SELECT with grant option",)
    assert difference.revocable is not None
    assert difference.revocable["parameters"]["PermissionsWithGrantOption"] == ["SELECT"]
    assert difference.keeps is not None


def test_what_is_left_behind_says_what_went() -> None:
    old_table = {"Table": {"DatabaseName": "shop_orders_v1", "Name": "refunds"}}
    old_database = {"Database": {"Name": "shop_orders_v0"}}
    foreign = {"Database": {"Name": "legacy"}}
    by_tag = {"LFTagPolicy": {"ResourceType": "TABLE", "Expression": [{"TagKey": "domain", "TagValues": ["gone"]}]}}
    actual = replace(
        grants(
            (f"{PREFIX}gone-reader", TABLE, "SELECT"),
            (READER, old_table, "SELECT"),
            (READER, old_database, "DESCRIBE"),
            (READER, foreign, "DESCRIBE"),
            (READER, by_tag, "SELECT"),
        ),
    )
    wanted = replace(EMPTY, values={"domain": frozenset({"shop", "web"})})
    found = {d.subject: (d.kind, d.why) for d in compare(wanted, actual, FACTS).differences if d.about == "grant"}
    assert found == {
        "table shop_orders_v1.orders": ("left behind", "the role mesh-dev-gone-reader is not declared any more"),
        "table shop_orders_v1.refunds": ("left behind", "the table shop_orders_v1.refunds is not declared any more"),
        "database shop_orders_v0": ("left behind", "the database shop_orders_v0 is not declared any more"),
        "database legacy": ("unmanaged", "granted by hand: no share and subscription say so"),
        "every table tagged domain=gone": ("left behind", "the domain gone is not declared any more"),
    }


def test_what_was_agreed_and_ended_is_left_behind() -> None:
    facts = replace(FACTS, ended={("web", "shop_orders_v1", "orders"): date(2026, 1, 31)})
    (difference,) = compare(EMPTY, grants((READER, TABLE, "SELECT")), facts).differences
    assert (difference.kind, difference.why) == ("left behind", "what was agreed ended on 2026-01-31")


def test_a_wildcard_is_listed_with_a_name_that_no_request_may_have() -> None:
    listed = {"Table": {"DatabaseName": "shop_orders_v1", "Name": "ALL_TABLES", "TableWildcard": {}}}
    (difference,) = compare(EMPTY, grants((READER, listed, "SELECT")), FACTS).differences
    assert difference.subject == "every table of shop_orders_v1"
    assert difference.revocable is not None
    assert difference.revocable["parameters"]["Resource"] == {
        "Table": {"DatabaseName": "shop_orders_v1", "TableWildcard": {}}
    }


def test_grants_of_others_on_their_own_things_are_counted_and_left_alone() -> None:
    theirs = {"Table": {"DatabaseName": "legacy", "Name": "orders"}}
    location = {"DataLocation": {"ResourceArn": "arn:aws:s3:::legacy-data"}}
    found = compare(EMPTY, grants(("999988887777", theirs, "SELECT"), ("999988887777", location, "ALL")), FACTS)
    assert (found.differences, found.others) == ((), 2)


def test_a_filter_that_lets_more_through_is_changed_and_one_of_nobody_is_unmanaged() -> None:
    key = ("shop_orders_v1", "orders", "web")
    narrow = Filter(frozenset({"id"}), frozenset(), "channel = 'web'")
    wanted = replace(EMPTY, filters={key: narrow})
    wide = replace(narrow, rows=None)
    mine = ("shop_orders_v1", "orders", "mine")
    actual = replace(EMPTY, filters={key: wide, mine: wide, ("legacy", "orders", "x"): wide})
    found = compare(wanted, actual, FACTS).differences
    assert [(d.kind, d.subject, d.found, d.wanted) for d in found] == [
        ("changed", "filter web of shop_orders_v1.orders", "id, every row", "id, where channel = 'web'"),
        ("unmanaged", "filter mine of shop_orders_v1.orders", "id, every row", ""),
    ]
    left = compare(EMPTY, replace(EMPTY, filters={key: wide}), FACTS).differences
    assert [d.kind for d in left] == ["left behind"]


def test_tags_are_compared_where_they_were_put() -> None:
    database, column = ("shop_orders_v1", "", ""), ("shop_orders_v1", "orders", "email")
    values = {"sensitivity": frozenset({"none", "sensitive"}), "domain": frozenset({"shop"})}
    wanted = LakeState((), {}, {database: {"domain": "shop"}, column: {"sensitivity": "sensitive"}}, values)
    held = {database: {"theirs": "x"}, column: {"sensitivity": "none", "domain": "shop"}}
    has_values = {"sensitivity": frozenset({"none", "sensitive", "old"}), "theirs": frozenset({"x"})}
    found = compare(wanted, LakeState((), {}, held, has_values), FACTS).differences
    assert [(d.kind, d.about, d.subject) for d in found] == [
        ("changed", "tag", "sensitivity of column email of shop_orders_v1.orders"),
        ("missing", "tag", "domain of database shop_orders_v1"),
        ("unmanaged", "tag", "domain of column email of shop_orders_v1.orders"),
        ("left behind", "tag values", "sensitivity=old"),
        ("missing", "tag values", "domain=shop"),
    ]
    email = {"TableWithColumns": {"DatabaseName": "shop_orders_v1", "Name": "orders", "ColumnNames": ["email"]}}
    assert [(d.revocable["operation"], d.revocable["parameters"]) for d in revocable(found) if d.revocable] == [
        (
            "add_lf_tags_to_resource",
            {"Resource": email, "LFTags": [{"TagKey": "sensitivity", "TagValues": ["sensitive"]}]},
        ),
        (
            "remove_lf_tags_from_resource",
            {"Resource": email, "LFTags": [{"TagKey": "domain", "TagValues": ["shop"]}]},
        ),
    ]


def test_a_tag_that_aws_refuses_to_take_is_said() -> None:
    values = {"sensitivity": frozenset({"none"})}
    held = {("shop_orders_v1", "orders", ""): {"sensitivity": "none"}}
    found = compare(LakeState((), {}, {}, values), LakeState((), {}, held, values), FACTS).differences
    refused = {"Failures": [{"Error": {"ErrorCode": "AccessDeniedException", "ErrorMessage": "not yours"}}]}
    client = SimpleNamespace(remove_lf_tags_from_resource=lambda **given: refused)
    ((difference, problem),) = revoke(Api(lambda service, region: client), revocable(found))
    assert difference.about == "tag"
    assert "not yours" in str(problem)


@pytest.mark.parametrize(
    ("caller", "hidden"),
    [
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/mesh-deployer/session", False),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/mesh-dev-ci-plan/session", False),
        (f"arn:aws:sts::{ACCOUNT}:assumed-role/somebody/mesh-deployer", True),
        (f"arn:aws:iam::{ACCOUNT}:user/somebody", True),
    ],
)
def test_who_is_shown_less_than_there_is_is_told_so(caller: str, hidden: bool) -> None:
    settings = {
        "DataLakeAdmins": [{"DataLakePrincipalIdentifier": DEPLOYER}],
        "ReadOnlyAdmins": [{"DataLakePrincipalIdentifier": f"arn:aws:iam::{ACCOUNT}:role/mesh/mesh-dev-ci-plan"}],
    }

    class Sts:
        def get_caller_identity(self) -> dict[str, str]:
            return {"Account": ACCOUNT, "Arn": caller}

    dev = Environment("dev", account=ACCOUNT, region="eu-west-1")
    account = Account(dev, Api(lambda service, region: Sts()), sandbox=False)
    assert bool(shown_alone(account, settings)) is hidden
