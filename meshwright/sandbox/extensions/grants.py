"""Lake Formation's permissions, as a data structure: what a grant adds, a revocation takes, and a listing shows.

Grants on columns are kept for each column, as AWS does it: granting two columns and then one of them again leaves
two, and revoking one leaves the other.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Resource = dict[str, Any]

TYPES = {
    "CATALOG": ("Catalog",),
    "DATABASE": ("Database",),
    "TABLE": ("Table", "TableWithColumns"),
    "DATA_LOCATION": ("DataLocation",),
    "LF_TAG": ("LFTag",),
    "LF_TAG_POLICY": ("LFTagPolicy",),
    "LF_TAG_POLICY_DATABASE": ("LFTagPolicy",),
    "LF_TAG_POLICY_TABLE": ("LFTagPolicy",),
    "LF_NAMED_TAG_EXPRESSION": ("LFTagExpression",),
}
"""The kinds of resource that a listing by type shows."""


@dataclass
class Held:
    """What one principal may do with one resource."""

    principal: str
    resource: Resource
    permissions: set[str] = field(default_factory=set)
    grantable: set[str] = field(default_factory=set)

    def entry(self) -> dict[str, Any]:
        """As a listing shows it."""
        return {
            "Principal": {"DataLakePrincipalIdentifier": self.principal},
            "Resource": self.resource,
            "Permissions": sorted(self.permissions),
            "PermissionsWithGrantOption": sorted(self.grantable),
        }


class Grants:
    """Everything that was granted in one catalog."""

    def __init__(self, catalog: str) -> None:
        self._catalog = catalog
        self._held: dict[str, Held] = {}

    def add(self, principal: str, resource: Resource, permissions: list[str], grantable: list[str]) -> None:
        """Grant; what is held already stays."""
        for part in self._parts(resource):
            held = self._held.setdefault(_key(principal, part), Held(principal, part))
            held.permissions |= {*permissions, *grantable}
            held.grantable |= set(grantable)

    def remove(self, principal: str, resource: Resource, permissions: list[str], grantable: list[str]) -> set[str]:
        """Revoke; the permissions that were not held are the answer."""
        missing: set[str] = set()
        for part in self._parts(resource):
            key = _key(principal, part)
            held = self._held.get(key, Held(principal, part))
            missing |= (set(permissions) - held.permissions) | (set(grantable) - held.grantable)
            held.permissions -= set(permissions)
            held.grantable -= {*grantable, *permissions}
            if not held.permissions:
                self._held.pop(key, None)
        return missing

    def listing(self, principal: str | None, resource: Resource | None, kind: str | None) -> list[dict[str, Any]]:
        """The entries of a principal, a resource or a kind of resource; all of them without any."""
        wanted = None if resource is None else self.whole(resource)
        return [
            held.entry()
            for held in self._grouped()
            if (principal is None or held.principal == principal)
            and (kind is None or _of_kind(held.resource, kind))
            and (wanted is None or _covers(wanted, held.resource))
        ]

    def forget(self, database: str, table: str | None = None) -> None:
        """Drop what was granted on a database, or on one table: both are gone."""
        for key, held in list(self._held.items()):
            ((kind, content),) = held.resource.items()
            of_database = content.get("Name") if kind == "Database" else content.get("DatabaseName")
            of_table = content.get("TableName") if kind == "DataCellsFilter" else content.get("Name")
            if of_database == database and (table is None or (kind != "Database" and of_table == table)):
                del self._held[key]

    def forget_filter(self, database: str, table: str, name: str) -> None:
        """Drop what was granted on a data cells filter."""
        for key, held in list(self._held.items()):
            content = held.resource.get("DataCellsFilter", {})
            if (content.get("DatabaseName"), content.get("TableName"), content.get("Name")) == (database, table, name):
                del self._held[key]

    def whole(self, resource: Resource) -> Resource:
        """The resource with its catalog spelt out."""
        ((kind, content),) = resource.items()
        own = "TableCatalogId" if kind == "DataCellsFilter" else "CatalogId"
        filled = {**content} if kind == "Catalog" else {own: self._catalog, **content}
        return {kind: {name: _sorted(value) for name, value in sorted(filled.items())}}

    def _parts(self, resource: Resource) -> Iterator[Resource]:
        """The resource, or one for each of its columns."""
        whole = self.whole(resource)
        columns = whole.get("TableWithColumns", {}).get("ColumnNames")
        if not columns:
            yield whole
        for column in columns or ():
            yield {"TableWithColumns": {**whole["TableWithColumns"], "ColumnNames": [column]}}

    def _grouped(self) -> Iterator[Held]:
        """Columns of one table that carry the same permissions make one entry."""
        groups: dict[str, Held] = {}
        for held in self._held.values():
            content = held.resource.get("TableWithColumns", {})
            if not content.get("ColumnNames"):
                yield held
                continue
            rest = {n: v for n, v in content.items() if n != "ColumnNames"}
            key = _key(held.principal, {"of": [rest, sorted(held.permissions), sorted(held.grantable)]})
            group = groups.setdefault(
                key,
                Held(
                    held.principal, {"TableWithColumns": {**rest, "ColumnNames": []}}, held.permissions, held.grantable
                ),
            )
            group.resource["TableWithColumns"]["ColumnNames"] += content["ColumnNames"]
        for group in groups.values():
            group.resource["TableWithColumns"]["ColumnNames"].sort()
            yield group


def _key(principal: str, resource: Resource) -> str:
    return json.dumps([principal, resource], sort_keys=True)


def _sorted(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return sorted(value)
    return value


def _of_kind(resource: Resource, kind: str) -> bool:
    if not any(name in resource for name in TYPES.get(kind, ())):
        return False
    policy = resource.get("LFTagPolicy", {})
    return not kind.startswith("LF_TAG_POLICY_") or kind.endswith(str(policy.get("ResourceType")))


def _covers(wanted: Resource, held: Resource) -> bool:
    """A question about a table is about its columns too."""
    if wanted == held:
        return True
    asked, has = wanted.get("Table") or wanted.get("TableWithColumns"), held.get("TableWithColumns")
    if not asked or not has or "TableWildcard" in asked:
        return False
    return all(asked.get(name) == has.get(name) for name in ("CatalogId", "DatabaseName", "Name"))
