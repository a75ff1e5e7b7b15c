"""Lake Formation as AWS has it: grants on what exists, filters, and tags that are inherited."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from meshwright.sandbox.server import Server

from .graphs import ACCOUNT, ROLE, TRUST

pytestmark = pytest.mark.sandbox

TABLE = {"DatabaseName": "sales", "Name": "orders"}
FILTER = {"TableCatalogId": ACCOUNT, "DatabaseName": "sales", "TableName": "orders", "Name": "few"}
OTHER = ROLE.replace("reader", "writer")


class Lake:
    """A database, a table of three columns, two roles, a tag."""

    def __init__(self, server: Server) -> None:
        self.client = server.client("lakeformation")
        self.glue = server.client("glue")
        settings: dict[str, list[Any]] = {"CreateDatabaseDefaultPermissions": [], "CreateTableDefaultPermissions": []}
        self.client.put_data_lake_settings(DataLakeSettings=settings)
        for name in ("reader", "writer"):
            server.client("iam").create_role(RoleName=name, Path="/mesh/", AssumeRolePolicyDocument=TRUST)
        self.glue.create_database(DatabaseInput={"Name": "sales"})
        self.table("orders")
        self.client.create_lf_tag(TagKey="class", TagValues=["open", "closed"])

    def table(self, name: str) -> None:
        columns = [{"Name": n, "Type": "string"} for n in ("a", "b", "c")]
        self.glue.create_table(
            DatabaseName="sales", TableInput={"Name": name, "StorageDescriptor": {"Columns": columns}}
        )

    def grant(self, permissions: list[str], principal: str = ROLE, **resource: Any) -> None:
        self.client.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": principal}, Resource=resource, Permissions=permissions
        )

    def revoke(self, permissions: list[str], principal: str = ROLE, **resource: Any) -> None:
        self.client.revoke_permissions(
            Principal={"DataLakePrincipalIdentifier": principal}, Resource=resource, Permissions=permissions
        )

    def filter(self, **more: Any) -> None:
        rows = {"FilterExpression": "a = 'x'"}
        self.client.create_data_cells_filter(TableData={**FILTER, "RowFilter": rows, "ColumnNames": ["a"], **more})

    def held(self, **asked: Any) -> list[tuple[str, str, list[str]]]:
        found = self.client.list_permissions(**asked)["PrincipalResourcePermissions"]
        return sorted(
            (
                e["Principal"]["DataLakePrincipalIdentifier"].rpartition("/")[2],
                next(iter(e["Resource"])),
                e["Permissions"],
            )
            for e in found
        )


@pytest.fixture
def lake(server: Server) -> Lake:
    return Lake(server)


def columns(*names: str) -> dict[str, Any]:
    return {"TableWithColumns": {**TABLE, "ColumnNames": list(names)}}


def test_a_wildcard_grant_can_be_listed_with_others(lake: Lake) -> None:
    lake.grant(["SELECT"], Table={"DatabaseName": "sales", "TableWildcard": {}})
    lake.grant(["DESCRIBE"], Table=TABLE)
    assert lake.held(Resource={"Table": TABLE}) == [("reader", "Table", ["DESCRIBE"])]
    wildcard = {"DatabaseName": "sales", "TableWildcard": {}}
    assert lake.held(Resource={"Table": wildcard}) == [("reader", "Table", ["SELECT"])]
    assert len(lake.held()) == 2


def test_what_was_granted_twice_is_revoked_once(lake: Lake) -> None:
    lake.grant(["SELECT"], Table=TABLE)
    lake.grant(["SELECT", "DESCRIBE"], Table=TABLE)
    assert lake.held() == [("reader", "Table", ["DESCRIBE", "SELECT"])]
    lake.revoke(["SELECT"], Table=TABLE)
    assert lake.held() == [("reader", "Table", ["DESCRIBE"])]
    lake.revoke(["DESCRIBE"], Table=TABLE)
    assert lake.held() == []


def test_revoking_what_is_not_held_is_an_error(lake: Lake) -> None:
    lake.grant(["DESCRIBE"], Table=TABLE)
    with pytest.raises(ClientError, match=r"No permissions revoked. Grantee does not have"):
        lake.revoke(["SELECT"], Table=TABLE)


def test_columns_are_granted_and_revoked_one_by_one(lake: Lake) -> None:
    lake.grant(["SELECT"], **columns("a", "b"))
    lake.grant(["SELECT"], **columns("b", "c"))
    lake.revoke(["SELECT"], **columns("a"))
    (entry,) = lake.client.list_permissions()["PrincipalResourcePermissions"]
    assert entry["Resource"]["TableWithColumns"]["ColumnNames"] == ["b", "c"]


def test_a_question_about_a_table_is_about_its_columns_too(lake: Lake) -> None:
    lake.table("other")
    lake.grant(["SELECT"], **columns("a"))
    lake.grant(["SELECT"], Table={"DatabaseName": "sales", "Name": "other"})
    assert lake.held(Resource={"Table": TABLE}) == [("reader", "TableWithColumns", ["SELECT"])]
    assert len(lake.held(ResourceType="TABLE")) == 2
    assert lake.held(ResourceType="DATABASE") == []


def test_a_principals_grants_are_listed_for_a_resource(lake: Lake) -> None:
    lake.grant(["SELECT"], Table=TABLE)
    lake.grant(["SELECT"], OTHER, Table=TABLE)
    who = {"DataLakePrincipalIdentifier": OTHER}
    assert lake.held(Principal=who, Resource={"Table": TABLE}) == [("writer", "Table", ["SELECT"])]
    with pytest.raises(ClientError, match="Resource is mandatory if Principal is set"):
        lake.held(Principal=who)


def test_a_long_listing_comes_in_pages(lake: Lake) -> None:
    for name in ("a", "b", "c", "d", "e"):
        lake.table(name)
        lake.grant(["SELECT"], Table={"DatabaseName": "sales", "Name": name})
    first = lake.client.list_permissions(MaxResults=2)
    second = lake.client.list_permissions(MaxResults=2, NextToken=first["NextToken"])
    third = lake.client.list_permissions(MaxResults=2, NextToken=second["NextToken"])
    listed = [e for page in (first, second, third) for e in page["PrincipalResourcePermissions"]]
    assert len({e["Resource"]["Table"]["Name"] for e in listed}) == 5
    assert "NextToken" not in third


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        ({"Database": {"Name": "no"}}, "Database not found: no"),
        ({"Table": {"DatabaseName": "sales", "Name": "no"}}, "Table not found: sales.no"),
        ({"Table": {"DatabaseName": "no", "TableWildcard": {}}}, "Database not found: no"),
        (columns("a", "z"), "Columns not found in table orders: z"),
        ({"TableWithColumns": TABLE}, "ColumnNames or ColumnWildcard is required"),
        ({"DataCellsFilter": FILTER}, "Data cells filter not found: sales.orders.few"),
        ({"DataLocation": {"ResourceArn": "arn:aws:s3:::x"}}, "register the S3 path first: arn:aws:s3:::x"),
        ({"LFTag": {"TagKey": "class", "TagValues": ["secret"]}}, "Tag or tag value does not exist: class=secret"),
        (
            {"LFTagPolicy": {"ResourceType": "TABLE", "Expression": [{"TagKey": "no", "TagValues": ["x"]}]}},
            "Tag or tag value does not exist: no=x",
        ),
    ],
)
def test_nothing_is_granted_on_what_does_not_exist(lake: Lake, resource: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError, match=message):
        lake.grant(["SELECT"], **resource)


def test_nothing_is_granted_to_who_does_not_exist(lake: Lake) -> None:
    with pytest.raises(ClientError, match="Invalid principal, arn:aws:iam::123456789012:role/mesh/nobody"):
        lake.grant(["SELECT"], ROLE.replace("reader", "nobody"), Table=TABLE)
    lake.grant(["SELECT"], "arn:aws:iam::999999999999:role/elsewhere", Table=TABLE)


def test_batches_report_each_failure(lake: Lake) -> None:
    def entry(name: str) -> dict[str, Any]:
        return {
            "Id": name,
            "Principal": {"DataLakePrincipalIdentifier": ROLE},
            "Resource": {"Table": {"DatabaseName": "sales", "Name": name}},
            "Permissions": ["SELECT"],
        }

    answer = lake.client.batch_grant_permissions(Entries=[entry("orders"), entry("no")])
    assert [f["RequestEntry"]["Id"] for f in answer["Failures"]] == ["no"]
    assert lake.client.batch_revoke_permissions(Entries=[entry("orders")])["Failures"] == []
    assert lake.held() == []


def test_defaults_of_the_account_are_granted_on_what_is_created(lake: Lake) -> None:
    everyone = {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}
    lake.client.put_data_lake_settings(
        DataLakeSettings={"CreateDatabaseDefaultPermissions": [everyone], "CreateTableDefaultPermissions": [everyone]}
    )
    lake.glue.create_database(DatabaseInput={"Name": "open"})
    lake.glue.create_table(DatabaseName="open", TableInput={"Name": "t"})
    lake.glue.create_database(DatabaseInput={"Name": "sealed", "CreateTableDefaultPermissions": []})
    lake.glue.create_table(DatabaseName="sealed", TableInput={"Name": "t"})
    found = lake.client.list_permissions()["PrincipalResourcePermissions"]
    names = sorted(str(e["Resource"].get("Database", {}).get("Name") or e["Resource"]["Table"]) for e in found)
    assert names == ["open", "sealed", str({"CatalogId": ACCOUNT, "DatabaseName": "open", "Name": "t"})]


def test_grants_filters_and_tags_go_with_their_table(lake: Lake) -> None:
    lake.filter()
    lake.grant(["SELECT"], Table=TABLE)
    lake.grant(["SELECT"], DataCellsFilter=FILTER)
    lake.grant(["SELECT"], **columns("a"))
    lake.grant(["DESCRIBE"], Database={"Name": "sales"})
    lake.client.add_lf_tags_to_resource(Resource={"Table": TABLE}, LFTags=[{"TagKey": "class", "TagValues": ["open"]}])
    lake.glue.delete_table(**TABLE)
    assert lake.held() == [("reader", "Database", ["DESCRIBE"])]
    assert lake.client.list_data_cells_filter()["DataCellsFilters"] == []
    lake.table("orders")
    assert "LFTagsOnTable" not in lake.client.get_resource_lf_tags(Resource={"Table": TABLE})
    lake.glue.delete_database(Name="sales")
    assert lake.held() == []


def test_filters_are_listed_by_table_and_changed(lake: Lake) -> None:
    lake.table("other")
    lake.filter()
    lake.filter(TableName="other", RowFilter={"AllRowsWildcard": {}})
    assert len(lake.client.list_data_cells_filter()["DataCellsFilters"]) == 2
    (found,) = lake.client.list_data_cells_filter(Table={"CatalogId": ACCOUNT, **TABLE})["DataCellsFilters"]
    assert found["RowFilter"] == {"FilterExpression": "a = 'x'"}
    wider = {**FILTER, "RowFilter": {"AllRowsWildcard": {}}, "ColumnWildcard": {"ExcludedColumnNames": ["b"]}}
    lake.client.update_data_cells_filter(TableData=wider)
    told = lake.client.get_data_cells_filter(**FILTER)["DataCellsFilter"]
    assert told["ColumnWildcard"] == {"ExcludedColumnNames": ["b"]}
    assert told["VersionId"] != found["VersionId"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ColumnNames": ["z"]}, "Columns not found in table orders: z"),
        ({"ColumnNames": []}, "Exactly one of ColumnNames and ColumnWildcard"),
        ({"ColumnWildcard": {}}, "Exactly one of ColumnNames and ColumnWildcard"),
        ({"RowFilter": {}}, "either FilterExpression or AllRowsWildcard"),
        ({"RowFilter": {"FilterExpression": "a" * 2049}}, "more than 2048 characters"),
        ({"TableName": "no"}, "Table not found: sales.no"),
    ],
)
def test_filters_that_make_no_sense_are_refused(lake: Lake, more: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError, match=message):
        lake.filter(**more)


def test_a_filter_is_made_once_and_its_grants_go_with_it(lake: Lake) -> None:
    lake.filter()
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        lake.filter()
    lake.grant(["SELECT"], DataCellsFilter=FILTER)
    assert lake.held(Resource={"DataCellsFilter": FILTER}) == [("reader", "DataCellsFilter", ["SELECT"])]
    lake.client.delete_data_cells_filter(**FILTER)
    assert lake.held() == []
    with pytest.raises(ClientError, match="Data cells filter not found"):
        lake.client.delete_data_cells_filter(**FILTER)


def tag(lake: Lake, value: str, **resource: Any) -> Any:
    return lake.client.add_lf_tags_to_resource(Resource=resource, LFTags=[{"TagKey": "class", "TagValues": [value]}])


def test_tags_are_inherited_from_database_to_table_to_column(lake: Lake) -> None:
    tag(lake, "open", Database={"Name": "sales"})
    tag(lake, "closed", **columns("b"))
    told = lake.client.get_resource_lf_tags(Resource={"Table": TABLE})
    assert [t["TagValues"] for t in told["LFTagsOnTable"]] == [["open"]]
    of_columns = {c["Name"]: c["LFTags"][0]["TagValues"] for c in told["LFTagsOnColumns"]}
    assert of_columns == {"a": ["open"], "b": ["closed"], "c": ["open"]}
    own = lake.client.get_resource_lf_tags(Resource={"Table": TABLE}, ShowAssignedLFTags=True)
    assert "LFTagsOnTable" not in own
    assert [c["Name"] for c in own["LFTagsOnColumns"]] == ["b"]


def test_one_key_changes_while_the_others_stay(lake: Lake) -> None:
    lake.client.create_lf_tag(TagKey="domain", TagValues=["sales"])
    tag(lake, "open", Database={"Name": "sales"})
    both = [{"TagKey": "domain", "TagValues": ["sales"]}]
    lake.client.add_lf_tags_to_resource(Resource={"Database": {"Name": "sales"}}, LFTags=both)
    tag(lake, "closed", Database={"Name": "sales"})
    told = lake.client.get_resource_lf_tags(Resource={"Database": {"Name": "sales"}})["LFTagOnDatabase"]
    assert {t["TagKey"]: t["TagValues"] for t in told} == {"class": ["closed"], "domain": ["sales"]}
    lake.client.remove_lf_tags_from_resource(Resource={"Database": {"Name": "sales"}}, LFTags=both)
    told = lake.client.get_resource_lf_tags(Resource={"Database": {"Name": "sales"}})["LFTagOnDatabase"]
    assert [t["TagKey"] for t in told] == ["class"]


def test_unknown_tags_are_reported_and_not_attached(lake: Lake) -> None:
    answer = tag(lake, "secret", Database={"Name": "sales"})
    assert [f["Error"]["ErrorCode"] for f in answer["Failures"]] == ["EntityNotFoundException"]
    assert "LFTagOnDatabase" not in lake.client.get_resource_lf_tags(Resource={"Database": {"Name": "sales"}})


def test_a_tag_that_goes_comes_off_everything(lake: Lake) -> None:
    tag(lake, "open", Database={"Name": "sales"})
    lake.client.delete_lf_tag(TagKey="class")
    assert "LFTagOnDatabase" not in lake.client.get_resource_lf_tags(Resource={"Database": {"Name": "sales"}})
    with pytest.raises(ClientError, match="EntityNotFoundException"):
        lake.client.get_lf_tag(TagKey="class")


def test_tags_have_limits_and_are_made_once(lake: Lake) -> None:
    with pytest.raises(ClientError, match="51 tag values in one call; the most is 50"):
        lake.client.create_lf_tag(TagKey="many", TagValues=[str(n) for n in range(51)])
    with pytest.raises(ClientError, match="Tag key already exists: class"):
        lake.client.create_lf_tag(TagKey="class", TagValues=["open"])
    lake.client.update_lf_tag(TagKey="class", TagValuesToAdd=["new"], TagValuesToDelete=["closed"])
    assert lake.client.list_lf_tags()["LFTags"] == [
        {"CatalogId": ACCOUNT, "TagKey": "class", "TagValues": ["open", "new"]}
    ]


def test_named_expressions_of_tags_live(lake: Lake) -> None:
    expression = [{"TagKey": "class", "TagValues": ["open"]}]
    lake.client.create_lf_tag_expression(Name="public", Expression=expression)
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        lake.client.create_lf_tag_expression(Name="public", Expression=expression)
    wider = [{"TagKey": "class", "TagValues": ["open", "closed"]}]
    lake.client.update_lf_tag_expression(Name="public", Expression=wider)
    assert lake.client.get_lf_tag_expression(Name="public")["Expression"] == wider
    assert [e["Name"] for e in lake.client.list_lf_tag_expressions()["LFTagExpressions"]] == ["public"]
    lake.client.delete_lf_tag_expression(Name="public")
    with pytest.raises(ClientError, match="LF-tag expression not found: public"):
        lake.client.get_lf_tag_expression(Name="public")


def test_a_location_is_registered_with_a_role_or_the_service(lake: Lake) -> None:
    arn = "arn:aws:s3:::data"
    with pytest.raises(ClientError, match="Either RoleArn or UseServiceLinkedRole is required"):
        lake.client.register_resource(ResourceArn=arn)
    lake.client.register_resource(ResourceArn=arn, RoleArn=ROLE, HybridAccessEnabled=True)
    lake.client.update_resource(ResourceArn=arn, RoleArn=OTHER)
    (told,) = lake.client.list_resources()["ResourceInfoList"]
    assert (told["RoleArn"], told["HybridAccessEnabled"]) == (OTHER, True)
    lake.client.register_resource(ResourceArn="arn:aws:s3:::linked", UseServiceLinkedRole=True)
    linked = lake.client.describe_resource(ResourceArn="arn:aws:s3:::linked")["ResourceInfo"]
    assert linked["RoleArn"].endswith("AWSServiceRoleForLakeFormationDataAccess")
