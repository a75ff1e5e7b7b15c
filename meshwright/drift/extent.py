"""What of a table a permission lets somebody read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.access.rows import Problem, parse
from meshwright.language import Table

from .state import Filter, FilterKey

READING = frozenset({"DESCRIBE", "SELECT"})
"""The permissions that reading takes, and a share gives."""


@dataclass(frozen=True)
class Extent:
    """Columns and rows of a table."""

    columns: tuple[str, ...]
    """In the table's order."""
    rows: str | None = None
    """In the one form that conditions are written in; None for every row."""


def extent(
    resource: Mapping[str, Any], table: Table, filters: Mapping[FilterKey, Filter]
) -> Extent | Problem | None:  # fmt: skip
    """What a permission on ``resource``, which is ``table`` or a part of it, covers.

    A ``Problem`` where its row filter is beyond the grammar of a share; None where its filter is gone.
    """
    ((kind, content),) = resource.items()
    every = tuple(column.name for column in table.columns)
    if kind == "DataCellsFilter":
        held = filters.get((str(content["DatabaseName"]), table.name, str(content["Name"])))
        if held is None:
            return None
        named, excluded, rows = held.columns, held.excluded, _limit(held.rows)
        if rows is not None:
            if isinstance(limit := parse(rows, table), Problem):
                return limit
            rows = limit.text
    else:
        named = frozenset(content.get("ColumnNames") or every)
        excluded = frozenset((content.get("ColumnWildcard") or {}).get("ExcludedColumnNames") or ())
        rows = None
    columns = tuple(name for name in every if (named is None or name in named) and name not in excluded)
    return Extent(columns, rows)


def _limit(expression: str | None) -> str | None:
    """A filter without a limit on rows may be told with ``TRUE`` for one."""
    said = (expression or "").strip()
    return None if said.upper() in ("", "TRUE") else said
