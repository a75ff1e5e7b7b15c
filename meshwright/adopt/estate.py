"""What an account holds, as plain data."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from meshwright.account.lake import EVERY_IAM_PRINCIPAL
from meshwright.drift.state import Filter, FilterKey, Grant
from meshwright.preview.phrases import count

AWS_MADE = ("aws-service-role/", "aws-reserved/")
"""Paths of roles that AWS makes for itself and for Identity Center; nobody else may manage them."""


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
    """``iceberg``, ``parquet``, ``json``, ``csv``, ``orc``, ``avro``; ``delta``, ``hudi``, ``view``, ``link`` or
    ``unknown``, which nothing in the mesh reads."""
    description: str | None = None


@dataclass(frozen=True)
class ExistingDatabase:
    """A database of the Glue catalog."""

    name: str
    description: str | None = None
    beyond: str = ""
    """Why it can't be adopted, where it isn't this account's own."""


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
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Of buckets that were looked at, the region of those that are in another."""
    hidden: str = ""
    """Why there may be more grants than Lake Formation shows the caller."""

    def database(self, name: str) -> ExistingDatabase | None:
        """The database of that name."""
        return next((d for d in self.databases if d.name == name), None)

    def tables_of(self, database: str) -> tuple[ExistingTable, ...]:
        """The tables of a database."""
        return self._by_database.get(database, ())

    @cached_property
    def _by_database(self) -> dict[str, tuple[ExistingTable, ...]]:
        found: dict[str, list[ExistingTable]] = {}
        for table in self.tables:
            found.setdefault(table.database, []).append(table)
        return {name: tuple(tables) for name, tables in found.items()}

    @property
    def sizes(self) -> str:
        """How much there is, in words."""
        held = {
            "bucket": self.buckets,
            "database": self.databases,
            "table": self.tables,
            "role": self.roles,
            "grant": self.grants,
        }
        return ", ".join(_number(len(things), what) for what, things in held.items())

    @cached_property
    def facts(self) -> dict[str, str]:
        """By ``database <name>`` and ``role <name>``, what helps to know whose it is."""
        on = Counter(g.database for g in self.grants if g.principal != EVERY_IAM_PRINCIPAL)
        by = Counter(g.principal.partition(":role/")[2] for g in self.grants)
        found = {f"role {role}": _number(by[role], "grant") for role in self.roles}
        for database in self.databases:
            tables = Counter(t.format for t in self.tables_of(database.name))
            formats = ", ".join(f"{n} {name}" for name, n in sorted(tables.items()))
            said = f"{_number(tables.total(), 'table')}{f' ({formats})' if formats else ''}"
            found[f"database {database.name}"] = f"{said}, {_number(on[database.name], 'grant')}"
        return found


def _number(number: int, what: str) -> str:
    return count(number, what) if number else f"no {what}s"
