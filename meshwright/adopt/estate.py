"""What an account holds, as plain data."""

from dataclasses import dataclass, field


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
    location: str | None = None
    """``s3://…``."""
    format: str = "unknown"
    """``iceberg``, ``parquet``, ``json``, ``csv``, ``orc``, ``avro``, ``view`` or ``unknown``."""
    description: str | None = None


@dataclass(frozen=True)
class ExistingDatabase:
    """A database of the Glue catalog."""

    name: str
    description: str | None = None
    location: str | None = None


@dataclass(frozen=True)
class Filter:
    """A data cells filter of Lake Formation."""

    database: str
    table: str
    name: str
    columns: tuple[str, ...] | None
    """None where it names what it leaves out instead."""
    without: tuple[str, ...] = ()
    rows: str | None = None


@dataclass(frozen=True)
class HandGrant:
    """One entry of Lake Formation's permissions."""

    principal: str
    """ARN, account number or group."""
    kind: str
    """The member of Lake Formation's ``Resource``, such as ``Table`` or ``DataCellsFilter``."""
    database: str | None
    table: str | None
    """None for every table of the database."""
    permissions: tuple[str, ...]
    grantable: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    """None for every column but ``without``."""
    without: tuple[str, ...] = ()
    filter: str | None = None
    what: str = ""
    """The resource, for a person."""

    def __str__(self) -> str:
        return f"{self.principal}: {', '.join(self.permissions)} on {self.what}"


@dataclass(frozen=True)
class Estate:
    """Everything that can be adopted, each sorted by name."""

    account: str
    buckets: tuple[str, ...] = ()
    databases: tuple[ExistingDatabase, ...] = ()
    tables: tuple[ExistingTable, ...] = ()
    roles: tuple[str, ...] = ()
    """As they stand behind ``:role/`` in their ARNs."""
    grants: tuple[HandGrant, ...] = ()
    filters: tuple[Filter, ...] = field(default=())
    registered: tuple[str, ...] = ()
    """ARNs of the locations that Lake Formation knows."""

    def database(self, name: str) -> ExistingDatabase | None:
        """The database of that name."""
        return next((d for d in self.databases if d.name == name), None)

    def tables_of(self, database: str) -> tuple[ExistingTable, ...]:
        """The tables of a database."""
        return tuple(t for t in self.tables if t.database == database)
