"""What an account holds, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meshwright.drift.state import Filter, FilterKey, Grant


@dataclass(frozen=True)
class ExistingColumn:
    """A column as the catalog has it."""

    name: str
    type: str
    """In Hive's words, such as ``array<string>``."""
    comment: str | None = None


@dataclass(frozen=True)
class ExistingTable:
    """A table of the Glue catalog."""

    database: str
    name: str
    columns: tuple[ExistingColumn, ...]
    """Those of the files and then those of the partitions."""
    format: str = "unknown"
    """``iceberg``, ``parquet``, ``json``, ``csv``, ``orc``, ``avro``, ``view`` or ``unknown``."""
    description: str | None = None


@dataclass(frozen=True)
class ExistingDatabase:
    """A database of the Glue catalog."""

    name: str
    description: str | None = None


@dataclass(frozen=True)
class Estate:
    """Everything that can be adopted, each sorted by name."""

    account: str
    buckets: tuple[str, ...] = ()
    databases: tuple[ExistingDatabase, ...] = ()
    tables: tuple[ExistingTable, ...] = ()
    roles: tuple[str, ...] = ()
    """As they stand behind ``:role/`` in their ARNs."""
    grants: tuple[Grant, ...] = ()
    filters: Mapping[FilterKey, Filter] = field(default_factory=dict)
    registered: tuple[str, ...] = ()
    """ARNs of the locations that Lake Formation knows."""

    def database(self, name: str) -> ExistingDatabase | None:
        """The database of that name."""
        return next((d for d in self.databases if d.name == name), None)

    def tables_of(self, database: str) -> tuple[ExistingTable, ...]:
        """The tables of a database."""
        return tuple(t for t in self.tables if t.database == database)
