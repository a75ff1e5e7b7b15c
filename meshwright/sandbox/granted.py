"""What a principal was granted on a table, read from Lake Formation as it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .server import Server

Tags = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Grant:
    """Some columns of a table, in every row or in those that meet a condition."""

    columns: frozenset[str]
    rows: str | None
    """A condition in Lake Formation's grammar; None for every row."""


class Grants:
    """Everything that one principal holds. Fetched once, when it is first needed."""

    def __init__(self, server: Server, principal: str) -> None:
        self._lake = server.client("lakeformation")
        self._principal = principal

    def on(self, database: str, table: str, columns: Sequence[str]) -> tuple[Grant, ...]:
        """The grants to read a table that has these columns. Their union is what may be seen."""
        found = [g for g in self._by_name(database, table, columns) if g.columns]
        if self._policies and (tagged := self._tagged(database, table, columns)):
            found.append(Grant(frozenset(tagged), None))
        return tuple(found)

    @cached_property
    def _readable(self) -> tuple[dict[str, Any], ...]:
        """The resources that the principal may SELECT from. With a principal alone, AWS lists nothing."""
        resources: list[dict[str, Any]] = []
        token: dict[str, str] = {}
        while True:
            page = self._lake.list_permissions(**token)
            resources += [
                p["Resource"]
                for p in page["PrincipalResourcePermissions"]
                if p["Principal"]["DataLakePrincipalIdentifier"] == self._principal
                and {"SELECT", "ALL"} & set(p["Permissions"])
            ]
            if not page.get("NextToken"):
                return tuple(resources)
            token = {"NextToken": page["NextToken"]}

    @cached_property
    def _policies(self) -> tuple[list[dict[str, Any]], ...]:
        """The tag expressions that tables are granted by."""
        policies = [r["LFTagPolicy"] for r in self._readable if "LFTagPolicy" in r]
        return tuple(self._expression(p) for p in policies if p["ResourceType"] == "TABLE")

    def _expression(self, policy: dict[str, Any]) -> list[dict[str, Any]]:
        if "Expression" in policy:
            return list(policy["Expression"])
        return list(self._lake.get_lf_tag_expression(Name=policy["ExpressionName"])["Expression"])

    def _by_name(self, database: str, table: str, columns: Sequence[str]) -> Iterator[Grant]:
        for resource in self._readable:
            ((kind, named),) = resource.items()
            if kind == "DataCellsFilter" and (named["DatabaseName"], named["TableName"]) == (database, table):
                yield self._filtered(named, columns)
            if named.get("DatabaseName") != database:
                continue
            if kind == "Table" and ("TableWildcard" in named or named.get("Name") == table):
                yield Grant(frozenset(columns), None)
            elif kind == "TableWithColumns" and named["Name"] == table:
                yield Grant(_chosen(named, columns), None)

    def _filtered(self, named: dict[str, Any], columns: Sequence[str]) -> Grant:
        found = self._lake.get_data_cells_filter(**named)["DataCellsFilter"]
        return Grant(_chosen(found, columns), found["RowFilter"].get("FilterExpression"))

    def _tagged(self, database: str, table: str, columns: Sequence[str]) -> list[str]:
        resource = {"Table": {"DatabaseName": database, "Name": table}}
        answer = self._lake.get_resource_lf_tags(Resource=resource, ShowAssignedLFTags=False)
        above = {**_tags(answer.get("LFTagOnDatabase")), **_tags(answer.get("LFTagsOnTable"))}
        own = {c["Name"]: _tags(c["LFTags"]) for c in answer.get("LFTagsOnColumns") or ()}
        return [c for c in columns if any(_meets({**above, **own.get(c, {})}, p) for p in self._policies)]


def _chosen(named: Mapping[str, Any], columns: Sequence[str]) -> frozenset[str]:
    """The columns that a list names, or all but those that a wildcard leaves out."""
    if named.get("ColumnNames"):
        return frozenset(columns) & frozenset(named["ColumnNames"])
    if named.get("ColumnWildcard") is None:
        return frozenset()
    return frozenset(columns) - frozenset(named["ColumnWildcard"].get("ExcludedColumnNames") or ())


def _tags(listed: Sequence[Mapping[str, Any]] | None) -> dict[str, Sequence[str]]:
    return {tag["TagKey"]: tag["TagValues"] for tag in listed or ()}


def _meets(tags: Tags, expression: Sequence[Mapping[str, Any]]) -> bool:
    """Keys are AND-ed, values OR-ed."""
    return bool(expression) and all(set(e["TagValues"]) & set(tags.get(e["TagKey"], ())) for e in expression)
