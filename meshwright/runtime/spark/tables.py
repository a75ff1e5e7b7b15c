"""Published tables: what readers see of one, and publishing another by write, audit, publish.

Everything is said in SQL over the table, its branches and its metadata tables ``refs`` and ``snapshots``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..errors import RunError
from ..plan import PlannedColumn
from .problems import foreign, is_missing_table
from .types import bare, identifier, quoted, schema

AUDIT = "audit_"
"""How the branches begin that results wait on until their expectations have been judged."""
MAIN = "main"
"""The branch that readers see."""


@dataclass(frozen=True)
class Published:
    """What readers of a table see."""

    snapshot: int
    written: datetime


def load(spark: Any, database: str, table: str) -> Any:
    """A table of the catalog, as a data frame.

    Raises:
        RunError: it isn't there.
    """
    try:
        return spark.table(identifier(database, table))
    except foreign() as problem:
        if is_missing_table(problem):
            raise RunError(f"{database}.{table} is not in the catalog; deploy its domain") from None
        raise


def published(spark: Any, database: str, table: str) -> Published | None:
    """What readers see; None where nothing has been published yet.

    A first snapshot without rows is one that a table begins with, which no run published.
    """
    name = identifier(database, table)
    found = spark.sql(
        f"SELECT s.snapshot_id, s.parent_id, unix_millis(s.committed_at) FROM {name}.refs AS r "
        f"JOIN {name}.snapshots AS s ON s.snapshot_id = r.snapshot_id WHERE r.name = '{MAIN}'"
    ).first()
    if found is None:
        return None
    snapshot, parent, milliseconds = found
    if parent is None and spark.sql(f"SELECT 1 FROM {at(database, table, snapshot)} LIMIT 1").first() is None:
        return None
    return Published(snapshot, datetime.fromtimestamp(milliseconds / 1000, UTC))


def at(database: str, table: str, snapshot: int) -> str:
    """A table as it was in a snapshot, as it stands in FROM."""
    return f"{identifier(database, table)} VERSION AS OF {snapshot}"


def check_contract(table: Any, columns: Iterable[PlannedColumn], where: str) -> None:
    """That the catalog's table is the one the plan was made for. Spark doesn't tell the numbers of its columns.

    Raises:
        RunError: a column differs in name, type or being required.
    """
    planned = {f["name"]: f for f in schema(columns)["fields"]}
    actual = {f["name"]: f for f in bare(table.schema.jsonValue())["fields"]}
    for name in (*planned, *actual):
        if planned.get(name) != actual.get(name):
            said = " and ".join(
                f"{'absent' if found is None else _told(found)} {place}"
                for found, place in ((actual.get(name), "in the catalog"), (planned.get(name), "in the plan"))
            )
            raise RunError(f"{where}: column {name} is {said}; deploy its domain again")


def _told(field: Mapping[str, Any]) -> str:
    return f"{'optional' if field['nullable'] else 'required'} {field['type']}"


@dataclass(frozen=True)
class Branch:
    """Where a result waits, not yet seen by readers."""

    spark: Any
    database: str
    table: str
    name: str
    before: int | None
    """The snapshot that readers saw when it began."""

    def overwrite(self, rows: Any, properties: Mapping[str, str]) -> int:
        """Write a result in place of all that the branch holds, in one commit; the snapshot that it makes."""
        _overwrite(rows, f"{self._table}.branch_{self.name}", properties)
        return _heads(self.spark, self._table)[self.name]

    def publish(self, snapshot: int) -> None:
        """Make a snapshot what readers see, in one commit.

        Raises:
            RunError: readers see another snapshot by now than when the branch began.
        """
        if _heads(self.spark, self._table).get(MAIN) != self.before:
            raise RunError(f"{self.database}.{self.table} was changed by someone else during the run; run it again")
        self.spark.sql(f"ALTER TABLE {self._table} CREATE OR REPLACE BRANCH {MAIN} AS OF VERSION {snapshot}")

    @property
    def _table(self) -> str:
        return identifier(self.database, self.table)


@contextmanager
def audit_branch(spark: Any, database: str, table: str, run: str) -> Iterator[Branch]:
    """A branch from what readers see, which is gone afterwards.

    Its snapshots stay, by their ids, until snapshots are expired.
    """
    name, branch = identifier(database, table), AUDIT + re.sub(r"\W", "_", run)
    heads = _heads(spark, name)
    for left in heads:  # by a killed run: there is one run of a table at a time
        if left.startswith(AUDIT):
            spark.sql(f"ALTER TABLE {name} DROP BRANCH {quoted(left)}")
    before = heads.get(MAIN)
    since = "" if before is None else f" AS OF VERSION {before}"
    spark.sql(f"ALTER TABLE {name} CREATE BRANCH {branch}{since}")
    try:
        yield Branch(spark, database, table, branch, before)
    finally:
        with suppress(*foreign()):  # what stays is cleared away by the next run
            spark.sql(f"ALTER TABLE {name} DROP BRANCH IF EXISTS {branch}")


def _overwrite(rows: Any, branch: str, properties: Mapping[str, str]) -> None:
    from pyspark.sql.functions import lit  # type: ignore[import-not-found, unused-ignore]

    # Spark stops at a NULL where none may be; Iceberg itself would take an optimised count for an optional column
    writer = rows.writeTo(branch).option("check-nullability", "false")
    for key, value in properties.items():
        writer = writer.option(f"snapshot-property.{key}", value)
    writer.overwrite(lit(True))


def _heads(spark: Any, name: str) -> dict[str, int]:
    """The snapshot that each branch is at."""
    return dict(spark.sql(f"SELECT name, snapshot_id FROM {name}.refs").collect())
