"""What Lake Formation holds in this account: shared by the operations on permissions, filters and tags."""

from dataclasses import dataclass, field
from typing import Any

from moto.glue.models import FakeTable, GlueBackend, glue_backends
from moto.lakeformation.models import lakeformation_backends

from .extending import Refused
from .grants import Grants

Place = tuple[str, str, str]
"""Database, table and column; empty where the thing stands above them."""


@dataclass
class Lake:
    """One catalog."""

    grants: Grants
    filters: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    """Data cells filters by database, table and name."""
    tags: dict[str, list[str]] = field(default_factory=dict)
    """The values of each LF-tag."""
    attached: dict[Place, dict[str, str]] = field(default_factory=dict)
    """The LF-tags of each thing, without what it inherits."""
    expressions: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Named LF-tag expressions."""

    def forget(self, database: str, table: str = "") -> None:
        """A database or a table is gone, and what was said of it."""
        self.grants.forget(database, table or None)
        for place in [p for p in self.attached if p[0] == database and table in ("", p[1])]:
            del self.attached[place]
        for key in [k for k in self.filters if k[0] == database and table in ("", k[1])]:
            del self.filters[key]


def lake(account: str, region: str) -> Lake:
    """The catalog of an account in a region."""
    backend: Any = lakeformation_backends[account][region]
    if not hasattr(backend, "mesh_lake"):
        backend.mesh_lake = Lake(Grants(account))
    return backend.mesh_lake  # type: ignore[no-any-return]


def glue(account: str, region: str) -> GlueBackend:
    """The Glue catalog that Lake Formation guards."""
    return glue_backends[account][region]


def table_of(catalog: GlueBackend, database: str, name: str) -> FakeTable:
    """A table that a request names.

    Raises:
        Refused: there is none.
    """
    check_database(catalog, database)
    if name not in catalog.databases[database].tables:
        raise Refused("EntityNotFoundException", f"Table not found: {database}.{name}")
    return catalog.databases[database].tables[name]


def check_database(catalog: GlueBackend, name: str) -> None:
    """Refuse a database that isn't there."""
    if name not in catalog.databases:
        raise Refused("EntityNotFoundException", f"Database not found: {name}")


def columns_of(table: FakeTable) -> list[str]:
    """A table's columns."""
    told = table.as_dict()
    columns = [*((told.get("StorageDescriptor") or {}).get("Columns") or []), *(told.get("PartitionKeys") or [])]
    return [column["Name"] for column in columns]


def check_columns(table: FakeTable, names: list[str]) -> None:
    """Refuse columns that the table doesn't have."""
    if unknown := sorted(set(names) - set(columns_of(table))):
        raise Refused("InvalidInputException", f"Columns not found in table {table.name}: {', '.join(unknown)}")
