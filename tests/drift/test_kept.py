"""What others granted by hand on what was adopted: kept, never taken back, unless a share gives it as well."""

from dataclasses import replace

from meshwright.drift import Filter, LakeState, compare
from meshwright.drift.revoking import revocable
from meshwright.language import Table, text

from .test_comparing import ACCOUNT, EMPTY, FACTS, READER, Resource, grants

LAKE, TOLD = "old_lake", "old_lake.orders"
BY_HAND, NOBODY = "by hand, to", "somebody whom no domain answers for"
ANALYST, CLERK = (f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("team/Analyst", "Clerk"))
OLD = Table("orders", columns=[text(1, "id"), text(2, "country"), text(3, "email")])
ADOPTED = replace(
    FACTS,
    databases=frozenset({LAKE}),
    tables={LAKE: frozenset({"orders"})},
    adopted={LAKE: {"orders": OLD}},
    owners={LAKE: "shop"},
    adopters={ANALYST: "web", CLERK: "shop"},
)


def old(*names: str) -> Resource:
    if not names:
        return {"Table": {"DatabaseName": LAKE, "Name": "orders"}}
    return {"TableWithColumns": {"DatabaseName": LAKE, "Name": "orders", "ColumnNames": list(names)}}


def cells(name: str) -> Resource:
    return {"DataCellsFilter": {"TableCatalogId": ACCOUNT, "DatabaseName": LAKE, "TableName": "orders", "Name": name}}


def kept(wanted: LakeState, actual: LakeState) -> list[tuple[str, str, str, bool]]:
    found = compare(wanted, actual, ADOPTED).differences
    return [(d.kind, d.subject, d.why, d.revocable is not None) for d in found]


def test_a_grant_by_hand_on_what_was_adopted_is_kept_and_never_taken_back() -> None:
    actual = grants(
        (CLERK, old(), "SELECT"), ("210987654321", old("id"), "SELECT"), ("IAM_ALLOWED_PRINCIPALS", old(), "ALL")
    )
    assert kept(EMPTY, actual) == [
        ("kept", f"columns id of {TOLD}", f"{BY_HAND} {NOBODY}, on what shop adopted", False),
        ("kept", f"table {TOLD}", "lets in everybody whom IAM lets in; mesh verify tells when it can go (V05)", False),
        ("kept", f"table {TOLD}", f"{BY_HAND} a role of shop, whose data it is", False),
    ]  # fmt: skip
    assert not compare(EMPTY, actual, ADOPTED).drifted
    assert revocable(compare(EMPTY, actual, ADOPTED).differences) == []


def test_what_a_share_gives_as_well_can_be_taken_back() -> None:
    filters = {(LAKE, "orders", "web"): Filter(frozenset({"id", "country"}), frozenset(), None)}
    share = (ANALYST, cells("web"), "SELECT")
    wanted = replace(grants(share), filters=filters)
    by_hand = grants(share, (ANALYST, old("id"), "SELECT"), (ANALYST, old("email", "id"), "SELECT"))
    found = kept(wanted, replace(by_hand, filters=filters))
    assert [(kind, subject, revoked) for kind, subject, _, revoked in found] == [
        ("kept", "columns email, id of old_lake.orders", False),
        ("unmanaged", "columns id of old_lake.orders", True),
    ]
    assert "a share gives it as well" in found[1][2]


def test_what_a_share_will_give_is_kept_until_it_is_there() -> None:
    wanted = grants((ANALYST, old(), "DESCRIBE SELECT"))
    actual = grants((ANALYST, old("id"), "SELECT"))
    assert [k[0] for k in kept(wanted, actual)] == ["kept", "missing"]


def test_a_filter_by_hand_is_kept_while_a_grant_that_is_kept_leans_on_it() -> None:
    filters = {(LAKE, "orders", name): Filter(None, frozenset(), "country = 'DE'") for name in ("used", "spare")}
    actual = replace(grants(("210987654321", cells("used"), "SELECT")), filters=filters)
    assert [(kind, subject, revoked) for kind, subject, _, revoked in kept(EMPTY, actual)] == [
        ("kept", f"filter used of {TOLD}", False),
        ("unmanaged", f"filter spare of {TOLD}", True),
        ("kept", f"filter used of {TOLD}", False),
    ]


def test_a_role_of_the_mesh_gets_nothing_by_hand_on_what_was_adopted_either() -> None:
    assert [(k[0], k[3]) for k in kept(EMPTY, grants((READER, old(), "SELECT")))] == [("unmanaged", True)]
