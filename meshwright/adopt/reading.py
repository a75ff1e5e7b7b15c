"""Reads an account. Nothing here writes: every call is a listing."""

from collections.abc import Iterator, Mapping
from typing import Any

from meshwright import names
from meshwright.account.lake import resource_text
from meshwright.account.reaching import Account
from meshwright.sandbox.api import Api

from .estate import Estate, ExistingColumn, ExistingDatabase, ExistingTable, Filter, HandGrant

_SERVICE_ROLES = ("aws-service-role/", "aws-reserved/")
"""Paths of roles that AWS makes for itself and for Identity Center; nobody else may manage them."""
_FORMATS = (("parquet", "parquet"), ("orc", "orc"), ("avro", "avro"), ("json", "json"), ("opencsv", "csv"),
            ("lazysimple", "csv"))  # fmt: skip


def read_estate(account: Account) -> Estate:
    """Everything that the mesh did not make.

    Raises:
        ApiError: AWS refused a listing.
    """
    api = account.api
    databases = tuple(sorted(_databases(api), key=lambda d: d.name))
    return Estate(
        account=api.account,
        buckets=tuple(sorted(b["Name"] for b in api.pages("s3", "list_buckets", "Buckets"))),
        databases=databases,
        tables=tuple(t for d in databases for t in _tables(api, d.name)),
        roles=tuple(sorted(_roles(api))),
        grants=tuple(_grant(p) for p in api.pages("lakeformation", "list_permissions", "PrincipalResourcePermissions")),
        filters=tuple(_filter(f) for f in api.pages("lakeformation", "list_data_cells_filter", "DataCellsFilters")),
        registered=tuple(
            sorted(r["ResourceArn"] for r in api.pages("lakeformation", "list_resources", "ResourceInfoList"))
        ),
    )


def _databases(api: Api) -> Iterator[ExistingDatabase]:
    for found in api.pages("glue", "get_databases", "DatabaseList"):
        if "mesh.product" not in found.get("Parameters", {}):
            yield ExistingDatabase(found["Name"], found.get("Description") or None, found.get("LocationUri"))


def _tables(api: Api, database: str) -> Iterator[ExistingTable]:
    for found in sorted(
        api.pages("glue", "get_tables", "TableList", DatabaseName=database), key=lambda t: str(t["Name"])
    ):
        storage = found.get("StorageDescriptor", {})
        columns = [*storage.get("Columns", []), *found.get("PartitionKeys", [])]
        yield ExistingTable(
            database=database,
            name=found["Name"],
            columns=tuple(ExistingColumn(c["Name"], c.get("Type", ""), c.get("Comment") or None) for c in columns),
            location=storage.get("Location") or None,
            format=_format(found, storage),
            description=found.get("Description") or None,
        )


def _format(table: Mapping[str, Any], storage: Mapping[str, Any]) -> str:
    if table.get("TableType") == "VIRTUAL_VIEW":
        return "view"
    said = {k: str(v).lower() for k, v in table.get("Parameters", {}).items()}
    if said.get("table_type") == "iceberg":
        return "iceberg"
    serde = str(storage.get("SerdeInfo", {}).get("SerializationLibrary", "")).lower()
    return next((name for part, name in _FORMATS if part in serde), said.get("classification", "unknown"))


def _roles(api: Api) -> Iterator[str]:
    for found in api.pages("iam", "list_roles", "Roles"):
        path = str(found.get("Path", "/"))
        if not path.startswith(names.IAM_PATH) and not path.lstrip("/").startswith(_SERVICE_ROLES):
            yield f"{path}{found['RoleName']}".lstrip("/")


def _grant(entry: Mapping[str, Any]) -> HandGrant:
    ((kind, resource),) = entry["Resource"].items()
    wildcard = resource.get("ColumnWildcard")
    table = resource.get("TableName") if kind == "DataCellsFilter" else resource.get("Name")
    every = kind == "Database" or "TableWildcard" in resource  # AWS lists a name with the wildcard
    database = resource.get("DatabaseName") or (resource.get("Name") if kind == "Database" else None)
    return HandGrant(
        principal=entry["Principal"]["DataLakePrincipalIdentifier"],
        kind=kind,
        database=database,
        table=None if every else table,
        permissions=tuple(sorted(entry.get("Permissions", []))),
        grantable=tuple(sorted(entry.get("PermissionsWithGrantOption", []))),
        columns=tuple(resource["ColumnNames"]) if resource.get("ColumnNames") else None,
        without=tuple((wildcard or {}).get("ExcludedColumnNames", [])),
        filter=resource.get("Name") if kind == "DataCellsFilter" else None,
        what=resource_text(entry["Resource"]),
    )


def _filter(found: Mapping[str, Any]) -> Filter:
    wildcard = found.get("ColumnWildcard")
    return Filter(
        database=found["DatabaseName"],
        table=found["TableName"],
        name=found["Name"],
        columns=None if wildcard is not None else tuple(found.get("ColumnNames", [])),
        without=tuple((wildcard or {}).get("ExcludedColumnNames", [])),
        rows=(found.get("RowFilter") or {}).get("FilterExpression"),
    )
