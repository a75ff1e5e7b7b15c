"""Names inside one SELECT: what a column means."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from .functions.nested import field_of
from .lineage import NONE, Edges
from .problems import Problem, Unresolved, did_you_mean, listed
from .types import Type
from .values import Value, quoted_duckdb, quoted_spark

if TYPE_CHECKING:
    from .compiler import Compiler

UNKNOWN = Type("unknown")
"""Of a column whose expression has a problem that is reported already."""


@dataclass
class Rows:
    """A compiled query."""

    spark: str
    duckdb: str
    columns: dict[str, Value]
    """Type, edges and literal of each; the texts are those inside the query."""
    decided: Edges = NONE
    """What decides which rows there are."""
    key: frozenset[str] | None = None
    """Columns that identify a row, where that is known."""
    name: str = ""
    """Of a CTE: what it is called in the compiled text. It holds a space, so that it hides no view."""


@dataclass
class Relation:
    """Something in FROM, under its alias."""

    name: str
    columns: dict[str, Value]
    key: frozenset[str] | None = None
    """Columns that identify a row, where that is known."""
    use: Callable[[str], None] = lambda column: None
    visible: bool = True
    """False after a semi or anti join."""

    @classmethod
    def of(cls, name: str, rows: dict[str, Value], key: frozenset[str] | None) -> "Relation":
        """A relation whose columns are read as ``name.column``."""
        return cls(name, {c: named(name, c, v.type, v.edges) for c, v in rows.items()}, key)

    def column(self, name: str) -> Value:
        """One of its columns, from now on used.

        Raises:
            Unresolved: what it is made of has a problem.
        """
        self.use(name)
        value = self.columns[name]
        if value.type == UNKNOWN:
            raise Unresolved
        return value


def named(relation: str, column: str, type: Type, edges: Edges) -> Value:
    """A column of a relation."""
    return Value(
        f"{quoted_spark(relation)}.{quoted_spark(column)}",
        f"{quoted_duckdb(relation)}.{quoted_duckdb(column)}",
        type,
        edges,
        loose=frozenset((f"{relation}.{column}",)),
    )


@dataclass
class Block:
    """One SELECT while it is compiled."""

    compiler: "Compiler"
    ctes: dict[str, Rows | None]
    """None: a CTE with a problem."""
    outer: "Block | None" = None
    """The SELECT around a subquery of EXISTS or IN."""
    around: "Block | None" = None
    """The SELECT around a subquery that stands for a value, and may not look there."""
    relations: list[Relation] = field(default_factory=list)
    merged: dict[str, Value] = field(default_factory=dict)
    """Columns that USING made one."""
    aliases: dict[str, exp.Expr] = field(default_factory=dict)
    """The names of the SELECT list."""
    items: dict[str, Value] = field(default_factory=dict)
    """The SELECT list, compiled."""
    groups: dict[str, str] = field(default_factory=dict)
    """The expressions grouped by: as Spark reads them, as DuckDB does."""
    windows: dict[str, exp.Window] = field(default_factory=dict)

    def relation(self, name: str) -> Relation | None:
        """The visible relation of that alias."""
        return next((r for r in self.relations if r.visible and r.name == name), None)

    def resolve(self, node: exp.Column, clause: str) -> Value:
        """What a column means here.

        Raises:
            Problem: nothing, or several things.
            Unresolved: something that has a problem of its own.
        """
        parts = [p.name.lower() for p in node.parts]
        found = self._find(parts, node)
        if found is None and self.outer is not None:
            found = self.outer._find(parts, node)
            if found is not None:
                if clause != "where":
                    raise Problem(
                        node,
                        "column",
                        f"{'.'.join(parts)} of the outer query is used outside WHERE",
                        "compare it in WHERE, or write a join",
                    )
                return replace(found, loose=frozenset())
        if found is None:
            raise self._missing(node, parts)
        return found

    def every(self) -> list[tuple[str, Value, Relation | None]]:
        """What ``*`` stands for."""
        listed: list[tuple[str, Value, Relation | None]] = [(n, v, None) for n, v in self.merged.items()]
        for relation in self.relations:
            if relation.visible:
                listed += [(n, v, relation) for n, v in relation.columns.items() if n not in self.merged]
        return listed

    def _find(self, parts: list[str], node: exp.Column) -> Value | None:
        relation = self.relation(parts[0]) if len(parts) > 1 else None
        if relation is not None and parts[1] in relation.columns:
            return _fields(relation.column(parts[1]), parts[2:], node)
        if parts[0] in self.merged:
            for one in self.relations:
                if parts[0] in one.columns:
                    one.use(parts[0])
            return _fields(self.merged[parts[0]], parts[1:], node)
        owners = [r for r in self.relations if r.visible and parts[0] in r.columns]
        if len(owners) > 1:
            raise Problem(
                node,
                "column",
                f"{parts[0]} is a column of {listed(r.name for r in owners)}",
                f"write {owners[0].name}.{parts[0]} or {owners[1].name}.{parts[0]}",
            )
        return _fields(owners[0].column(parts[0]), parts[1:], node) if owners else None

    def _missing(self, node: exp.Column, parts: list[str]) -> Problem:
        written = ".".join(parts)
        if self.around is not None and self.around._find(parts, node) is not None:
            return Problem(
                node, "column", f"{written} is of the outer query, and this subquery stands for a value", "write a join"
            )
        relation = self.relation(parts[0]) if len(parts) > 1 else None
        if relation is not None:
            return Problem(
                node,
                "column",
                f"{parts[0]} has no column {parts[1]!r}",
                did_you_mean(parts[1], relation.columns, f"it has {listed(relation.columns)}"),
            )
        if len(parts) > 1:
            known = [r.name for r in self.relations if r.visible]
            return Problem(
                node,
                "column",
                f"nothing is called {parts[0]!r} here, in {written}",
                did_you_mean(parts[0], known, f"FROM has {listed(known) or 'nothing'}"),
            )
        if written in self.aliases:
            return Problem(
                node,
                "column",
                f"{written} is a name that the same SELECT gives",
                "repeat its expression, or name it in a WITH first",
            )
        columns = list(dict.fromkeys(n for n, _, _ in self.every()))
        return Problem(
            node,
            "column",
            f"there is no column {written!r} here",
            did_you_mean(written, columns, f"there are {listed(columns) or 'none'}"),
        )


def _fields(value: Value, names: list[str], node: exp.Expr) -> Value:
    for name in names:
        value = field_of(value, name, node)
    return value
