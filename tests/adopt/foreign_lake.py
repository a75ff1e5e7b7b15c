"""A lake that grew by hand: 3 buckets, 2 databases, 30 tables, 5 roles, 50 grants.

``python -m tests.adopt.foreign_lake`` puts it into the running sandbox.
"""

import json
from collections.abc import Callable
from typing import Any

Clients = Callable[[str], Any]
ACCOUNT = "123456789012"
BUCKETS = ("acme-lake-raw", "acme-lake-curated", "acme-lake-exports")
ROLES = ("team/OrdersEngineer", "team/OrdersAnalyst", "FinanceReader", "FinanceBot", "Intern")
ORDERS, STOCK = "orders_raw", "stock"
TABLES = {ORDERS: [f"orders_{n:02d}" for n in range(1, 19)], STOCK: [f"stock_{n:02d}" for n in range(1, 13)]}
COLUMNS = (
    ("order_id", "string"),
    ("country", "varchar(2)"),
    ("amount", "decimal(12,2)"),
    ("weight", "float"),
    ("tags", "array<string>"),
    ("place", "struct<lat:double,lon:double,names:map<string,string>>"),
    ("ordered_at", "timestamp"),
)
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
ELSEWHERE = "210987654321"


def arn(role: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{role}"


def build(clients: Clients) -> int:
    """Make it all; how many grants there are."""
    s3, glue, iam = clients("s3"), clients("glue"), clients("iam")
    for name in BUCKETS:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket=name, Key="kept.txt", Body=b"kept")
    for role in ROLES:
        path, _, called = role.rpartition("/")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
            "AWS": f"arn:aws:iam::{ACCOUNT}:root"}}]}  # fmt: skip
        iam.create_role(RoleName=called, Path=f"/{path}/" if path else "/", AssumeRolePolicyDocument=json.dumps(trust))
    for database, tables in TABLES.items():
        glue.create_database(DatabaseInput={"Name": database, "Description": f"what is known of {database}"})
        for table in tables:
            glue.create_table(DatabaseName=database, TableInput=_table(database, table))
    return _grant(clients("lakeformation"))


def _table(database: str, name: str) -> dict[str, Any]:
    serde = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"classification": "parquet"},
        "PartitionKeys": [{"Name": "day", "Type": "date"}],
        "StorageDescriptor": {
            "Columns": [{"Name": n, "Type": t} for n, t in COLUMNS],
            "Location": f"s3://{BUCKETS[0]}/{database}/{name}/",
            "SerdeInfo": {"SerializationLibrary": serde},
        },
    }


def _grant(lake: Any) -> int:
    for name, columns, rows in (("german", ["order_id", "country", "amount"], "country = 'DE'"),
                                ("odd", ["order_id"], "lower(country) = 'de'")):  # fmt: skip
        lake.create_data_cells_filter(
            TableData={
                "TableCatalogId": ACCOUNT,
                "DatabaseName": ORDERS,
                "TableName": "orders_04" if name == "german" else "orders_05",
                "Name": name,
                "ColumnNames": columns,
                "RowFilter": {"FilterExpression": rows},
            }
        )
    given = list(grants())
    for principal, resource, permissions in given:
        lake.grant_permissions(
            Principal={"DataLakePrincipalIdentifier": principal}, Resource=resource, Permissions=permissions
        )
    return len(given)


def grants() -> list[tuple[str, dict[str, Any], list[str]]]:
    """The fifty."""

    def table(name: str, database: str = ORDERS) -> dict[str, Any]:
        return {"Table": {"DatabaseName": database, "Name": name}}

    def columns(name: str, **limit: Any) -> dict[str, Any]:
        return {"TableWithColumns": {"DatabaseName": ORDERS, "Name": name, **limit}}

    def cells(name: str, filter: str) -> dict[str, Any]:
        return {"DataCellsFilter": {"TableCatalogId": ACCOUNT, "DatabaseName": ORDERS, "TableName": name,
                                    "Name": filter}}  # fmt: skip

    finance, bot, analyst, engineer, intern = (arn(r) for r in ("FinanceReader", "FinanceBot", *ROLES[1::-1], "Intern"))
    return [
        # seventeen that a share says: whole tables, columns, rows
        (finance, {"Database": {"Name": ORDERS}}, ["DESCRIBE"]),
        *((finance, table(f"orders_{n:02d}"), ["DESCRIBE", "SELECT"]) for n in range(6, 16)),
        (finance, columns("orders_02", ColumnNames=["order_id", "amount"]), ["SELECT"]),
        (finance, columns("orders_03", ColumnWildcard={"ExcludedColumnNames": ["place"]}), ["SELECT"]),
        (finance, cells("orders_04", "german"), ["SELECT"]),
        (bot, table("orders_06"), ["SELECT"]),
        (bot, table("orders_07"), ["SELECT"]),
        (bot, table("orders_08"), ["SELECT"]),
        # twelve that ownership says
        *((analyst, table(f"stock_{n:02d}", STOCK), ["DESCRIBE", "SELECT"]) for n in range(1, 13)),
        # one whose row limit Lake Formation's grammar hasn't
        (finance, cells("orders_05", "odd"), ["SELECT"]),
        # two roles of one domain that see different things
        (finance, columns("orders_01", ColumnNames=["order_id"]), ["SELECT"]),
        (bot, table("orders_01"), ["SELECT"]),
        # what no share is for
        (engineer, table("orders_01"), ["ALTER", "INSERT", "SELECT"]),
        (engineer, {"Database": {"Name": ORDERS}}, ["CREATE_TABLE", "DESCRIBE"]),
        *((intern, table(f"orders_{n:02d}"), ["SELECT"]) for n in range(1, 6)),
        (ELSEWHERE, table("orders_01"), ["SELECT"]),
        *((EVERYBODY, table(f"stock_{n:02d}", STOCK), ["ALL"]) for n in range(1, 11)),
    ]  # fmt: skip


ASSIGNED = (
    "acme-lake-raw=retail", "acme-lake-curated=retail", "orders_raw=retail", "stock=logistics",
    "OrdersEngineer=retail", "OrdersAnalyst=logistics", "FinanceReader=finance", "FinanceBot=finance",
)  # fmt: skip


def main() -> None:
    """Put it into the sandbox that runs for the folder that this is called from."""
    from meshwright.cli.project import find_root, running_sandbox

    print(f"{build(running_sandbox(find_root()).client)} grants by hand; look at them with: mesh adopt plan")


if __name__ == "__main__":
    main()
