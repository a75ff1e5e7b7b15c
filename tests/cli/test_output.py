"""Rows come out whole: exact for machines, readable for people, and harmless for a terminal."""

import csv
import io
import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from meshwright.cli import output
from meshwright.cli.output import print_rows

Captured = pytest.CaptureFixture[str]

NOON = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
VALUES: dict[str, tuple[Any, str, Any, str | None]] = {
    "nothing": (None, "-", None, '""'),
    "true": (True, "true", True, "true"),
    "false": (False, "false", False, "false"),
    "a small number": (-7, "-7", -7, "-7"),
    "a large number": (336_776, "336,776", 336776, "336776"),
    "a number beyond 64 bits": (2**70, f"{2**70:,}", 2**70, str(2**70)),
    "a part": (0.5, "0.5", 0.5, "0.5"),
    "a long part": (1 / 3, "0.333333", 1 / 3, repr(1 / 3)),
    "a large double": (1234567.891, "1,234,567.89", 1234567.891, "1234567.891"),
    "a huge double": (1e300, "1e+300", 1e300, "1e+300"),
    "no number": (float("nan"), "nan", None, "nan"),
    "infinity": (float("-inf"), "-inf", None, "-inf"),
    "money": (Decimal("1.50"), "1.50", "1.50", "1.50"),
    "a text": ("O'Malley, captain", "O'Malley, captain", "O'Malley, captain", '"O\'Malley, captain"'),
    "quotes": ('"', '"', '"', '""""'),
    "an umlaut": ("Zürich", "Zürich", "Zürich", "Zürich"),
    "two lines": ("a\nb", r"a\nb", "a\nb", '"a\nb"'),
    "what would paint the terminal": ("\x1b[31m", r"\x1b[31m", "\x1b[31m", "\x1b[31m"),
    "a moment": (NOON, "2026-11-23 12:30:00Z", "2026-11-23T12:30:00+00:00", "2026-11-23T12:30:00+00:00"),
    "a moment somewhere": (
        NOON.replace(tzinfo=None), "2026-11-23 12:30:00", "2026-11-23T12:30:00", "2026-11-23T12:30:00"
    ),
    "a day": (date(2026, 11, 23), "2026-11-23", "2026-11-23", "2026-11-23"),
    "a time": (time(5, 30), "05:30:00", "05:30:00", "05:30:00"),
    "a while": (timedelta(minutes=1.5), "90.0", 90.0, "90.0"),
    "bytes": (b"\x00\xff", "00ff", "00ff", "00ff"),
    "a list": ([1, None], "[1, null]", [1, None], '"[1, null]"'),
    "a struct": ({"a": Decimal(1), "b": NOON}, '{"a": "1", "b": "2026-11-23T12:30:00+00:00"}',
                 {"a": "1", "b": "2026-11-23T12:30:00+00:00"}, None),
    "a map": ([("a", 1)], '[["a", 1]]', [["a", 1]], '"[[""a"", 1]]"'),
}  # fmt: skip


@pytest.mark.parametrize(("value", "table", "plain", "field"), VALUES.values(), ids=VALUES.keys())
def test_a_value_in_every_format(value: Any, table: str, plain: Any, field: str | None, capsys: Captured) -> None:
    print_rows(["v"], [[value]], "table")
    assert capsys.readouterr().out.splitlines()[3] == table
    print_rows(["v"], [[value]], "json")
    assert json.loads(capsys.readouterr().out) == [{"v": plain}]
    print_rows(["v"], [[value]], "csv")
    written = capsys.readouterr().out
    if field is not None:
        assert written == f"v\n{field}\n"
    assert len(list(csv.reader(io.StringIO(written)))) == 2


def test_another_zone_is_not_taken_for_utc(capsys: Captured) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    print_rows(["v"], [[there]], "json")
    assert json.loads(capsys.readouterr().out) == [{"v": "2026-11-23T14:30:00+02:00"}]
    print_rows(["v"], [[there]], "table")
    assert "12:30:00Z" in capsys.readouterr().out


def test_no_rows_are_still_a_document(capsys: Captured) -> None:
    print_rows(["a", "b"], [], "json")
    assert json.loads(capsys.readouterr().out) == []
    print_rows(["a", "b"], [], "csv")
    assert capsys.readouterr().out == "a,b\n"
    print_rows(["a", "b"], [], "table")
    assert capsys.readouterr().out == "\na  b\n─  ─\n\n"


def test_what_a_column_is_called_can_not_paint_the_terminal(capsys: Captured) -> None:
    print_rows(["\x1b[31m"], [[1]], "table")
    assert "\x1b" not in capsys.readouterr().out


def test_a_heading_is_strong_in_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    print_rows(["a"], [[1]], "table")
    assert "\033" not in capsys.readouterr().out
    monkeypatch.setattr(output, "in_terminal", lambda: True)
    print_rows(["a"], [[1]], "table")
    assert capsys.readouterr().out.splitlines()[1] == "\033[1ma\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    print_rows(["a"], [[1]], "table")
    assert "\033" not in capsys.readouterr().out


def test_a_terminal_of_80_columns_gets_no_longer_line(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(output, "in_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    print_rows(["one", "two"], [["x" * 70, "y" * 70]], "table")
    assert max(map(len, capsys.readouterr().out.splitlines())) == 80
