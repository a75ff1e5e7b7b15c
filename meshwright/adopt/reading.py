"""Reads an account. Nothing here writes: every call is a listing."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from meshwright import names
from meshwright.account.lake import shown_alone
from meshwright.account.reaching import Account
from meshwright.drift.reading import held_filters, held_grants
from meshwright.drift.state import Grant
from meshwright.language import Environment
from meshwright.sandbox.api import Api

from .estate import AWS_MADE, Estate, ExistingColumn, ExistingDatabase, ExistingTable

_OWN_PATHS = (names.IAM_PATH, names.PLATFORM_PATH)
_OWN_BUCKET = re.compile(rf"mesh-.+-[0-9a-f]{{{names.SUFFIX_LENGTH}}}")
_FORMATS = (("parquet", "parquet"), ("orc", "orc"), ("avro", "avro"), ("json", "json"), ("opencsv", "csv"),
            ("lazysimple", "csv"))  # fmt: skip


def read_estate(account: Account) -> Estate:
    """Everything that the mesh did not make.

    Raises:
        ApiError: AWS refused a listing.
    """
    api = account.api
    databases = tuple(sorted(_databases(api, account.environment), key=lambda d: d.name))
    return Estate(
        account=api.account,
        buckets=tuple(sorted(filter(_foreign, (b["Name"] for b in api.pages("s3", "list_buckets", "Buckets"))))),
        databases=databases,
        tables=tuple(t for d in databases for t in _tables(api, d.name)),
        roles=tuple(sorted(_roles(api))),
        grants=tuple(_grants(api, {d.name for d in databases})),
        filters=held_filters(api),
        registered=tuple(
            sorted(r["ResourceArn"] for r in api.pages("lakeformation", "list_resources", "ResourceInfoList"))
        ),
        hidden=shown_alone(account, api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]),
    )


def _foreign(bucket: str) -> bool:
    return _OWN_BUCKET.fullmatch(bucket) is None


def _grants(api: Api, databases: Collection[str]) -> Iterator[Grant]:
    """Those that nobody of the mesh has, and that are on nothing that the mesh made."""
    for grant in held_grants(api):
        _, _, role = grant.principal.partition(":role")
        if not role.startswith(_OWN_PATHS) and (grant.database is None or grant.database in databases):
            yield grant


def _databases(api: Api, environment: Environment) -> Iterator[ExistingDatabase]:
    records = names.audit_database(environment.name)
    for found in api.pages("glue", "get_databases", "DatabaseList"):
        if found["Name"] != records and "mesh.product" not in found.get("Parameters", {}):
            yield ExistingDatabase(found["Name"], found.get("Description") or None, _beyond(found))


def _beyond(database: Mapping[str, Any]) -> str:
    if target := database.get("TargetDatabase"):
        whose = f"{target.get('DatabaseName')} of account {target.get('CatalogId')}"
        return f"it is a link to {whose}; adopt it in the mesh of that account"
    return "it stands for a catalog elsewhere (federated)" if database.get("FederatedDatabase") else ""


def located(account: Account, estate: Estate, buckets: Iterable[str]) -> Estate:
    """The same, which knows of these buckets whether they are in another region.

    Raises:
        ApiError: AWS refused to say.
    """
    found = {}
    for bucket in buckets:
        told = account.api.call("s3", "get_bucket_location", Bucket=bucket).get("LocationConstraint")
        region = {None: "us-east-1", "": "us-east-1", "EU": "eu-west-1"}.get(told, told)  # the oldest names
        if region != account.environment.region:
            found[bucket] = str(region)
    return replace(estate, elsewhere=found)


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
            format=_format(found, storage),
            description=found.get("Description") or None,
        )


def _format(table: Mapping[str, Any], storage: Mapping[str, Any]) -> str:
    if table.get("TargetTable"):
        return "link"
    if table.get("TableType") == "VIRTUAL_VIEW":
        return "view"
    said = {k: str(v).lower() for k, v in table.get("Parameters", {}).items()}
    kinds = {said.get(key) for key in ("table_type", "spark.sql.sources.provider", "classification")}
    reader = str(storage.get("InputFormat", "")).lower()
    for kind in ("iceberg", "delta", "hudi"):  # before the files, which are Parquet as a rule
        if kind in kinds or (kind != "iceberg" and kind in reader) or (kind == "hudi" and "hoodie" in reader):
            return kind
    serde = str(storage.get("SerdeInfo", {}).get("SerializationLibrary", "")).lower()
    return next((name for part, name in _FORMATS if part in serde), said.get("classification", "unknown"))


def _roles(api: Api) -> Iterator[str]:
    for found in api.pages("iam", "list_roles", "Roles"):
        path = str(found.get("Path", "/"))
        if not path.startswith(_OWN_PATHS) and not path.lstrip("/").startswith(AWS_MADE):
            yield f"{path}{found['RoleName']}".lstrip("/")
