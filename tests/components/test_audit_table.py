"""The trail can be asked: its table fits its records, and the questions find what they are about."""

import json
from typing import Any

import duckdb
import pytest
import sqlglot

from components.audit_table import COLUMNS
from tests.harness import Deployment, deploy

from .ground import DEPLOYER, FOUNDATION, SANDBOX
from .test_ground_components import CI, audit_table

TABLE = "aws:glue/catalogTable:CatalogTable"
LOCATIONS = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-platform-locations"
READER, ENGINEER = (f"arn:aws:iam::123456789012:role/mesh/mesh-sandbox-web-{role}" for role in ("reader", "engineer"))
LAKE, S3 = "lakeformation.amazonaws.com", "s3.amazonaws.com"


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(audit_table)


FILE = {"bucketName": "mesh-data", "key": "shop_orders_v1/orders/a.parquet"}


def event(
    source: str, name: str, who: str, *, day: str = "2026/11/20", error: str = "", **asked: Any
) -> dict[str, Any]:
    lake = asked.pop("lake", None)
    return {
        "useridentity": {"arn": f"{who}/session", "sessioncontext": {"sessionissuer": {"arn": who}}},
        "eventtime": f"{day.replace('/', '-')}T10:00:00Z", "eventsource": source, "eventname": name,
        "errorcode": error or None, "errormessage": error or None, "useragent": "aws-cli", "day": day,
        "requestparameters": json.dumps(asked), "additionaleventdata": json.dumps(lake) if lake else None,
    }  # fmt: skip


def table_arn(database: str) -> str:
    return f"arn:aws:glue:eu-west-1:123456789012:table/{database}/orders"


EVENTS = [
    event(LAKE, "GetDataAccess", "arn:aws:iam::1:role/athena", tableArn=table_arn("shop_orders_v1"),
          lake={"lakeFormationPrincipal": READER}),
    event(LAKE, "GetDataAccess", READER, tableArn=table_arn("shop_orders_v10")),
    event(LAKE, "GetDataAccess", READER, day="2026/10/01", tableArn=table_arn("shop_orders_v1")),
    event(LAKE, "GetDataAccess", ENGINEER, error="AccessDeniedException", tableArn=table_arn("shop_orders_v1")),
    event(S3, "GetObject", ENGINEER, **FILE),
    event(S3, "GetObject", LOCATIONS, **FILE),
    event(S3, "GetObject", ENGINEER, error="AccessDenied", **FILE),
    event(LAKE, "GrantPermissions", DEPLOYER, principal="x"),
    event(LAKE, "GrantPermissions", CI, principal="x"),
    event(LAKE, "GrantPermissions", ENGINEER, principal="x"),
    event(LAKE, "ListPermissions", ENGINEER),
]  # fmt: skip


def ask(deployed: Deployment, question: str, *parameters: str) -> list[tuple[Any, ...]]:
    """The question, in the dialect of an engine that is here, over the events."""
    sql = deployed[f"it-{question}"].inputs["query"].replace("mesh_sandbox_audit.trail", "trail")
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE trail ("
            "useridentity STRUCT(arn VARCHAR, sessioncontext STRUCT(sessionissuer STRUCT(arn VARCHAR))),"
            " eventtime VARCHAR, eventsource VARCHAR, eventname VARCHAR, errorcode VARCHAR, errormessage VARCHAR,"
            " useragent VARCHAR, day VARCHAR, requestparameters VARCHAR, additionaleventdata VARCHAR)"
        )
        for given in EVENTS:
            connection.execute(f"INSERT INTO trail VALUES ({', '.join('?' * len(given))})", list(given.values()))
        return connection.execute(sqlglot.transpile(sql, read="athena", write="duckdb")[0], list(parameters)).fetchall()


def test_who_read_a_product(deployed: Deployment) -> None:
    found = ask(deployed, "reads", "2026/11/01", "shop_orders_v1")
    assert sorted(row[1] for row in found) == [ENGINEER, READER], "by Lake Formation, and past it; not its own reading"


def test_what_a_principal_read(deployed: Deployment) -> None:
    found = ask(deployed, "principal", "2026/11/01", "web-reader")
    assert sorted(row[3] for row in found) == [table_arn("shop_orders_v1"), table_arn("shop_orders_v10")]


def test_what_was_denied(deployed: Deployment) -> None:
    found = ask(deployed, "denied", "2026/11/01")
    assert sorted((row[1], row[2]) for row in found) == [(ENGINEER, LAKE), (ENGINEER, S3)]


def test_what_was_granted_by_hand(deployed: Deployment) -> None:
    assert [(row[1], row[3]) for row in ask(deployed, "grants", "2026/11/01")] == [(ENGINEER, "GrantPermissions")]


def test_partitions_follow_from_the_paths_of_the_records(deployed: Deployment) -> None:
    table = deployed["it-table"].inputs
    template = table["parameters"]["storage.location.template"]
    place = f"s3://{FOUNDATION.audit_bucket}/AWSLogs/{SANDBOX.account}/CloudTrail/"
    assert template == place + "${region}/${day}"
    assert table["storageDescriptor"]["location"] == place
    assert [key["name"] for key in table["partitionKeys"]] == ["region", "day"]
    assert table["parameters"]["projection.region.values"] == "eu-central-1,eu-west-1,us-east-1"
    assert {c["name"] for c in table["storageDescriptor"]["columns"]} == set(COLUMNS)


def test_auditors_may_ask_and_who_deploys_is_granted_nothing(deployed: Deployment) -> None:
    grants = deployed.of_type("aws:lakeformation/permissions:Permissions")
    assert {g.inputs["principal"] for g in grants} == {f"arn:aws:iam::{SANDBOX.account}:role/auditor"}
    assert {p for g in grants for p in g.inputs["permissions"]} == {"DESCRIBE", "SELECT"}


def test_answers_are_encrypted_where_no_domain_reads(deployed: Deployment) -> None:
    results = deployed["it-workgroup"].inputs["configuration"]["resultConfiguration"]
    assert results["outputLocation"] == f"s3://{FOUNDATION.artifact_bucket}/platform/audit/"
    assert results["encryptionConfiguration"]["encryptionOption"] == "SSE_KMS"
