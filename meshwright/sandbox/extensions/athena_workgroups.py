"""Athena: moto can't change a workgroup, shows one that doesn't exist as null, and deletes no named query."""

import json
from typing import Any

from moto.athena.models import NamedQuery, WorkGroup
from moto.athena.responses import AthenaResponse

from .extending import Refused, extend


class Workgroups(AthenaResponse):
    """Operations on workgroups."""

    def get_work_group(self) -> str:
        """GetWorkGroup."""
        _found(self)
        return json.dumps({"WorkGroup": self.athena_backend.get_work_group(self._get_param("WorkGroup"))})

    def update_work_group(self) -> str:
        """UpdateWorkGroup: what isn't mentioned stays."""
        group = _found(self)
        group.description = self._get_param("Description") or group.description
        group.state = self._get_param("State") or group.state
        changes = dict(self._get_param("ConfigurationUpdates") or {})
        results = dict(changes.pop("ResultConfigurationUpdates", None) or {})
        removed = {name for name, yes in [*changes.items(), *results.items()] if name.startswith("Remove") and yes}
        group.configuration = _merged(group.configuration, changes, removed)
        if results or removed:
            before = group.configuration.get("ResultConfiguration") or {}
            group.configuration["ResultConfiguration"] = _merged(before, results, removed)
        return "{}"

    def delete_work_group(self) -> str:
        """DeleteWorkGroup."""
        self.athena_backend.delete_work_group(_found(self).name)
        return "{}"


class NamedQueries(AthenaResponse):
    """Operations on named queries: moto deletes none, and shows one that is gone as an error of its own."""

    def get_named_query(self) -> str:
        """GetNamedQuery."""
        query = _query(self)
        shown = {
            "Name": query.name, "Description": query.description, "Database": query.database,
            "QueryString": query.query_string, "NamedQueryId": query.id, "WorkGroup": query.workgroup.name,
        }  # fmt: skip
        return json.dumps({"NamedQuery": shown})

    def delete_named_query(self) -> str:
        """DeleteNamedQuery."""
        del self.athena_backend.named_queries[_query(self).id]
        return "{}"


def install() -> None:
    """Replace moto's operations and add those that it lacks."""
    extend(Workgroups, replaces=["get_work_group", "delete_work_group"])
    extend(NamedQueries, replaces=["get_named_query"])


def _query(response: AthenaResponse) -> NamedQuery:
    found = response.athena_backend.get_named_query(str(response._get_param("NamedQueryId")))
    if found is None:
        raise Refused("InvalidRequestException", f"NamedQuery {response._get_param('NamedQueryId')} is not found.")
    return found


def _found(response: AthenaResponse) -> WorkGroup:
    name = response._get_param("WorkGroup")
    if name not in response.athena_backend.work_groups:
        raise Refused("InvalidRequestException", f"WorkGroup {name} is not found.")
    return response.athena_backend.work_groups[name]


def _merged(before: dict[str, Any], changes: dict[str, Any], removed: set[str]) -> dict[str, Any]:
    kept = {name: value for name, value in before.items() if f"Remove{name}" not in removed}
    return {**kept, **{name: value for name, value in changes.items() if not name.startswith("Remove")}}
