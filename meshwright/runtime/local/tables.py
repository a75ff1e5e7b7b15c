"""Published tables: reading one, and publishing another by write, audit, publish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import NoSuchIcebergTableError, NoSuchPropertyException, NoSuchTableError
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot
from pyiceberg.table.update.snapshot import ManageSnapshots

from ..errors import RunError
from ..plan import PlannedColumn
from .types import iceberg_schema

AUDIT = "audit"
"""The branch that a result waits on until its expectations have been judged."""


def load(catalog: Catalog, database: str, table: str) -> Table:
    """A table of the catalog.

    Raises:
        RunError: it isn't there, or is one that others fill in another format.
    """
    try:
        return catalog.load_table((database, table))
    except (NoSuchIcebergTableError, NoSuchPropertyException):
        why = "is no Iceberg table, and only such are read here; ask the engine of those who fill it"
        raise RunError(f"{database}.{table} {why}") from None
    except NoSuchTableError:
        raise RunError(f"{database}.{table} is not in the catalog; deploy its domain") from None


def published(table: Table) -> Snapshot | None:
    """What readers see; None where nothing has been published yet.

    A branch can't be made on a table without a snapshot, so a table begins with an empty one, which no run published.
    """
    current = table.current_snapshot()
    if current is None or (current.parent_snapshot_id is None and _total(current) == 0):
        return None
    return current


def refreshed(table: Table) -> datetime | None:
    """When what readers see was written."""
    current = published(table)
    return None if current is None else datetime.fromtimestamp(current.timestamp_ms / 1000, UTC)


def snapshot_of(table: Table) -> int:
    """The id of the snapshot that readers see.

    Raises:
        RunError: nothing has been published yet.
    """
    current = published(table)
    if current is None:
        raise RunError(f"{'.'.join(table.name())} has not been published yet; run its product first")
    return current.snapshot_id


def read(table: Table, columns: tuple[str, ...], snapshot: int) -> pa.Table:
    """Some columns of a snapshot, in this order; of none, the first one, which still counts the rows.

    What readers see is read with the columns that the table has now: rows from before a column was added are empty
    there. An earlier snapshot is read with the columns that it was written with.

    Raises:
        RunError: the table lacks a column.
    """
    there = [f.name for f in table.schema().fields]
    missing = [c for c in columns if c not in there]
    if missing:
        raise RunError(f"{'.'.join(table.name())} has no column {missing[0]}; deploy its domain again")
    current = table.current_snapshot()
    since = None if current is not None and current.snapshot_id == snapshot else snapshot
    rows = table.scan(selected_fields=columns or (there[0],), snapshot_id=since).to_arrow()
    return rows.select(list(columns)) if columns else rows


def check_contract(table: Table, columns: Iterable[PlannedColumn]) -> None:
    """That the catalog's table is the one the plan was made for.

    Raises:
        RunError: a column differs in number, name, type or being required.
    """
    planned = {f.name: (f.field_id, str(f.field_type), f.required) for f in iceberg_schema(columns).fields}
    actual = {f.name: (f.field_id, str(f.field_type), f.required) for f in table.schema().fields}
    for name in (*planned, *actual):
        if planned.get(name) != actual.get(name):
            said = " and ".join(
                f"{'absent' if found is None else '{2} {1} with number {0}'.format(*_told(found))} {place}"
                for found, place in ((actual.get(name), "in the catalog"), (planned.get(name), "in the plan"))
            )
            raise RunError(f"{'.'.join(table.name())}: column {name} is {said}; deploy its domain again")


def _told(field: tuple[int, str, bool]) -> tuple[int, str, str]:
    number, type, required = field
    return number, type, "required" if required else "optional"


@dataclass(frozen=True)
class Staged:
    """A result on the audit branch, not yet seen by readers."""

    table: Table
    snapshot: int
    rows: int

    def read(self, columns: Iterable[str]) -> pa.Table:
        """The result as it was written."""
        return read(self.table, tuple(columns), self.snapshot)

    def publish(self) -> None:
        """Make it what readers see, in one commit."""
        self.table.manage_snapshots().set_current_snapshot(snapshot_id=self.snapshot).remove_branch(AUDIT).commit()

    def reject(self) -> None:
        """Leave readers with what they have. The snapshot stays, by its id, until snapshots are expired."""
        self.table.manage_snapshots().remove_branch(AUDIT).commit()


def stage(table: Table, rows: pa.Table, properties: Mapping[str, str]) -> Staged:
    """Write a result in place of all that the table holds, on the audit branch, in one commit."""
    if table.current_snapshot() is None:
        table.append(rows.slice(0, 0))
    current = table.current_snapshot()
    assert current is not None  # there is one since the first append
    with table.transaction() as changes:
        # a branch that a killed run left is set back to what readers see
        ManageSnapshots(changes).create_branch(current.snapshot_id, AUDIT).commit()
        if _total(current) == 0:
            changes.append(rows, snapshot_properties=dict(properties), branch=AUDIT)
        else:
            changes.overwrite(rows, snapshot_properties=dict(properties), branch=AUDIT)
    written = table.snapshot_by_name(AUDIT)
    assert written is not None  # just written
    return Staged(table, written.snapshot_id, rows.num_rows)


def _total(snapshot: Snapshot) -> int:
    summary = snapshot.summary
    return int((summary["total-records"] if summary else None) or 0)
