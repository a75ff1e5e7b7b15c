"""A compiled expression: the same value in both engines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .lineage import NONE, Edges, transformed
from .types import Type

LONGEST = 200_000
"""Characters of SQL that one expression may become."""


DEEPEST = 100
"""Expressions inside each other: Spark's parser runs out of stack at some hundreds."""


class TooLong(Exception):
    """An expression that grew beyond ``LONGEST`` or ``DEEPEST``."""


@dataclass(frozen=True, slots=True)
class Value:
    """An expression in both dialects, its type and where it comes from."""

    spark: str
    duckdb: str
    type: Type
    edges: Edges = NONE
    literal: Any = None
    """Of a constant: its Python value."""
    loose: frozenset[str] = frozenset()
    """Columns it takes from single rows: none may be left beside an aggregate unless it is grouped by."""
    aggregated: bool = False
    windowed: bool = False
    depth: int = 0
    """How many expressions stand inside each other."""

    def __post_init__(self) -> None:
        if len(self.spark) > LONGEST or len(self.duckdb) > LONGEST or self.depth > DEEPEST:
            raise TooLong

    def typed(self, type: Type) -> "Value":
        """The same text, known to be of another type."""
        return replace(self, type=type)


def derive(
    sources: Iterable[Value], spark: str, duckdb: str, type: Type, *, edges: Edges | None = None, literal: Any = None
) -> Value:
    """A value computed from others. ``edges`` where they are not simply those of all sources, transformed."""
    values = tuple(sources)
    if edges is None:
        edges = transformed(e for v in values for e in v.edges)
    return Value(
        spark,
        duckdb,
        type,
        edges,
        literal,
        frozenset(c for v in values for c in v.loose),
        any(v.aggregated for v in values),
        any(v.windowed for v in values),
        max((v.depth for v in values), default=0) + 1,
    )


def quoted_spark(name: str) -> str:
    """An identifier as Spark quotes it."""
    return "`" + name.replace("`", "``") + "`"


def quoted_duckdb(name: str) -> str:
    """An identifier as DuckDB quotes it."""
    return '"' + name.replace('"', '""') + '"'


def text_spark(text: str) -> str:
    """A text literal of Spark, where a backslash escapes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def text_duckdb(text: str) -> str:
    """A text literal of DuckDB, where only the quote is doubled."""
    return "'" + text.replace("'", "''") + "'"
