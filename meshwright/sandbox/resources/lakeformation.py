"""Settings, tags, locations and filters of Lake Formation; who may do what has a file of its own."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from .kind import Inputs, Kind, Outputs

VALUES_A_CALL = 50
"""The most LF-tag values that one call takes (Lake Formation API reference)."""
PRINCIPALS = {"admins": "DataLakeAdmins", "readOnlyAdmins": "ReadOnlyAdmins"}


class DataLakeSettings(Kind):
    """One set for the account: written as a whole, and emptied when deleted."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """Principals stand in a structure each."""
        kept = dict(super().own(inputs))
        catalog = {"catalogId": kept.pop("catalogId")} if "catalogId" in kept else {}
        for name in ("admins", "readOnlyAdmins", "externalDataFilteringAllowLists"):
            if name in kept:
                kept[name] = [{"dataLakePrincipalIdentifier": arn} for arn in kept[name]]
        for name in ("createDatabaseDefaultPermissions", "createTableDefaultPermissions"):
            if name in kept:
                kept[name] = [
                    {**entry, "principal": {"dataLakePrincipalIdentifier": entry["principal"]}} for entry in kept[name]
                ]
        return {**catalog, "dataLakeSettings": kept}

    def delete(self, api: Api, inputs: Inputs) -> None:
        """As pulumi-aws leaves it: no administrators, no defaults."""
        empty: dict[str, list[Any]] = {
            "DataLakeAdmins": [],
            "ReadOnlyAdmins": [],
            "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": [],
        }
        api.call("lakeformation", "put_data_lake_settings", DataLakeSettings=empty)


class LfTag(Kind):
    """A tag key and its values, more of them than one call takes."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """The first values create it, the others follow."""
        values = list(inputs["values"])
        first = {**inputs, "values": values[:VALUES_A_CALL]}
        response = api.call("lakeformation", "create_lf_tag", **self.parameters("create_lf_tag", first))
        self._add(api, inputs["key"], values[VALUES_A_CALL:])
        return response

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Values come and go; those that stay are never gone in between."""
        key = new["key"]
        held = api.call("lakeformation", "get_lf_tag", TagKey=key)["TagValues"]
        self._add(api, key, [value for value in new["values"] if value not in held])
        surplus = [value for value in held if value not in new["values"]]
        for start in range(0, len(surplus), VALUES_A_CALL):
            part = surplus[start : start + VALUES_A_CALL]
            api.call("lakeformation", "update_lf_tag", TagKey=key, TagValuesToDelete=part)
        return self.computed(api, new, {})

    def _add(self, api: Api, key: str, values: list[str]) -> None:
        for start in range(0, len(values), VALUES_A_CALL):
            part = values[start : start + VALUES_A_CALL]
            api.call("lakeformation", "update_lf_tag", TagKey=key, TagValuesToAdd=part)


class DataCellsFilter(Kind):
    """A filter of rows and columns on one table."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """All rows are an empty structure on the wire."""
        kept = dict(super().own(inputs))
        table = dict(kept["tableData"])
        rows = dict(table.get("rowFilter") or {})
        if "allRowsWildcard" in rows:
            table["rowFilter"] = {"allRowsWildcard": {}}
        return {**kept, "tableData": table}

    def physical(self, api: Api, inputs: Inputs) -> str:
        """As pulumi-aws writes it."""
        table = inputs["tableData"]
        return ",".join(str(table.get(n, "")) for n in ("databaseName", "name", "tableCatalogId", "tableName"))

    def same(self, old: Inputs, new: Inputs) -> bool:
        """The same name on the same table."""
        return self._named(old) == self._named(new)

    def identify(self, inputs: Inputs, operation_name: str) -> dict[str, Any]:
        """A filter is named within its table."""
        return self._named(inputs)

    def _named(self, inputs: Inputs) -> dict[str, Any]:
        table = inputs["tableData"]
        names = {"tableCatalogId": "TableCatalogId", "databaseName": "DatabaseName", "tableName": "TableName"}
        return {api_name: table.get(name) for name, api_name in {**names, "name": "Name"}.items()}


KINDS = (
    DataLakeSettings(
        token="aws:lakeformation/dataLakeSettings:DataLakeSettings",
        id="{account}",
        key={"catalogId": "CatalogId"},
        service="lakeformation",
        creates="put_data_lake_settings",
        updates="put_data_lake_settings",
        names={
            **{f"dataLakeSettings.{name}": member for name, member in PRINCIPALS.items()},
            "dataLakeSettings.externalDataFilteringAllowLists": "ExternalDataFilteringAllowList",
            "dataLakeSettings.authorizedSessionTagValueLists": "AuthorizedSessionTagValueList",
        },
    ),
    LfTag(
        token="aws:lakeformation/lfTag:LfTag",
        id="{account}:{key}",
        key={"key": "TagKey"},
        service="lakeformation",
        creates="create_lf_tag",
        updates="update_lf_tag",
        deletes="delete_lf_tag",
        reads="get_lf_tag",
        names={"key": "TagKey", "values": "TagValues"},
    ),
    Kind(
        token="aws:lakeformation/resource:Resource",
        id="{arn}",
        key={"arn": "ResourceArn"},
        service="lakeformation",
        creates="register_resource",
        updates="update_resource",
        deletes="deregister_resource",
        reads="describe_resource",
        names={"arn": "ResourceArn"},
    ),
    DataCellsFilter(
        token="aws:lakeformation/dataCellsFilter:DataCellsFilter",
        id="",
        key={},
        service="lakeformation",
        creates="create_data_cells_filter",
        updates="update_data_cells_filter",
        deletes="delete_data_cells_filter",
        reads="get_data_cells_filter",
        elsewhere=frozenset({"timeouts"}),
    ),
)
