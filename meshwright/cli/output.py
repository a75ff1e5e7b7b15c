"""Tables, in the form that was asked for."""

import csv
import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 10_000
"""Columns of a line where nobody's terminal has to be fitted: a log or a pipe keeps each row on one line."""

console = Console()
if not console.is_terminal:
    console = Console(width=WIDEST)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], format: str, *, title: str | None = None) -> None:
    """Print rows as a table for people, as JSON objects, or as CSV."""
    if format == "json":
        json.dump([dict(zip(columns, row, strict=True)) for row in rows], sys.stdout, indent=2, default=str)
        print()
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if v is None else v for v in row] for row in rows)
    else:
        _print_table(columns, rows, title)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None) -> None:
    from rich import box

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for position, column in enumerate(columns):
        numeric = any(isinstance(row[position], int | float) for row in rows)
        table.add_column(Text(column), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.1f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value)
