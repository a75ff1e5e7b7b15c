"""What a lake holds, or should, in one form: AWS says the same thing in several ways."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from meshwright.language import Table

Target = tuple[Any, ...]
"""What one permission is about, such as ``("column", "sales", "orders", "id")``; equal for the same thing."""
Place = tuple[str, str, str]
"""Database, table and column; empty where a tag stands above them."""
FilterKey = tuple[str, str, str]
"""Database, table and name."""
COLUMN = "column"


@dataclass(frozen=True)
class Grant:
    """Some permissions of one principal on one resource."""

    principal: str
    resource: Mapping[str, Any] = field(hash=False)
    """As Lake Formation's requests have it."""
    permissions: frozenset[str]
    grantable: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """The member of Lake Formation's ``Resource``, such as ``Table`` or ``DataCellsFilter``."""
        return next(iter(self.resource))

    @property
    def database(self) -> str | None:
        """The database that it is on, or in; None where it is about anything else."""
        return database_of(next(targets(self.resource)))

    @property
    def table(self) -> str | None:
        """The table that it is on, or in; None where it is on every one, or on none."""
        found = table_of(next(targets(self.resource)))
        return None if found == "*" else found

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Grant":
        """From a request, or from an entry of a listing."""
        return cls(
            entry["Principal"]["DataLakePrincipalIdentifier"],
            entry["Resource"],
            frozenset(entry.get("Permissions") or ()),
            frozenset(entry.get("PermissionsWithGrantOption") or ()),
        )


@dataclass(frozen=True)
class Filter:
    """A data cells filter."""

    columns: frozenset[str] | None
    """None for all but ``excluded``."""
    excluded: frozenset[str]
    rows: str | None
    """None for every row."""

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Filter":
        """From a request, or from a listing."""
        wildcard = content.get("ColumnWildcard")
        named = content.get("ColumnNames") or ()
        return cls(
            frozenset(named) if named else None,
            frozenset((wildcard or {}).get("ExcludedColumnNames") or ()),
            (content.get("RowFilter") or {}).get("FilterExpression"),
        )

    def __str__(self) -> str:
        columns = ", ".join(sorted(self.columns or ())) or "every column"
        but = f" but {', '.join(sorted(self.excluded))}" if self.excluded else ""
        return f"{columns}{but}, {f'where {self.rows}' if self.rows else 'every row'}"


@dataclass(frozen=True)
class LakeState:
    """Everything in a lake that decides who reads what."""

    grants: tuple[Grant, ...]
    filters: Mapping[FilterKey, Filter]
    tags: Mapping[Place, Mapping[str, str]]
    """What each thing was tagged with itself; what it inherits is not in here."""
    values: Mapping[str, Set[str]]
    """The values of each LF-tag."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a comparison has to know beside the two states."""

    account: str
    prefix: str
    """How the ARNs of the mesh's roles begin in this environment."""
    bucket_prefix: str
    """How the ARNs of the mesh's buckets begin."""
    roles: frozenset[str]
    """ARNs of the roles that are declared."""
    databases: frozenset[str]
    """Those that are declared."""
    domains: frozenset[str]
    tables: Mapping[str, frozenset[str]]
    """The declared tables of each database."""
    administrators: frozenset[str]
    """ARNs of those who administer the lake now."""
    creators: Mapping[tuple[str, str], str]
    """By database and table, the name of the role or user that created it."""
    adopted: Mapping[str, Mapping[str, Table]] = field(default_factory=dict)
    """By adopted database, its tables that have a contract, by name."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """By adopted database, the domain whose it is."""
    adopters: Mapping[str, str] = field(default_factory=dict)
    """By the ARN of an adopted role, the domain that adopted it."""
    ended: Mapping[tuple[str, str, str], date]
    """By consumer, database and table, the last day of what was agreed once and has ended; the table is empty for the
    database itself."""

    def is_ours(self, principal: str) -> bool:
        """Whether a principal is, or once was, a role of the mesh."""
        return principal.startswith(self.prefix)


def targets(resource: Mapping[str, Any]) -> Iterator[Target]:
    """What a permission is about, column by column where it names columns."""
    ((kind, content),) = resource.items()
    database, name = content.get("DatabaseName"), content.get("Name")
    match kind:
        case "Catalog":
            yield ("catalog",)
        case "Database":
            yield ("database", name)
        case "Table":
            yield ("table", database, "*" if "TableWildcard" in content else name)
        case "TableWithColumns" if content.get("ColumnNames"):
            yield from ((COLUMN, database, name, column) for column in sorted(content["ColumnNames"]))
        case "TableWithColumns":
            excluded = (content.get("ColumnWildcard") or {}).get("ExcludedColumnNames")
            # AWS lists SELECT on a table as SELECT on every column
            yield ("columns but", database, name, *sorted(excluded)) if excluded else ("table", database, name)
        case "DataCellsFilter":
            yield ("filter", database, content["TableName"], name)
        case "DataLocation":
            yield ("location", content["ResourceArn"])
        case "LFTag":
            yield ("tag", content["TagKey"], tuple(sorted(content["TagValues"])))
        case "LFTagPolicy" if content.get("ExpressionName"):
            yield ("tagged", content["ResourceType"], content["ExpressionName"])
        case "LFTagPolicy":
            tags = sorted((t["TagKey"], tuple(sorted(t["TagValues"]))) for t in content.get("Expression") or ())
            yield ("tagged", content["ResourceType"], tuple(tags))
        case _:
            yield (kind, *(f"{key}={value}" for key, value in sorted(content.items())))


def database_of(target: Target) -> str | None:
    """The database that a target is, or is in."""
    return str(target[1]) if target[0] in ("database", "table", COLUMN, "columns but", "filter") else None


def table_of(target: Target) -> str | None:
    """The table that a target is, or is in."""
    return str(target[2]) if target[0] in ("table", COLUMN, "columns but", "filter") else None
