"""Glue's catalog as AWS has it: what pyiceberg and the API see of it."""

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest
from botocore.exceptions import ClientError

from meshwright.sandbox.iceberg import catalog
from meshwright.sandbox.server import Server

pytestmark = pytest.mark.sandbox

SCHEMA: dict[str, Any] = {
    "Type": "struct",
    "Fields": [
        {"Id": 7, "Name": "id", "Type": "long", "Required": True},
        {"Id": 3, "Name": "at", "Type": "timestamptz", "Required": False},
        {
            "Id": 20,
            "Name": "place",
            "Required": False,
            "Type": {
                "type": "struct",
                "fields": [
                    {"id": 31, "name": "city", "required": False, "type": "string"},
                    {"id": 30, "name": "zip", "required": False, "type": "string"},
                ],
            },
        },
        {
            "Id": 21,
            "Name": "tags",
            "Required": False,
            "Type": {"type": "list", "element-id": 40, "element-required": False, "element": "string"},
        },
    ],
}


class Catalog:
    """One database with one Iceberg table."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.glue = server.client("glue")
        server.client("s3").create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.glue.create_database(DatabaseInput={"Name": "sales"})

    def create(self, **more: Any) -> None:
        table = {"Location": "s3://data/orders", "Schema": SCHEMA, **more}
        iceberg = {"MetadataOperation": "CREATE", "Version": "2", "CreateIcebergTableInput": table}
        self.glue.create_table(DatabaseName="sales", Name="orders", OpenTableFormatInput={"IcebergInput": iceberg})

    def evolve(self, *fields: dict[str, Any], **more: Any) -> None:
        update = {"Schema": {"Fields": [*SCHEMA["Fields"], *fields]}, "Location": "s3://data/orders", **more}
        updates = {"UpdateIcebergInput": {"UpdateIcebergTableInput": {"Updates": [update]}}}
        self.glue.update_table(DatabaseName="sales", Name="orders", UpdateOpenTableFormatInput=updates)

    @property
    def shown(self) -> dict[str, Any]:
        return dict(self.glue.get_table(DatabaseName="sales", Name="orders")["Table"])

    @property
    def table(self) -> Any:
        return catalog(self.server).load_table("sales.orders")

    def append(self, *numbers: int) -> None:
        rows = [
            {
                "id": number,
                "at": dt.datetime(2024, 1 + number % 3, 5, tzinfo=dt.UTC),
                "place": {"city": "x", "zip": "y"},
                "tags": ["a"],
            }
            for number in numbers
        ]
        self.table.append(pa.Table.from_pylist(rows, schema=self.table.schema().as_arrow()))


@pytest.fixture
def sales(server: Server) -> Catalog:
    return Catalog(server)


def test_pyiceberg_reads_and_appends_with_the_declared_ids(sales: Catalog) -> None:
    sales.create(
        PartitionSpec={"Fields": [{"SourceId": 3, "Transform": "month", "Name": "at_month"}]},
        Properties={"owner": "o"},
    )
    assert sales.shown["Parameters"]["table_type"] == "ICEBERG"
    assert sales.shown["TableType"] == "EXTERNAL_TABLE"
    assert sales.shown["StorageDescriptor"]["Location"] == "s3://data/orders"
    sales.append(1, 2, 3, 4)
    table = sales.table
    assert sorted(table.scan().to_arrow()["id"].to_pylist()) == [1, 2, 3, 4]
    assert [f.field_id for f in table.schema().fields] == [7, 3, 20, 21]
    assert [table.schema().find_field(n).field_id for n in ("place.city", "place.zip", "tags.element")] == [31, 30, 40]
    assert len(table.inspect.partitions()) == 3
    assert table.properties["owner"] == "o"


def test_the_first_metadata_lies_where_the_table_is(sales: Catalog) -> None:
    sales.create()
    location = sales.shown["Parameters"]["metadata_location"]
    assert location.startswith("s3://data/orders/metadata/00000-")
    assert location.endswith(".metadata.json")
    assert "previous_metadata_location" not in sales.shown["Parameters"]


def test_a_column_comes_while_the_data_stays_readable_and_writable(sales: Catalog) -> None:
    sales.create()
    sales.append(1)
    before = sales.shown["Parameters"]["metadata_location"]
    sales.evolve({"Id": 9, "Name": "note", "Type": "string", "Required": False}, Properties={"owner": "new"})
    assert sales.shown["Parameters"]["previous_metadata_location"] == before
    assert [c["Name"] for c in sales.shown["StorageDescriptor"]["Columns"]] == ["id", "at", "place", "tags", "note"]
    table = sales.table
    assert table.scan().to_arrow()["note"].to_pylist() == [None]
    assert table.properties["owner"] == "new"
    table.append(pa.Table.from_pylist([{"id": 2, "note": "x"}], schema=table.schema().as_arrow()))
    assert sorted(sales.table.scan().to_arrow()["note"].to_pylist(), key=str) == [None, "x"]
    assert sales.table.schema().find_field("note").field_id == 9


def test_two_writers_do_not_lose_each_others_rows(sales: Catalog) -> None:
    sales.create()
    first, second = sales.table, sales.table
    row = pa.Table.from_pylist([{"id": 1}], schema=first.schema().as_arrow())
    first.append(row)
    second.append(row)
    assert sales.table.scan().to_arrow().num_rows == 2


@pytest.mark.parametrize(
    ("operation", "parameters", "code"),
    [
        ("create_table", {"TableInput": {"Name": "orders"}}, "AlreadyExistsException"),
        ("update_table", {"TableInput": {"Name": "orders"}, "VersionId": "99"}, "ConcurrentModificationException"),
        ("update_table", {"TableInput": {"Name": "nothing"}}, "EntityNotFoundException"),
        ("delete_table", {"Name": "nothing"}, "EntityNotFoundException"),
    ],
)
def test_glue_refuses_as_aws_does(sales: Catalog, operation: str, parameters: dict[str, Any], code: str) -> None:
    sales.create()
    with pytest.raises(ClientError, match=code):
        getattr(sales.glue, operation)(DatabaseName="sales", **parameters)


def test_a_change_that_iceberg_cannot_make_is_refused(sales: Catalog) -> None:
    sales.create()
    with pytest.raises(ClientError, match=r"InvalidInputException.*new column 'n' is required"):
        sales.evolve({"Id": 9, "Name": "n", "Type": "string", "Required": True})
    with pytest.raises(ClientError, match=r"InvalidInputException.*has type 'strin'"):
        sales.evolve({"Id": 9, "Name": "n", "Type": "strin", "Required": False})


def test_the_location_must_be_in_a_bucket_that_exists(sales: Catalog) -> None:
    with pytest.raises(ClientError, match=r"Location s3://nowhere/t/.* is in no bucket"):
        sales.create(Location="s3://nowhere/t")


def test_a_plain_table_has_no_metadata_to_evolve(sales: Catalog) -> None:
    sales.glue.create_table(DatabaseName="sales", TableInput={"Name": "orders"})
    with pytest.raises(ClientError, match="Table orders is no Iceberg table"):
        sales.evolve()


def test_table_input_and_iceberg_input_exclude_each_other(sales: Catalog) -> None:
    iceberg = {
        "MetadataOperation": "CREATE",
        "CreateIcebergTableInput": {"Location": "s3://data/orders", "Schema": SCHEMA},
    }
    with pytest.raises(ClientError, match="exclude each other"):
        sales.glue.create_table(
            DatabaseName="sales", TableInput={"Name": "orders"}, OpenTableFormatInput={"IcebergInput": iceberg}
        )


def test_optimizers_are_for_iceberg_tables_that_exist(sales: Catalog) -> None:
    sales.glue.create_table(DatabaseName="sales", TableInput={"Name": "plain"})
    asked = {"CatalogId": "123456789012", "DatabaseName": "sales", "Type": "compaction"}
    for name, message in (("plain", "is no Iceberg table"), ("nothing", "Table not found: sales.nothing")):
        with pytest.raises(ClientError, match=message):
            sales.glue.create_table_optimizer(**asked, TableName=name, TableOptimizerConfiguration={"enabled": True})
