"""Tables as lines of text: aligned where they fit, shortened where that is enough, else one value a line."""

import unicodedata
from collections.abc import Sequence

GAP = "  "
SHORTEST = 16
"""A cell is cut to no less than this: less says nothing any more."""


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None) -> list[str]:
    """A heading, a rule and a line for each row; None for ``width`` lets lines be as long as they are.

    ``right`` tells which columns are aligned to the right. Where not even cut cells fit, each row is a block of lines,
    one for each column.
    """
    natural = [max(map(cells, (column, *(row[i] for row in rows)))) for i, column in enumerate(columns)]
    widths = _fitted(natural, [cells(column) for column in columns], width)
    if widths is None:
        return _blocks(columns, rows)
    rule = GAP.join("─" * w for w in widths)
    return [_line(columns, widths, right), rule, *(_line(row, widths, right) for row in rows)]


def fits(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> bool:
    """Whether a table needs no more than ``width``, with every cell whole."""
    natural = [max(map(cells, (column, *(row[i] for row in rows)))) for i, column in enumerate(columns)]
    return width is None or _total(natural) <= width


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in text)


def _fitted(natural: list[int], least: list[int], width: int | None) -> list[int] | None:
    """The widest columns that fit; None where there are none."""
    if width is None or _total(natural) <= width:
        return natural
    for longest in range(max(natural), SHORTEST - 1, -1):
        widths = [min(w, max(longest, heading)) for w, heading in zip(natural, least, strict=True)]
        if _total(widths) <= width:
            return widths
    return None


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for text, width, to_the_right in zip(row, widths, right, strict=True):
        shown = _cut(text, width)
        filling = " " * (width - cells(shown))
        parts.append(f"{filling}{shown}" if to_the_right else f"{shown}{filling}")
    return GAP.join(parts).rstrip()


def _cut(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    kept = text
    while cells(kept) > width - 1:
        kept = kept[:-1] if not kept.isascii() else kept[: width - 1]
    return f"{kept}…"


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    names = max(map(cells, columns))
    lines: list[str] = []
    for number, row in enumerate(rows):
        lines += [""] if number else []
        lines += [f"{c}{' ' * (names - cells(c))}{GAP}{text}" for c, text in zip(columns, row, strict=True)]
    return lines
