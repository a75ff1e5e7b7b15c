"""Rows in the form that was asked for."""

import csv
import json
import math
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from meshwright.cli.tables import table


def in_terminal() -> bool:
    """Whether a person watches what is printed."""
    return sys.stdout.isatty()


def width() -> int | None:
    """Columns of the terminal; None for a file or a pipe, whose lines may be as long as they are."""
    return shutil.get_terminal_size().columns if in_terminal() else None


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], format: str) -> None:
    """Print rows as a table for people, as a list of JSON objects, or as CSV."""
    if format == "json":
        records = [dict(zip(columns, map(plain, row), strict=True)) for row in rows]
        print(json.dumps(records, indent=2, ensure_ascii=False, allow_nan=False))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_field(value) for value in row] for row in rows)
    else:
        print_table(columns, rows)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table for people, between two empty lines; it fits the terminal."""
    from meshwright.language.quoting import printable

    right = [any(isinstance(row[i], int | float) for row in rows) for i in range(len(columns))]
    shown = [[printable(cell(value)) for value in row] for row in rows]
    lines = table([printable(c) for c in columns], shown, right, width())
    print("\n".join(["", *as_shown(lines), ""]))


def as_shown(lines: Sequence[str]) -> list[str]:
    """A table's lines as the terminal can show them: its heading strong, its rule in ASCII where it knows no more."""
    if len(lines) < 2 or not lines[1].startswith("─"):
        return list(lines)
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return [strong(lines[0]), lines[1] if unicode else lines[1].replace("─", "-"), *lines[2:]]


def strong(text: str) -> str:
    """The text in bold, where a terminal shows it."""
    plain_wanted = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
    return text if plain_wanted or not in_terminal() else f"\033[1m{text}\033[0m"


def cell(value: Any) -> str:
    """A value for people."""
    match value:
        case None:
            return "-"
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:,}"
        case float():
            return f"{value:,.2f}" if 1e4 <= abs(value) < 1e15 else f"{value:.6g}"
        case datetime():
            if value.tzinfo is None:
                return value.isoformat(" ")
            return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(' ')}Z"
    return _field(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: times as ISO 8601, decimals as text so that they stay exact, bytes as hexadecimal."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return value.hex()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    return str(value)


def _field(value: Any) -> str:
    if value is None:
        return ""
    found = plain(value) if not isinstance(value, float) else value
    if isinstance(found, bool):
        return "true" if found else "false"
    return found if isinstance(found, str) else repr(found) if isinstance(found, float) else json.dumps(found)
