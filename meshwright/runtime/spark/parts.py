"""Files of one shape, read but not yet checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..landing_files import File

FILE = "_metadata.file_path AS file"
"""Where a row comes from; Spark escapes it as a URI."""


@dataclass(frozen=True)
class Address:
    """Where Spark finds objects."""

    root: str
    """``s3://<bucket>/``"""

    def of(self, files: Iterable[File]) -> list[str]:
        """What Spark is to read; it takes an address for a pattern."""
        return [self.root + re.sub(r"([\[\]{}*?\\])", r"\\\1", file.key) for file in files]

    def key(self, path: str) -> str:
        """The key of the object that Spark read; Spark writes local roots in ways of its own."""
        bucket = self.root.rstrip("/").rpartition("/")[2]
        return path.partition(f"/{bucket}/")[2]


@dataclass(frozen=True)
class Part:
    """Rows, and in SQL over them what is wrong with one and what it holds."""

    rows: Any
    """With the column ``file``."""
    problem: str
    """NULL for a row that is as declared."""
    columns: tuple[str, ...]
    """``<expression> AS <name>``, for a row that is as declared."""

    def problems(self) -> Any:
        """``file`` and ``problem`` of every row."""
        return self.rows.selectExpr("file", f"{self.problem} AS problem")

    def values(self) -> Any:
        """The declared columns of every row."""
        return self.rows.selectExpr(*self.columns)


def first_problem(cases: Iterable[tuple[str, str]]) -> str:
    """The message of the first condition that is met; both are SQL."""
    whens = " ".join(f"WHEN {condition} THEN {message}" for condition, message in cases)
    return f"CASE {whens} END" if whens else "CAST(NULL AS STRING)"
