"""Csv files as samples: their beginning, so that any size will do."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from meshwright.errors import MeshError
from meshwright.language.quoting import quoted

from .guessing import guess, null_word
from .naming import column_names
from .sampled import BYTES, COLUMNS, ROWS, Field, Sample

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def read_csv(path: Path) -> Sample:
    """The columns of a csv file, by what its first rows show.

    Raises:
        MeshError: it is none that a landing can read, with the line.
    """
    text, whole = _beginning(path)
    header, rows, complete = _records(path, text, whole)
    names = column_names(header)
    columns = [[row[i] or None for row in rows] for i in range(len(header))]
    null = null_word(columns)
    if null is not None:
        columns = [[None if v == null else v for v in values] for values in columns]
    fields = (Field(h, n, guess(n, v), v) for h, n, v in zip(header, names, columns, strict=True))
    return Sample(path, "csv", tuple(fields), len(rows), whole=whole and complete, null=null)


def _beginning(path: Path) -> tuple[str, bool]:
    """The text of the first bytes, and whether they are all."""
    with path.open("rb") as file:
        content = file.read(BYTES + 1)
    whole = len(content) <= BYTES
    if b"\0" in content:
        raise MeshError(f"{path} holds null bytes, so it is no csv file; save it as csv in UTF-8")
    try:
        return content.decode("utf-8-sig"), whole
    except UnicodeDecodeError as error:
        if whole or error.start < BYTES - 4:
            line = content[: error.start].count(b"\n") + 1
            byte = f"0x{content[error.start]:02x}"
            raise MeshError(f"{path}, line {line}: byte {byte} is not UTF-8; save the file as UTF-8") from None
        return content[: error.start].decode("utf-8-sig"), False  # a character that was cut in two


def _records(path: Path, text: str, whole: bool) -> tuple[list[str], list[list[str]], bool]:
    """The header, the first rows, and whether these are all of the text."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    rows: list[list[str]] = []
    wrong: MeshError | None = None
    try:
        for record in filter(None, reader):
            if wrong is not None:
                raise wrong
            if header is None:
                header = _header(path, record)
            elif len(rows) == ROWS:
                return header, rows, False
            elif len(record) == len(header):
                rows.append(record)
            else:
                found, line = f"{len(record)} values where the header names {len(header)} columns", reader.line_num
                wrong = MeshError(f"{path}, line {line}: {found}; mend the line")
    except csv.Error as problem:
        wrong = MeshError(f"{path}, line {reader.line_num}: {problem}; mend the line")
    if header is None:
        raise wrong or MeshError(f"{path} is empty; it needs a header line and at least one row")
    if wrong is not None and (whole or not rows):
        raise wrong
    if not rows:
        raise MeshError(f"{path} has a header and no row; add at least one, so that types can be seen")
    return header, rows if whole or len(rows) == 1 else rows[:-1], True  # the last one may be cut


def _header(path: Path, record: Sequence[str]) -> list[str]:
    header = [name.strip() for name in record]
    if len(header) > COLUMNS:
        raise MeshError(
            f"{path} has {len(header):,} columns, and a table at most {COLUMNS:,}; leave some out, or split the file"
        )
    if len(header) == 1:
        for mark, plural in _SEPARATORS.items():
            if mark in header[0]:
                raise MeshError(
                    f"{path}, line 1: {quoted(header[0])} is separated by {plural}; save the file with commas"
                )
    return header
