"""``mesh audit`` after people have read, been refused, and granted by hand."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from components._audit_queries import questions
from meshwright.sandbox.account import REGION
from tests.end_to_end import port
from tests.end_to_end.port import VISITS_TABLE
from tests.end_to_end.project import Project

pytestmark = pytest.mark.sandbox
READER = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-press-reader"
TABLE = {"Table": {"DatabaseName": "harbour_visits_v1", "Name": "visits"}}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with Project.at(tmp_path_factory.mktemp("audit"), port.FILES) as made:
        assert "nothing was recorded so far" in made.command("audit", "denied").err
        made.up()
        made.command("query", f"SELECT ship FROM {VISITS_TABLE}", "--as", "city")
        made.command("query", f"SELECT captain FROM {VISITS_TABLE}", "--as", "line", "--role", "pipeline")
        made.command("query", f"SELECT ship FROM {VISITS_TABLE}", "--as", "press", status=1)
        yield made


def audit(project: Project, *asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(project.command("audit", *asked, "--format", "json").out)
    return found


def test_who_read_a_product_a_table_or_a_column(project: Project) -> None:
    readers = {(r["domain"], r["role"]) for r in audit(project, "reads", "harbour.visits")}
    assert readers >= {("city", "reader"), ("line", "pipeline")}
    assert ("press", "reader") not in readers
    assert {r["domain"] for r in audit(project, "reads", "harbour.visits.visits.captain")} == {"line"}
    assert audit(project, "reads", "city.traffic") == []


def test_what_a_principal_read(project: Project) -> None:
    (read,) = audit(project, "principal", "city/reader")
    assert (read["table"], read["columns"], read["rows"]) == (VISITS_TABLE, ["ship"], 5)
    assert audit(project, "principal", "press") == []


def test_what_was_refused_and_why(project: Project) -> None:
    (refused,) = audit(project, "denied")
    assert (refused["domain"], refused["table"]) == ("press", VISITS_TABLE)
    assert "press (reader) may not read" in refused["reason"]


def test_grants_by_hand_are_told_apart_from_those_of_the_platform(project: Project) -> None:
    assert audit(project, "grants") == []
    by_platform = audit(project, "grants", "--all")
    assert {c["by"] for c in by_platform} == {"the platform"}
    assert {"granted", "filter created"} <= {c["action"] for c in by_platform}
    keys = {"aws_access_key_id": "A" * 20, "aws_secret_access_key": "hand"}
    by_hand: Any = boto3.client("lakeformation", endpoint_url=project.server.endpoint, region_name=REGION, **keys)  # type: ignore[call-overload]
    who = {"DataLakePrincipalIdentifier": READER}
    by_hand.grant_permissions(Principal=who, Resource=TABLE, Permissions=["SELECT"])
    by_hand.revoke_permissions(Principal=who, Resource=TABLE, Permissions=["SELECT"])
    granted, revoked = audit(project, "grants")
    assert (granted["action"], revoked["action"]) == ("granted", "revoked")
    assert granted["by"] == "hand"
    assert granted["principal"] == READER
    assert granted["permissions"] == ["SELECT"]
    assert granted["subject"] == "table harbour_visits_v1.visits"
    assert granted["agent"].startswith("Boto3")


def test_taking_back_what_was_granted_by_hand_is_the_platforms_own_work(project: Project) -> None:
    before = len(audit(project, "grants"))
    keys = {"aws_access_key_id": "A" * 20, "aws_secret_access_key": "hand"}
    by_hand: Any = boto3.client("lakeformation", endpoint_url=project.server.endpoint, region_name=REGION, **keys)  # type: ignore[call-overload]
    who = {"DataLakePrincipalIdentifier": READER}
    by_hand.grant_permissions(Principal=who, Resource=TABLE, Permissions=["SELECT"])
    project.command("access", "drift", "--revoke", "--yes", "--today", "2026-11-23")
    assert len(audit(project, "grants")) == before + 1
    assert audit(project, "grants", "--all")[-1]["action"] == "revoked"


def test_only_what_happened_since_a_day(project: Project) -> None:
    assert audit(project, "reads", "harbour.visits", "--since", "2099-01-01") == []
    assert "is not a date" in project.command("audit", "denied", "--since", "yesterday", status=2).err


STAGED = f'    Environment("stage", account="123456789012", region="{REGION}", endpoint="{{}}"),\n]'
WORKGROUP = "mesh-stage-platform-audit"
COLUMNS = ("eventtime", "principal", "eventname", "what")
SEEN = ("2026-11-20T10:00:00Z", READER.replace("sandbox", "stage"), "GetDataAccess")


@pytest.fixture
def staged(project: Project) -> Iterator[Project]:
    """The project with an environment whose account the sandbox's server plays, before its foundation is there."""
    file = project.root / "stacks" / "environments.py"
    before = file.read_text()
    start, end = before.rstrip()[:-1], before.rstrip()[-1]
    assert end == "]"
    file.write_text(start + STAGED.format(project.server.endpoint) + "\n")
    yield project
    file.write_text(before)


def with_answer(project: Project, *rows: tuple[str, ...]) -> Any:
    """What Athena is to answer next, and a client that the foundation could have been built with."""
    cells = [{"Data": [{"VarCharValue": value} for value in row]} for row in rows]
    results = [{"rows": cells, "column_info": []}]
    body = json.dumps({"results": results, "account_id": "123456789012", "region": REGION}).encode()
    url = f"{project.server.endpoint}/moto-api/static/athena/query-results"
    with urllib.request.urlopen(urllib.request.Request(url, body, {"Content-Type": "application/json"})) as told:
        assert told.status == 201
    keys = {"aws_access_key_id": "A" * 20, "aws_secret_access_key": "hand"}
    return boto3.client("athena", endpoint_url=project.server.endpoint, region_name=REGION, **keys)  # type: ignore[call-overload]


def test_an_account_is_asked_through_its_named_queries(staged: Project) -> None:
    missing = staged.command("audit", "reads", "harbour.visits", "--env", "stage", status=1)
    assert "has no query reads in the workgroup mesh-stage-platform-audit" in missing.err
    athena = with_answer(staged, COLUMNS, (*SEEN, "arn:aws:glue:eu-west-1:1:table/harbour_visits_v1/visits"))
    athena.create_work_group(Name=WORKGROUP)
    for question in questions("mesh_stage_audit.trail", locations="locations", deployer="deployer"):
        query = {"Name": question.name, "QueryString": question.sql, "WorkGroup": WORKGROUP}
        athena.create_named_query(**query, Database="mesh_stage_audit")
    asked = ("audit", "reads", "harbour.visits", "--env", "stage", "--since", "2026-11-20")
    done = staged.command(*asked, "--format", "json")
    assert "asking Athena in account 123456789012 for what happened since 2026-11-20" in done.err
    (read,) = json.loads(done.out)
    assert (read["domain"], read["role"], read["action"]) == ("press", "reader", "GetDataAccess")
    (running,) = athena.list_query_executions(WorkGroup=WORKGROUP)["QueryExecutionIds"]
    execution = athena.get_query_execution(QueryExecutionId=running)["QueryExecution"]
    assert execution["ExecutionParameters"] == ["'2026/11/20'", "'harbour_visits_v1'"]


def test_what_an_account_cannot_tell_is_refused(staged: Project) -> None:
    column = staged.command("audit", "reads", "harbour.visits.visits.captain", "--env", "stage", status=2)
    assert "tells no columns; ask for the table: harbour.visits.visits" in column.err
    assert "leave --all out" in staged.command("audit", "grants", "--all", "--env", "stage", status=2).err
    assert "there is no environment" in staged.command("audit", "denied", "--env", "stag", status=2).err


def test_for_people_it_is_a_table(project: Project) -> None:
    done = project.command("audit", "principal", "city/reader")
    assert "harbour_visits_v1.visits" in done.out
    assert done.err == "1 found\n"
    assert "there is no domain" in project.command("audit", "principal", "citty", status=2).err
    assert "there is no role" in project.command("audit", "principal", "city/boss", status=2).err
