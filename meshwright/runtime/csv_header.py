"""The first line of a csv file, which has to say what the landing declares."""

import csv
import io
from collections.abc import Iterator, Sequence

from .errors import RunError
from .plan import PlannedColumn


def records(body: bytes) -> Iterator[tuple[int, list[str]]]:
    """(line it begins on, values) of every record, the header first; empty lines are none."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(body), "utf-8-sig", errors="replace", newline=""))
    begins = 1
    try:
        for values in reader:
            if values:
                yield begins, values
            begins = reader.line_num + 1
    except csv.Error:  # such as a field of more than 128 KiB: what follows has no line numbers
        return


def header(body: bytes, columns: Sequence[PlannedColumn], where: str) -> list[str]:
    """The names in the header; ``body`` may end after it.

    Raises:
        RunError: there is none, or the columns are not named as declared.
    """
    found = next(records(body), (0, []))[1]
    if not found:
        raise RunError(f"{where}: the file is empty; it needs a header line")
    for column in columns:
        name = found[column.number - 1].strip() if column.number <= len(found) else None
        if name != column.name:
            says = "is missing" if name is None else f'is "{name}"'
            raise RunError(
                f'{where}, line 1: column {column.number} {says}, declared is "{column.name}"; '
                "correct the file, or the names and numbers of the landing's columns"
            )
    return found
