"""Published tables on Spark: reading one, and publishing another by write, audit, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .errors import RunError
from .plan import PlannedColumn
from .spark_errors import explained
from .spark_sql import literal, quoted, spark_type

CATALOG = "spark_catalog"
"""Lake Formation filters rows and columns for Spark's session catalog only."""
AUDIT = "audit_"
"""Begins the name of the branch that a result waits on until its expectations have been judged."""


@dataclass(frozen=True)
class Snapshot:
    """One state of a table."""

    id: int
    parent: int | None
    written: datetime
    rows: int

    @property
    def published(self) -> bool:
        """Whether a run published it: a table may begin with an empty one."""
        return self.parent is not None or self.rows > 0


def identifier(database: str, table: str) -> str:
    """A table as Spark SQL names it."""
    return f"{CATALOG}.{quoted(database)}.{quoted(table)}"


def current(spark: Any, database: str, table: str, ref: str = "main") -> Snapshot | None:
    """The snapshot that a branch is at; None where there is none."""
    name = identifier(database, table)
    found = spark.sql(
        f"SELECT s.snapshot_id, s.parent_id, unix_micros(s.committed_at) AS written, s.summary['total-records'] AS rows "
        f"FROM {name}.refs r JOIN {name}.snapshots s ON s.snapshot_id = r.snapshot_id WHERE r.name = {literal(ref)}"
    ).collect()
    if not found:
        return None
    (row,) = found
    written = datetime.fromtimestamp(row["written"] / 1_000_000, UTC)
    return Snapshot(row["snapshot_id"], row["parent_id"], written, int(row["rows"] or 0))


def read_table(spark: Any, database: str, table: str, columns: Sequence[str], *, own: bool) -> tuple[Any, str]:
    """Some columns of the current snapshot, and its id.

    Of another domain's table nothing but its rows may be readable: its version is then ``unknown``.

    Raises:
        RunError: it was never published, or lacks a column.
    """
    where = f"{database}.{table}"
    version = "unknown"
    try:
        with explained(where):
            found = current(spark, database, table)
    except RunError:
        if own:
            raise
        rows = spark.table(identifier(database, table))
    else:
        if found is None or not found.published:
            raise RunError(f"{where} has not been published yet; run its product first")
        version = str(found.id)
        rows = spark.read.option("snapshot-id", version).table(identifier(database, table))
    missing = [c for c in columns if c not in rows.columns]
    if missing:
        raise RunError(f"{where} has no column {missing[0]}; deploy its domain again")
    return rows.select(*(quoted(c) for c in columns)) if columns else rows, version


def check_contract(spark: Any, database: str, table: str, columns: Sequence[PlannedColumn]) -> None:
    """That the catalog's table is the one the plan was made for.

    Raises:
        RunError: a column differs in name, place, type or being required.
    """
    shape = ", ".join(f"{quoted(c.name)} {spark_type(c.type)}" for c in columns)
    planned = [f.dataType.simpleString() for f in spark.createDataFrame([], shape).schema.fields]
    wanted = [(c.name, type, c.required) for c, type in zip(columns, planned, strict=True)]
    fields = spark.table(identifier(database, table)).schema.fields
    actual = [(f.name, f.dataType.simpleString(), not f.nullable) for f in fields]
    for position in range(max(len(wanted), len(actual))):
        one = wanted[position] if position < len(wanted) else None
        other = actual[position] if position < len(actual) else None
        if one != other:
            said = f"{_told(other)} in the catalog and {_told(one)} in the plan"
            raise RunError(f"{database}.{table}: column {position + 1} is {said}; deploy its domain again")


def _told(column: tuple[str, str, bool] | None) -> str:
    if column is None:
        return "absent"
    name, type, required = column
    return f"{name}, {'required' if required else 'optional'} {type},"


@dataclass(frozen=True)
class Branch:
    """Where a result waits, not yet seen by readers."""

    spark: Any
    database: str
    table: str
    name: str

    @classmethod
    def open(cls, spark: Any, database: str, table: str, run: str) -> "Branch":
        """A new branch; what killed runs left is removed."""
        name = identifier(database, table)
        for row in spark.sql(f"SELECT name FROM {name}.refs WHERE startswith(name, {literal(AUDIT)})").collect():
            cls(spark, database, table, row["name"]).drop()
        branch = cls(spark, database, table, AUDIT + "".join(c if c.isalnum() else "_" for c in run).lower())
        spark.sql(f"ALTER TABLE {name} CREATE BRANCH {quoted(branch.name)}")
        return branch

    @property
    def relation(self) -> str:
        """The result, as it stands in FROM."""
        return f"{identifier(self.database, self.table)} VERSION AS OF {literal(self.name)}"

    def write(self, rows: Any, properties: Mapping[str, str]) -> Snapshot:
        """Write a result in place of all that the table holds, on this branch."""
        from pyspark.sql.functions import lit  # type: ignore[import-not-found, unused-ignore]

        target = f"{identifier(self.database, self.table)}.{quoted(f'branch_{self.name}')}"
        writer = rows.writeTo(target)
        for key, value in properties.items():
            writer = writer.option(f"snapshot-property.{key}", value)
        writer.overwrite(lit(True))
        written = current(self.spark, self.database, self.table, self.name)
        assert written is not None  # just written
        return written

    def publish(self) -> None:
        """Make the result what readers see, in one commit; it fails where another run has published meanwhile."""
        table = literal(f"{self.database}.{self.table}")
        self.spark.sql(f"CALL {CATALOG}.system.fast_forward({table}, 'main', {literal(self.name)})").collect()
        self.drop()

    def drop(self) -> None:
        """Leave readers with what they have. A rejected snapshot stays, by its id, until snapshots are expired."""
        self.spark.sql(f"ALTER TABLE {identifier(self.database, self.table)} DROP BRANCH {quoted(self.name)}")
