"""Reads a table as a principal sees it: granted columns only, and the rows that its grants let through."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from meshwright.access.rows import Problem, RowLimit, parse
from meshwright.language import Mesh, Table
from meshwright.runtime.errors import RunError
from meshwright.runtime.local.engine import connect, quoted
from meshwright.runtime.local.tables import published, read

from .granted import Grant

if TYPE_CHECKING:
    from pyiceberg.table import Table as IcebergTable

_WHOLE = "whole"


class View:
    """One table through a principal's grants.

    A cell is seen where a grant covers its column and its row: several grants add up, cell by cell.
    """

    def __init__(self, mesh: Mesh, table: "IcebergTable", grants: Sequence[Grant]) -> None:
        self._table = table
        self._limits = [(g.columns, _limit(mesh, table, g.rows)) for g in grants]

    @property
    def columns(self) -> tuple[str, ...]:
        """The visible columns, in the table's order."""
        seen = frozenset[str]().union(*(columns for columns, _ in self._limits))
        return tuple(f.name for f in self._table.schema().fields if f.name in seen)

    def rows(self, columns: Sequence[str]) -> pa.Table:
        """Some of the visible columns; with none of them, one that counts the visible rows."""
        current = published(self._table)
        snapshot = None if current is None else current.snapshot_id
        wanted = tuple(columns) or self.columns[:1]
        conditions = {c: self._condition(c) for c in wanted}
        if all(condition is None for condition in conditions.values()):
            return _scan(self._table, wanted, snapshot)
        asked = {c for _, limit in self._limits if limit for c in limit.columns}
        whole = _scan(self._table, tuple(sorted({*wanted, *asked})), snapshot)
        with connect() as connection:
            connection.register(_WHOLE, whole)
            return connection.sql(self._select(conditions)).to_arrow_table()

    def limit(self, columns: Sequence[str]) -> str:
        """What keeps rows of these columns from being seen; empty where nothing does."""
        conditions = {self._condition(c) for c in tuple(columns) or self.columns[:1]}
        return "; ".join(sorted(c for c in conditions if c))

    def _condition(self, column: str) -> str | None:
        """When a cell of the column is seen; None: always."""
        limits = [limit for columns, limit in self._limits if column in columns]
        if any(limit is None for limit in limits):
            return None
        return " OR ".join(f"({limit.text})" for limit in limits if limit) or "FALSE"

    def _select(self, conditions: dict[str, str | None]) -> str:
        """Rows in which at least one of the cells is seen; a cell that is not is NULL."""
        distinct = set(conditions.values())
        if len(distinct) == 1:
            chosen = ", ".join(quoted(c) for c in conditions)
        else:
            chosen = ", ".join(
                quoted(c) if when is None else f"CASE WHEN {when} THEN {quoted(c)} END AS {quoted(c)}"
                for c, when in conditions.items()
            )
        where = "TRUE" if None in distinct else " OR ".join(sorted(f"({w})" for w in distinct if w))
        return f"SELECT {chosen} FROM {_WHOLE} WHERE {where}"


def _limit(mesh: Mesh, table: "IcebergTable", rows: str | None) -> RowLimit | None:
    """A data filter's condition, read again before it gets near an engine."""
    if rows is None:
        return None
    database, name = table.name()[-2:]
    ref = mesh.database(database)
    declared: Table | None = ref.product.table(name) if ref else None
    if declared is None:
        raise RunError(f"{database}.{name} has a data filter but is not in the mesh any more; run `mesh up`")
    limit = parse(rows, declared)
    if isinstance(limit, Problem):
        raise RunError(f"the data filter on {database}.{name} can't be understood, {limit}")
    return limit


def _scan(table: "IcebergTable", columns: tuple[str, ...], snapshot: int | None) -> pa.Table:
    if snapshot is None:
        return table.schema().select(*columns).as_arrow().empty_table().select(list(columns))
    return read(table, columns, snapshot)
