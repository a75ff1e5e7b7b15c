"""Reads an account. Nothing here writes: every call is a listing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from meshwright import names

from .estate import Estate, ExistingColumn, ExistingDatabase, ExistingTable, Filter, HandGrant

Clients = Callable[[str], Any]
"""From the name of a service to its boto3 client."""
_SERVICE_ROLES = ("aws-service-role/", "aws-reserved/")
"""Paths of roles that AWS makes for itself and for Identity Center; nobody else may manage them."""
_FORMATS = (("parquet", "parquet"), ("orc", "orc"), ("avro", "avro"), ("json", "json"), ("opencsv", "csv"),
            ("lazysimple", "csv"))  # fmt: skip


def read_estate(clients: Clients, account: str) -> Estate:
    """Everything that the mesh did not make.

    Raises:
        botocore.exceptions.ClientError: AWS refused a listing.
    """
    databases = tuple(sorted(_databases(clients("glue")), key=lambda d: d.name))
    lake = clients("lakeformation")
    return Estate(
        account=account,
        buckets=tuple(sorted(b["Name"] for b in _pages(clients("s3"), "list_buckets", "Buckets"))),
        databases=databases,
        tables=tuple(t for d in databases for t in _tables(clients("glue"), d.name)),
        roles=tuple(sorted(_roles(clients("iam")))),
        grants=tuple(_grant(p) for p in _pages(lake, "list_permissions", "PrincipalResourcePermissions")),
        filters=tuple(_filter(f) for f in _pages(lake, "list_data_cells_filter", "DataCellsFilters")),
        registered=tuple(sorted(r["ResourceArn"] for r in _pages(lake, "list_resources", "ResourceInfoList"))),
    )


def _pages(client: Any, operation: str, member: str, **parameters: Any) -> Iterator[dict[str, Any]]:
    token: dict[str, Any] = {}
    while True:
        answer = getattr(client, operation)(**parameters, **token)
        yield from answer.get(member, [])
        name, value = next(((n, answer[n]) for n in ("NextToken", "ContinuationToken", "Marker") if answer.get(n)),
                           ("", ""))  # fmt: skip
        if not value or token == {name: value}:
            return
        token = {name: value}


def _databases(glue: Any) -> Iterator[ExistingDatabase]:
    for found in _pages(glue, "get_databases", "DatabaseList"):
        if "mesh.product" not in found.get("Parameters", {}):
            yield ExistingDatabase(found["Name"], found.get("Description") or None, found.get("LocationUri"))


def _tables(glue: Any, database: str) -> Iterator[ExistingTable]:
    for found in sorted(_pages(glue, "get_tables", "TableList", DatabaseName=database), key=lambda t: t["Name"]):
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


def _roles(iam: Any) -> Iterator[str]:
    for found in _pages(iam, "list_roles", "Roles"):
        path = str(found.get("Path", "/"))
        if not path.startswith(names.IAM_PATH) and not path.lstrip("/").startswith(_SERVICE_ROLES):
            yield f"{path}{found['RoleName']}".lstrip("/")


def _grant(entry: Mapping[str, Any]) -> HandGrant:
    ((kind, resource),) = entry["Resource"].items()
    wildcard = resource.get("ColumnWildcard")
    table = resource.get("TableName") if kind == "DataCellsFilter" else resource.get("Name")
    database = resource.get("DatabaseName") or (resource.get("Name") if kind == "Database" else None)
    return HandGrant(
        principal=entry["Principal"]["DataLakePrincipalIdentifier"],
        kind=kind,
        database=database,
        table=table if kind != "Database" else None,
        permissions=tuple(sorted(entry.get("Permissions", []))),
        grantable=tuple(sorted(entry.get("PermissionsWithGrantOption", []))),
        columns=tuple(resource["ColumnNames"]) if resource.get("ColumnNames") else None,
        without=tuple((wildcard or {}).get("ExcludedColumnNames", [])),
        filter=resource.get("Name") if kind == "DataCellsFilter" else None,
        what=_what(kind, resource),
    )


def _what(kind: str, resource: Mapping[str, Any]) -> str:
    match kind:
        case "Database":
            return f"database {resource['Name']}"
        case "Table" | "TableWithColumns":
            limit = ""
            if resource.get("ColumnNames"):
                limit = f", columns {', '.join(resource['ColumnNames'])}"
            elif excluded := (resource.get("ColumnWildcard") or {}).get("ExcludedColumnNames"):
                limit = f", without {', '.join(excluded)}"
            return f"table {resource['DatabaseName']}.{resource.get('Name', '*')}{limit}"
        case "DataCellsFilter":
            return f"filter {resource['Name']} of table {resource['DatabaseName']}.{resource['TableName']}"
        case "DataLocation":
            return f"location {resource['ResourceArn']}"
        case "LFTag":
            return f"LF-tag {resource['TagKey']}"
        case "LFTagPolicy":
            said = " and ".join(f"{e['TagKey']}={'|'.join(e['TagValues'])}" for e in resource.get("Expression", []))
            return f"every {resource.get('ResourceType', 'TABLE').lower()} tagged {said}"
    return "the catalog" if kind == "Catalog" else kind


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
