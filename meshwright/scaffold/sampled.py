"""A sample of raw data, as far as it was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from meshwright.language.columns import ColumnType

ROWS = 20_000
"""Rows that are looked at."""
KEPT = 1_000
"""Rows that a copy of a sample keeps."""
BYTES = 16 * 1024 * 1024
"""Of a csv file that are looked at."""
COLUMNS = 1_598
"""Columns that a table may have, as the rule on quotas counts them."""


@dataclass(frozen=True)
class Field:
    """One column of a sample."""

    header: str
    """As the file names it."""
    name: str
    """As a definition may."""
    type: ColumnType
    values: Sequence[Any]
    """Of every row: texts of a csv file, else what Arrow gives; None where there is none."""

    @property
    def complete(self) -> bool:
        """Whether every row has a value."""
        return None not in self.values

    @property
    def renamed(self) -> bool:
        """Whether the file calls it otherwise."""
        return self.header != self.name


@dataclass(frozen=True)
class Sample:
    """What a file shows of its columns."""

    path: Path
    format: Literal["csv", "parquet"]
    fields: tuple[Field, ...]
    rows: int
    """That were looked at."""
    whole: bool
    """Whether these are all."""
    null: str | None = None
    """How it writes "no value" beside the empty text."""
    left_out: tuple[str, ...] = ()
    """Columns that no definition can hold, each with the reason."""
