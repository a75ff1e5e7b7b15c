"""Data cells filters: moto lists none and makes none."""

import json
import uuid
from typing import Any

from moto.lakeformation import urls
from moto.lakeformation.responses import LakeFormationResponse

from . import history
from .extending import Refused, body, extend, page
from .lake import Lake, check_columns, glue, lake, table_of

PAGE = 1000
EXPRESSION_CHARACTERS = 2048
"""The most that a row filter holds (Lake Formation API reference)."""


class Filters(LakeFormationResponse):
    """Operations on data cells filters."""

    def create_data_cells_filter(self) -> str:
        """CreateDataCellsFilter."""
        wanted = _checked(self, body(self)["TableData"])
        filters = lake(self.current_account, self.region).filters
        if _key(wanted) in filters:
            raise Refused("AlreadyExistsException", f"Data cells filter already exists: {wanted['Name']}")
        filters[_key(wanted)] = wanted
        _note(self, "filter created", wanted)
        return "{}"

    def update_data_cells_filter(self) -> str:
        """UpdateDataCellsFilter."""
        wanted = body(self)["TableData"]
        kept = lake(self.current_account, self.region)
        find_filter(kept, wanted)
        kept.filters[_key(wanted)] = _checked(self, wanted)
        _note(self, "filter changed", wanted)
        return "{}"

    def get_data_cells_filter(self) -> str:
        """GetDataCellsFilter."""
        return json.dumps({"DataCellsFilter": find_filter(lake(self.current_account, self.region), body(self))})

    def delete_data_cells_filter(self) -> str:
        """DeleteDataCellsFilter; what was granted on it goes too."""
        asked, kept = body(self), lake(self.current_account, self.region)
        found = find_filter(kept, asked)
        kept.grants.forget_filter(found["DatabaseName"], found["TableName"], found["Name"])
        del kept.filters[_key(found)]
        _note(self, "filter deleted", found)
        return "{}"

    def list_data_cells_filter(self) -> str:
        """ListDataCellsFilter, of one table or of all."""
        asked = body(self)
        table = asked.get("Table") or {}
        found = [
            content
            for (database, name, _), content in sorted(lake(self.current_account, self.region).filters.items())
            if not table or (table["DatabaseName"] == database and table.get("Name", name) == name)
        ]
        shown, following = page(found, asked, most=PAGE)
        return json.dumps({"DataCellsFilters": shown, **following})


def install() -> None:
    """Add the operations and their paths."""
    extend(Filters, replaces=["list_data_cells_filter"])
    for verb in ("Create", "Get", "Update", "Delete"):
        urls.url_paths[f"{{0}}/{verb}DataCellsFilter$"] = urls.response.dispatch


def find_filter(kept: Lake, asked: dict[str, Any]) -> dict[str, Any]:
    """The filter that a request names.

    Raises:
        Refused: there is none.
    """
    found = kept.filters.get(_key(asked))
    if found is None:
        raise Refused("EntityNotFoundException", f"Data cells filter not found: {'.'.join(_key(asked))}")
    return found


def _note(response: LakeFormationResponse, action: str, content: dict[str, Any]) -> None:
    named = {name: content[name] for name in ("DatabaseName", "TableName", "Name")}
    history.note(response, action, {"DataCellsFilter": named})


def _key(content: dict[str, Any]) -> tuple[str, str, str]:
    return content["DatabaseName"], content["TableName"], content["Name"]


def _checked(response: LakeFormationResponse, wanted: dict[str, Any]) -> dict[str, Any]:
    table = table_of(glue(response.current_account, response.region), wanted["DatabaseName"], wanted["TableName"])
    names, wildcard = wanted.get("ColumnNames") or [], wanted.get("ColumnWildcard")
    if bool(names) == (wildcard is not None):
        raise Refused("InvalidInputException", "Exactly one of ColumnNames and ColumnWildcard is required")
    check_columns(table, names or (wildcard or {}).get("ExcludedColumnNames") or [])
    rows = wanted.get("RowFilter") or {}
    if len(rows) != 1:
        raise Refused("InvalidInputException", "RowFilter has either FilterExpression or AllRowsWildcard")
    if len(rows.get("FilterExpression", "")) > EXPRESSION_CHARACTERS:
        raise Refused("InvalidInputException", f"FilterExpression has more than {EXPRESSION_CHARACTERS} characters")
    return {**wanted, "VersionId": str(uuid.uuid4())}
