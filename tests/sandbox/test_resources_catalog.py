"""Databases, tables, and what Lake Formation says of them."""

from typing import Any

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError, SandboxError
from meshwright.sandbox.resources import kind_of

from .graphs import ACCOUNT, ROLE, iceberg
from .lives import GROUND, ORDERS, Life, live

pytestmark = pytest.mark.sandbox

GUARDED = ("data", "role", "database", "table")


def database(api: Api) -> Any:
    told = api.call("glue", "get_database", Name="sales")["Database"]
    held = api.call("glue", "get_tags", ResourceArn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:database/sales")["Tags"]
    return told.get("Description"), told.get("Parameters"), held


def columns(api: Api) -> Any:
    table = api.call("glue", "get_table", DatabaseName="sales", Name="orders")["Table"]
    return {c["Name"]: c["Parameters"]["iceberg.field.id"] for c in table["StorageDescriptor"]["Columns"]}


def plain_columns(api: Api) -> Any:
    table = api.call("glue", "get_table", DatabaseName="sales", Name="files")["Table"]
    return [c["Name"] for c in table["StorageDescriptor"]["Columns"]]


def optimizer(api: Api) -> Any:
    return api.call(
        "glue", "get_table_optimizer", CatalogId=ACCOUNT, DatabaseName="sales", TableName="orders", Type="retention"
    )["TableOptimizer"]["configuration"]


def ruleset(api: Api) -> Any:
    return api.call("glue", "get_data_quality_ruleset", Name="q")["Ruleset"]


def settings(api: Api) -> Any:
    told = api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    admins = [admin["DataLakePrincipalIdentifier"] for admin in told.get("DataLakeAdmins", [])]
    return admins, told.get("CreateTableDefaultPermissions")


def tag_values(api: Api) -> Any:
    return sorted(api.call("lakeformation", "get_lf_tag", TagKey="level")["TagValues"])


def location(api: Api) -> Any:
    return api.call("lakeformation", "describe_resource", ResourceArn="arn:aws:s3:::data/x")["ResourceInfo"].get(
        "HybridAccessEnabled"
    )


def tags_of(**resource: Any) -> Any:
    def ask(api: Api) -> Any:
        told = api.call("lakeformation", "get_resource_lf_tags", Resource=resource, ShowAssignedLFTags=True)
        return {
            kind: [(t["TagKey"], t["TagValues"]) for t in told.get(kind, [])]
            for kind in ("LFTagOnDatabase", "LFTagsOnTable")
        } | {"columns": {c["Name"]: c["LFTags"][0]["TagValues"] for c in told.get("LFTagsOnColumns", [])}}

    return ask


def data_filter(api: Api) -> Any:
    found = api.call("lakeformation", "list_data_cells_filter")["DataCellsFilters"]
    return [(f["Name"], f.get("ColumnNames"), f["RowFilter"]) for f in found]


def grants(api: Api) -> Any:
    found = api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")
    return [
        (next(iter(entry["Resource"])), entry["Permissions"])
        for entry in found
        if entry["Principal"]["DataLakePrincipalIdentifier"] == ROLE
    ]


def grant(resource: dict[str, Any], permissions: list[str], kind: str, *needs: str) -> Life:
    return Life(
        "aws:lakeformation/permissions:Permissions",
        {"principal": ROLE, "permissions": permissions, **resource},
        grants,
        [(kind, sorted(permissions))],
        needs=(*GUARDED, *needs),
    )


OPTIMIZER = {"catalogId": ACCOUNT, "databaseName": "sales", "tableName": "orders", "type": "retention"}
FEW = {"databaseName": "sales", "tableName": "orders", "name": "few", "tableCatalogId": ACCOUNT}
LIVES = [
    Life(
        "aws:glue/catalogDatabase:CatalogDatabase",
        {"name": "sales", "description": "d", "parameters": {"owner": "o"}, "tags": {"a": "1", "b": "2"}},
        database,
        ("d", {"owner": "o"}, {"a": "1", "b": "2"}),
        {"description": "e", "parameters": {}, "tags": {"a": "3"}},
        ("e", {}, {"a": "3"}),
        arn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:database/sales",
    ),
    Life(
        "aws:glue/catalogTable:CatalogTable",
        {"name": "orders", "databaseName": "sales", "openTableFormatInput": ORDERS},
        columns,
        {"id": "1", "amount": "2"},
        {"openTableFormatInput": iceberg("data", (1, "id", '"long"'), (2, "sum", '"double"'), (7, "note", '"string"'))},
        {"id": "1", "sum": "2", "note": "7"},
        arn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:table/sales/orders",
        needs=("data", "database"),
    ),
    Life(
        "aws:glue/catalogTable:CatalogTable",
        {
            "name": "files",
            "databaseName": "sales",
            "tableType": "EXTERNAL_TABLE",
            "parameters": {"classification": "json"},
            "partitionKeys": [{"name": "day", "type": "string"}],
            "storageDescriptor": {
                "location": "s3://data/files",
                "columns": [{"name": "a", "type": "string", "comment": "c"}],
                "serDeInfo": {"serializationLibrary": "org.openx.data.jsonserde.JsonSerDe"},
            },
        },
        plain_columns,
        ["a"],
        {"storageDescriptor": {"columns": [{"name": "a", "type": "string"}, {"name": "b", "type": "int"}]}},
        ["a", "b"],
        needs=("database",),
    ),
    Life(
        "aws:glue/catalogTableOptimizer:CatalogTableOptimizer",
        {
            **OPTIMIZER,
            "configuration": {
                "roleArn": ROLE,
                "enabled": True,
                "retentionConfiguration": {"icebergConfiguration": {"snapshotRetentionPeriodInDays": 7}},
            },
        },
        optimizer,
        {
            "roleArn": ROLE,
            "enabled": True,
            "retentionConfiguration": {"icebergConfiguration": {"snapshotRetentionPeriodInDays": 7}},
        },
        {"configuration": {"roleArn": ROLE, "enabled": False}},
        {"roleArn": ROLE, "enabled": False},
        needs=GUARDED,
    ),
    Life(
        "aws:glue/dataQualityRuleset:DataQualityRuleset",
        {"name": "q", "ruleset": "Rules = []", "targetTable": {"databaseName": "sales", "tableName": "orders"}},
        ruleset,
        "Rules = []",
        {"ruleset": 'Rules = [IsComplete "id"]'},
        'Rules = [IsComplete "id"]',
        arn=f"arn:aws:glue:eu-west-1:{ACCOUNT}:dataQualityRuleset/q",
    ),
    Life(
        "aws:lakeformation/dataLakeSettings:DataLakeSettings",
        {"admins": [ROLE], "createTableDefaultPermissions": [], "parameters": {"CROSS_ACCOUNT_VERSION": "4"}},
        settings,
        ([ROLE], []),
        {"admins": [], "createTableDefaultPermissions": [{"principal": ROLE, "permissions": ["SELECT"]}]},
        ([], [{"Principal": {"DataLakePrincipalIdentifier": ROLE}, "Permissions": ["SELECT"]}]),
        vanishes=False,
        needs=("role",),
    ),
    Life(
        "aws:lakeformation/lfTag:LfTag",
        {"key": "level", "values": [f"v{number}" for number in range(120)]},
        tag_values,
        sorted(f"v{number}" for number in range(120)),
        {"values": ["v1", "new"]},
        ["new", "v1"],
    ),
    Life(
        "aws:lakeformation/resource:Resource",
        {"arn": "arn:aws:s3:::data/x", "roleArn": ROLE, "hybridAccessEnabled": False},
        location,
        False,
        needs=("role",),
    ),
    Life(
        "aws:lakeformation/resourceLfTags:ResourceLfTags",
        {"database": {"name": "sales"}, "lfTags": [{"key": "class", "value": "open"}]},
        tags_of(Database={"Name": "sales"}),
        {"LFTagOnDatabase": [("class", ["open"])], "LFTagsOnTable": [], "columns": {}},
        vanishes=False,
        needs=("database", "tag"),
    ),
    Life(
        "aws:lakeformation/resourceLfTags:ResourceLfTags",
        {
            "tableWithColumns": {"databaseName": "sales", "name": "orders", "columnNames": ["amount"]},
            "lfTags": [{"key": "class", "value": "closed"}],
        },
        tags_of(Table={"DatabaseName": "sales", "Name": "orders"}),
        {"LFTagOnDatabase": [], "LFTagsOnTable": [], "columns": {"amount": ["closed"]}},
        vanishes=False,
        needs=(*GUARDED, "tag"),
    ),
    Life(
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        {"tableData": {**FEW, "columnNames": ["id"], "rowFilter": {"filterExpression": "id > 1"}}},
        data_filter,
        [("few", ["id"], {"FilterExpression": "id > 1"})],
        {"tableData": {**FEW, "columnNames": ["id", "amount"], "rowFilter": {"allRowsWildcard": {}}}},
        [("few", ["id", "amount"], {"AllRowsWildcard": {}})],
        needs=GUARDED,
    ),
    grant({"database": {"name": "sales"}}, ["DESCRIBE"], "Database"),
    grant({"table": {"databaseName": "sales", "name": "orders"}}, ["SELECT", "DESCRIBE"], "Table"),
    grant({"table": {"databaseName": "sales", "wildcard": True}}, ["SELECT"], "Table"),
    grant(
        {"tableWithColumns": {"databaseName": "sales", "name": "orders", "columnNames": ["id"]}},
        ["SELECT"],
        "TableWithColumns",
    ),
    grant(
        {"tableWithColumns": {"databaseName": "sales", "name": "orders", "excludedColumnNames": ["id"]}},
        ["SELECT"],
        "TableWithColumns",
    ),
    grant({"dataCellsFilter": FEW}, ["SELECT"], "DataCellsFilter", "filter"),
    grant({"dataLocation": {"arn": "arn:aws:s3:::data/deeper"}}, ["DATA_LOCATION_ACCESS"], "DataLocation", "location"),
    grant({"lfTag": {"key": "class", "values": ["open"]}}, ["DESCRIBE"], "LFTag", "tag"),
    grant({"catalogResource": True}, ["CREATE_DATABASE"], "Catalog"),
    grant(
        {"lfTagPolicy": {"resourceType": "TABLE", "expressions": [{"key": "class", "values": ["open"]}]}},
        ["SELECT", "DESCRIBE"],
        "LFTagPolicy",
        "tag",
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.name}-{life.created}"[:60])
def test_the_catalog_lives_as_declared(life: Life, api: Api) -> None:
    live(life, api)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"parameters": {"owner": "o"}}, "parameter 'owner' of an Iceberg table never reach AWS"),
        ({"description": "d"}, "description of an Iceberg table never reach AWS"),
        ({"tableType": "X", "owner": "o"}, "owner, tableType of an Iceberg table never reach AWS"),
    ],
)
def test_what_aws_is_never_told_of_an_iceberg_table_is_an_error(api: Api, more: dict[str, Any], message: str) -> None:
    inputs = {"name": "orders", "databaseName": "sales", "openTableFormatInput": ORDERS, **more}
    with pytest.raises(SandboxError, match=message):
        kind_of("aws:glue/catalogTable:CatalogTable").create(api, inputs)


def test_what_the_properties_of_an_iceberg_table_say_too_is_not_lost(api: Api) -> None:
    GROUND["data"](api)
    GROUND["database"](api)
    told = {"owner": "o", "comment": "what it is"}
    table = iceberg("data", (1, "id", '"long"'), properties=told)
    inputs = {"name": "orders", "databaseName": "sales", "openTableFormatInput": table}
    kind_of("aws:glue/catalogTable:CatalogTable").create(
        api, {**inputs, "parameters": {"owner": "o"}, "description": "what it is"}
    )
    shown = api.call("glue", "get_table", DatabaseName="sales", Name="orders")["Table"]
    assert shown["Description"] == "what it is"
    assert shown["Parameters"]["owner"] == "o"


FORMAT = [f"openTableFormatInput.icebergInput.{name}" for name in ("metadataOperation", "version")]


@pytest.mark.parametrize(
    ("token", "old", "new", "causes"),
    [
        ("aws:glue/catalogTable:CatalogTable", {"name": "a"}, {"name": "b"}, ("name",)),
        (
            "aws:glue/catalogTable:CatalogTable",
            {"openTableFormatInput": ORDERS},
            {"openTableFormatInput": {"icebergInput": {**ORDERS["icebergInput"], "version": "3"}}},
            ("openTableFormatInput.icebergInput.version",),
        ),
        ("aws:glue/catalogTable:CatalogTable", {"openTableFormatInput": ORDERS}, {}, tuple(FORMAT)),
        ("aws:s3/bucket:Bucket", {"bucket": "a", "tags": {}}, {"bucket": "a", "tags": {"a": "b"}}, ()),
        ("aws:s3/bucket:Bucket", {"bucket": "a"}, {"bucket": "a", "objectLockEnabled": True}, ("objectLockEnabled",)),
        ("aws:s3/bucket:Bucket", {"bucket": "a"}, {"bucket": "a", "region": "eu-central-1"}, ("region",)),
        ("aws:lakeformation/permissions:Permissions", {"permissions": ["A"]}, {"permissions": ["B"]}, ("permissions",)),
    ],
)
def test_some_changes_need_another_resource(
    token: str, old: dict[str, Any], new: dict[str, Any], causes: tuple[str, ...]
) -> None:
    assert kind_of(token).replaced_by(old, new) == causes


def test_a_tag_that_cannot_be_attached_is_an_error(api: Api) -> None:
    GROUND["database"](api)
    with pytest.raises(ApiError, match="Tag or tag value does not exist: class=open"):
        kind_of("aws:lakeformation/resourceLfTags:ResourceLfTags").create(
            api, {"database": {"name": "sales"}, "lfTags": [{"key": "class", "value": "open"}]}
        )


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"database": {"name": "a"}, "table": {"name": "b"}}, "is about 2 resources, expected one of"),
        ({}, "is about 0 resources"),
        ({"databse": {"name": "a"}}, "input 'databse' is consumed by no line"),
    ],
)
def test_a_grant_is_about_one_thing_that_exists(api: Api, inputs: dict[str, Any], message: str) -> None:
    with pytest.raises(SandboxError, match=message):
        kind_of("aws:lakeformation/permissions:Permissions").create(
            api, {"principal": ROLE, "permissions": ["SELECT"], **inputs}
        )
