"""Glue's databases and tables as AWS has them: Iceberg metadata is written and evolved, versions are checked, and
Lake Formation's defaults and leftovers follow.
"""

import json
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.glue.models import FakeTable
from moto.glue.responses import GlueResponse
from moto.lakeformation.models import lakeformation_backends
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from . import iceberg
from .extending import Refused, extend
from .iceberg_types import Problem
from .lake import lake, table_of

DESCRIPTIONS = ("Description", "comment")
"""The Iceberg properties that engines describe a table with: pyiceberg's and Spark's."""


class Tables(GlueResponse):
    """Operations on databases and tables."""

    def create_database(self) -> ActionResult:
        """CreateDatabase."""
        given = self.parameters["DatabaseInput"]
        settings = _settings(self)
        given.setdefault("CreateTableDefaultPermissions", settings.get("CreateTableDefaultPermissions") or [])
        self.glue_backend.create_database(given["Name"], given, self.parameters.get("Tags"))
        _grant_defaults(self, {"Database": {"Name": given["Name"]}}, settings.get("CreateDatabaseDefaultPermissions"))
        return EmptyResult()

    def delete_database(self) -> EmptyResult:
        """DeleteDatabase."""
        name = self.parameters["Name"]
        self.glue_backend.delete_database(name)
        lake(self.current_account, self.region).forget(name)
        return EmptyResult()

    def create_table(self) -> ActionResult:
        """CreateTable: from ``TableInput``, or from the Iceberg input with a name of its own."""
        asked = self.parameters
        wanted = ((asked.get("OpenTableFormatInput") or {}).get("IcebergInput") or {}).get("CreateIcebergTableInput")
        given = asked.get("TableInput") or {}
        name = str(given.get("Name") or asked["Name"])
        if wanted and given:
            raise Refused("InvalidInputException", "TableInput and CreateIcebergTableInput exclude each other")
        database = self.glue_backend.get_database(asked["DatabaseName"])
        if name in database.tables:
            raise Refused("AlreadyExistsException", "Table already exists.")
        if wanted:
            given = _written(self, name, _checked(iceberg.new_table, wanted), {}, "")
        self.glue_backend.create_table(asked["DatabaseName"], name, given, asked.get("OpenTableFormatInput"))
        _grant_defaults(
            self,
            {"Table": {"DatabaseName": asked["DatabaseName"], "Name": name}},
            database.input.get("CreateTableDefaultPermissions"),
        )
        return EmptyResult()

    def update_table(self) -> ActionResult:
        """UpdateTable: refused for a version that isn't the current one."""
        asked = self.parameters
        given = asked.get("TableInput") or {}
        name = str(given.get("Name") or asked["Name"])
        table = table_of(self.glue_backend, asked["DatabaseName"], name)
        told = asked.get("VersionId")
        if told is not None and str(told) != str(table.as_dict()["VersionId"]):
            raise Refused("ConcurrentModificationException", f"Table {name} was changed in the meantime")
        update = ((asked.get("UpdateOpenTableFormatInput") or {}).get("UpdateIcebergInput") or {}).get(
            "UpdateIcebergTableInput"
        )
        self.glue_backend.update_table(
            asked["DatabaseName"], name, _evolved(self, table, update["Updates"]) if update else given
        )
        return EmptyResult()

    def delete_table(self) -> ActionResult:
        """DeleteTable; the files stay."""
        database, name = self.parameters["DatabaseName"], self.parameters["Name"]
        self.glue_backend.delete_table(database, name)
        lake(self.current_account, self.region).forget(database, name)
        return EmptyResult()


def install() -> None:
    """Replace moto's operations."""
    extend(Tables, replaces=["create_database", "delete_database", "create_table", "update_table", "delete_table"])


def _evolved(response: GlueResponse, table: FakeTable, updates: list[dict[str, Any]]) -> dict[str, Any]:
    told = table.as_dict()
    before = (told.get("Parameters") or {}).get("metadata_location")
    if not before:
        raise Refused("InvalidInputException", f"Table {table.name} is no Iceberg table")
    metadata = json.loads(_read(response, before))
    for update in updates:
        metadata = _checked(iceberg.evolve, metadata, update, before)
    kept = {n: told[n] for n in ("Description", "Owner", "Retention") if told.get(n) is not None}
    return _written(response, table.name, metadata, {**kept, "Parameters": told["Parameters"]}, before)


def _checked(make: Any, *arguments: Any) -> Any:
    try:
        return make(*arguments)
    except Problem as problem:
        raise Refused("InvalidInputException", f"Iceberg: {problem}") from problem


def _written(
    response: GlueResponse, name: str, metadata: dict[str, Any], kept: dict[str, Any], before: str
) -> dict[str, Any]:
    """Write the metadata file; the table input that points at it."""
    location = f"{metadata['location']}/metadata/{iceberg.file_name(before)}"
    _write(response, location, json.dumps(metadata).encode())
    parameters = {**kept.get("Parameters", {}), **metadata["properties"]}
    pointers = {"table_type": "ICEBERG", "metadata_location": location}
    described = next((metadata["properties"][n] for n in DESCRIPTIONS if n in metadata["properties"]), None)
    return {
        **kept,
        **({"Description": described} if described else {}),
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {**parameters, **pointers, **({"previous_metadata_location": before} if before else {})},
        "PartitionKeys": [],
        "StorageDescriptor": {"Location": metadata["location"], "Columns": list(iceberg.columns(metadata))},
    }


def _s3(response: GlueResponse, location: str) -> tuple[Any, str, str]:
    scheme, _, rest = location.partition("://")
    bucket, _, key = rest.partition("/")
    backend = s3_backends[response.current_account][get_partition(response.region)]
    if scheme not in ("s3", "s3a") or bucket not in backend.buckets:
        raise Refused("InvalidInputException", f"Location {location} is in no bucket of this account")
    return backend, bucket, key


def _write(response: GlueResponse, location: str, content: bytes) -> None:
    backend, bucket, key = _s3(response, location)
    backend.put_object(bucket, key, content)


def _read(response: GlueResponse, location: str) -> bytes:
    backend, bucket, key = _s3(response, location)
    found = backend.get_object(bucket, key)
    if found is None:
        raise Refused("InvalidInputException", f"Metadata file {location} is missing")
    return bytes(found.value)


def _settings(response: GlueResponse) -> dict[str, Any]:
    backend = lakeformation_backends[response.current_account][response.region]
    return backend.get_data_lake_settings(response.current_account)


def _grant_defaults(response: GlueResponse, resource: dict[str, Any], defaults: list[dict[str, Any]] | None) -> None:
    """Lake Formation grants on what is created whatever the account's settings say."""
    for default in defaults or []:
        principal = default["Principal"]["DataLakePrincipalIdentifier"]
        lake(response.current_account, response.region).grants.add(principal, resource, default["Permissions"], [])
