"""``mesh access drift`` against an account in which people grant by hand."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox
ROLES = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-"
VISITS = {"DatabaseName": "harbour_visits_v1", "Name": "visits"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("drift"), port.FILES) as found:
        yield found


def grant(made: Realised, role: str, resource: dict[str, Any], *permissions: str) -> None:
    who = {"DataLakePrincipalIdentifier": f"{ROLES}{role}"}
    made.ask("lakeformation", "grant_permissions", Principal=who, Resource=resource, Permissions=list(permissions))


def drift(made: Realised, *more: str, status: int = 1) -> dict[str, Any]:
    done = made.project.command("access", "drift", "--format", "json", "--today", "2026-11-23", *more, status=status)
    found: dict[str, Any] = json.loads(done.out)
    return found


def kinds(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(d["kind"], d["subject"], d["principal"].removeprefix(ROLES)) for d in found["differences"]]


def test_what_was_just_applied_has_not_drifted(made: Realised) -> None:
    found = drift(made, status=0)
    assert found["differences"] == []
    assert found["compared"] > 30
    done = made.project.command("access", "drift", "--today", "2026-11-23")
    assert done.err.startswith(f"no drift; {found['compared']} permissions are as compiled")


def test_a_grant_by_hand_is_found_adopted_as_a_share_and_revoked(made: Realised) -> None:
    grant(made, "press-reader", {"TableWithColumns": {**VISITS, "ColumnNames": ["ship", "captain"]}}, "SELECT")
    grant(made, "press-reader", {"Database": {"Name": "harbour_visits_v1"}}, "DESCRIBE")
    grant(made, "press-engineer", {"Table": VISITS}, "SELECT")
    found = drift(made, "--adopt")
    assert kinds(found) == [
        ("unmanaged", "columns captain, ship of harbour_visits_v1.visits", "press-reader"),
        ("unmanaged", "database harbour_visits_v1", "press-reader"),
        ("unmanaged", "table harbour_visits_v1.visits", "press-engineer"),
    ]
    narrow, engineer = found["adopt"]
    assert narrow["share"] == (
        'Share("press", purpose="say what for", tables=["visits"], columns=["ship", "captain"], including=["captain"])'
    )
    assert narrow["subscription"] == 'Subscription("harbour.visits", major=1, purpose="say what for")'
    assert (narrow["producer_file"], narrow["consumer_file"]) == (
        "domains/harbour/domain.py",
        "domains/press/domain.py",
    )
    assert "not to engineer" in engineer["why_not"]

    dry = made.project.command("access", "drift", "--revoke", "--today", "2026-11-23", status=2)
    assert "revoke SELECT on columns captain, ship of harbour_visits_v1.visits from" in dry.err
    assert len(drift(made)["differences"]) == 3, "a dry run changes nothing"
    assert drift(made, "--revoke", "--yes", status=0)["differences"] == []


def test_a_lost_grant_and_a_wider_filter_are_found(made: Realised) -> None:
    who = {"DataLakePrincipalIdentifier": f"{ROLES}line-reader"}
    database = {"Database": {"Name": "harbour_visits_v1"}}
    made.ask(
        "lakeformation", "revoke_permissions", Principal=who, Resource=database, Permissions=["DESCRIBE"]
    )  # fmt: skip
    named = {"TableCatalogId": "123456789012", "DatabaseName": "harbour_visits_v1", "TableName": "visits"}
    content = made.ask("lakeformation", "get_data_cells_filter", **named, Name="line")["DataCellsFilter"]
    content.pop("VersionId")
    made.ask("lakeformation", "update_data_cells_filter", TableData={**content, "RowFilter": {"AllRowsWildcard": {}}})
    found = drift(made)
    assert kinds(found) == [
        ("changed", "filter line of harbour_visits_v1.visits", ""),
        ("missing", "database harbour_visits_v1", "line-reader"),
    ]
    assert found["differences"][0]["wanted"].endswith("where line = 'blue'")
    made.ask("lakeformation", "update_data_cells_filter", TableData=content)
    grant(made, "line-reader", database, "DESCRIBE")
    assert drift(made, status=0)["differences"] == []


def test_a_tag_by_hand_that_would_open_a_sensitive_column_is_found_and_taken_back(made: Realised) -> None:
    column = {"TableWithColumns": {**VISITS, "ColumnNames": ["captain"]}}
    tag = {"TagKey": "sensitivity", "TagValues": ["none"]}
    made.ask("lakeformation", "add_lf_tags_to_resource", Resource=column, LFTags=[tag])
    made.ask("lakeformation", "add_lf_tags_to_resource", Resource={"Table": VISITS}, LFTags=[tag])
    assert [(d["kind"], d["found"], d["wanted"]) for d in drift(made)["differences"]] == [
        ("changed", "none", "sensitive"),
        ("unmanaged", "none", ""),
    ]
    dry = made.project.command("access", "drift", "--revoke", "--today", "2026-11-23", status=2)
    assert "take back none as the tag sensitivity of column captain of harbour_visits_v1.visits, which is " in dry.err
    assert "take back none as the tag sensitivity of table harbour_visits_v1.visits\n" in dry.err
    assert len(drift(made)["differences"]) == 2, "a dry run changes nothing"
    assert drift(made, "--revoke", "--yes", status=0)["differences"] == []


def test_one_grant_by_hand_is_found_among_more_than_a_page_of_others(made: Realised) -> None:
    made.ask("glue", "create_database", DatabaseInput={"Name": "legacy"})
    for number in range(60):
        table = {"Name": f"t{number}", "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "int"}]}}
        made.ask("glue", "create_table", DatabaseName="legacy", TableInput=table)
    entries = [
        {
            "Id": f"{number}-{account}",
            "Principal": {"DataLakePrincipalIdentifier": f"9999888877{account}"},
            "Resource": {"Table": {"DatabaseName": "legacy", "Name": f"t{number}"}},
            "Permissions": ["SELECT"],
        }
        for number in range(60)
        for account in range(10, 30)
    ]
    for start in range(0, len(entries), 100):
        assert (
            made.ask("lakeformation", "batch_grant_permissions", Entries=entries[start : start + 100])["Failures"] == []
        )
    grant(made, "press-pipeline", {"Table": VISITS}, "SELECT")
    account = made.account
    listed = account.api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")
    assert account.api.calls["lakeformation.list_permissions"] > 1, "several pages"
    assert len(listed) > 1200
    found = drift(made)
    assert kinds(found) == [("unmanaged", "table harbour_visits_v1.visits", "press-pipeline")]
    assert found["others"] == len(entries)
    assert drift(made, "--revoke", "--yes", status=0)["others"] == len(entries)
    made.ask("glue", "delete_database", Name="legacy")


def test_what_ended_yesterday_is_left_behind_until_it_is_applied(made: Realised) -> None:
    project = made.project
    path = "domains/harbour/domain.py"
    project.replace(
        path, 'Share("city", purpose="plan the quays")', 'Share("city", purpose="plan", until="2026-11-22")'
    )
    try:
        found = drift(made)
    finally:
        project.replace(
            path, 'Share("city", purpose="plan", until="2026-11-22")', 'Share("city", purpose="plan the quays")'
        )
    left = {(d["kind"], d["about"], d["why"]) for d in found["differences"]}
    assert left == {
        ("left behind", "grant", "what was agreed ended on 2026-11-22"),
        ("left behind", "filter", "nothing is agreed with city that needs it"),
    }


def test_adopting_and_revoking_at_once_is_wrong_usage(made: Realised) -> None:
    assert "give one of them" in made.project.command("access", "drift", "--adopt", "--revoke", status=2).err
