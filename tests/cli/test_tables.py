"""A table fits where it is shown: whole, with cut cells, or a value a line; it is never broken into single letters."""

import pytest

from meshwright.cli.tables import SHORTEST, cells, fits, table

COLUMNS = ("name", "rows")
ROWS = [("visits", "5"), ("traffic", "1,200")]
RIGHT = (False, True)


def test_columns_are_aligned_without_trailing_spaces() -> None:
    assert table(COLUMNS, ROWS, RIGHT, None) == [
        "name      rows",
        "───────  ─────",
        "visits       5",
        "traffic  1,200",
    ]
    assert table(COLUMNS, ROWS, (False, False), None)[2] == "visits   5"


def test_without_rows_there_is_a_heading() -> None:
    assert table(COLUMNS, [], RIGHT, 80) == ["name  rows", "────  ────"]


def test_a_pipe_gets_whole_cells() -> None:
    assert table(("a",), [("x" * 500,)], (False,), None)[2] == "x" * 500


def test_long_cells_are_cut_no_more_than_needed() -> None:
    lines = table(("name", "purpose"), [("a", "word " * 10)], (False, False), 40)
    assert lines[2] == f"a     {('word ' * 10)[:33]}…"
    assert max(map(len, lines)) == 40


def test_the_longest_cells_are_cut_first() -> None:
    lines = table(("name", "purpose"), [("n" * 20, "p" * 60)], (False, False), 60)
    assert lines[2].startswith("n" * 20)
    assert lines[2].endswith("p…")


def test_where_cut_cells_do_not_fit_each_value_has_a_line() -> None:
    row = tuple(str(n) * 30 for n in range(5))
    lines = table(tuple("abcde"), [row, row], (False,) * 5, SHORTEST * 4)
    block = [f"{name}  {value}" for name, value in zip("abcde", row, strict=True)]
    assert lines == [*block, "", *block]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 100, 140])
def test_no_aligned_table_is_wider_than_the_terminal(width: int) -> None:
    rows = [("operations", "departures 1.0.0", "ops-data@example.org", "analytics, fleet and 18 more", "100%")]
    lines = table(("domain", "product", "owner", "readers", "quality"), rows, (False,) * 5, width)
    assert len(lines) == 5 or max(map(cells, lines)) <= width


def test_what_takes_two_columns_counts_as_two() -> None:
    assert (cells("abc"), cells("é"), cells("e\u0301"), cells("日本"), cells("─…")) == (3, 1, 1, 4, 2)
    lines = table(("a", "b"), [("日本", "x"), ("abcd", "y")], (False, False), None)
    assert lines[2:] == ["日本  x", "abcd  y"]


def test_wide_letters_are_cut_within_the_width() -> None:
    lines = table(("a",), [("日" * 30,)], (False,), 21)
    assert lines[2] == "日" * 10 + "…"


def test_a_table_fits_or_does_not() -> None:
    assert fits(COLUMNS, ROWS, 14)
    assert not fits(COLUMNS, ROWS, 13)
    assert fits(COLUMNS, ROWS, None)
