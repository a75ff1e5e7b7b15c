"""A consumer's SQL, read as a transform's is: one SELECT in Spark's dialect, and every function the same as there.

Two things are free here that a transform can't have, on the outermost SELECT: columns without a name, and ORDER BY and
LIMIT without each other.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlglot import exp

from meshwright.language import Column, ProductRef, Table
from meshwright.transforms.compiler import Compiler
from meshwright.transforms.parsing import parse
from meshwright.transforms.problems import Problem, Report, Unresolved
from meshwright.transforms.relations import MARK, view_text
from meshwright.transforms.scope import Rows
from meshwright.transforms.sources import LANDING, Source, Sources
from meshwright.transforms.types import TIMESTAMP
from meshwright.transforms.values import TooLong

from .errors import SandboxError

DIALECT = "spark"
EVERY_ROW = str(2**62)
"""A LIMIT that limits nothing: the compiler sorts only for one."""
_TABLE = "name tables as <domain>_<product>_v<major>.<table>"
TableKey = tuple[str, str]
"""(database, table)."""


class Mistake(SandboxError):
    """The SQL is not a question that can be answered."""


@dataclass(frozen=True)
class Visible:
    """A table as far as it may be seen."""

    ref: ProductRef
    table: Table
    columns: frozenset[str]


@dataclass(frozen=True)
class Answerable:
    """A question whose every name is known."""

    sql: str
    """For DuckDB, over views called ``<database>__<table>``."""
    reads: Mapping[TableKey, tuple[str, ...]]
    """The columns that are used of each table, in its order; none where only rows are counted."""
    instants: frozenset[str]
    """The columns of the answer that are times: in UTC, without saying so."""


class Question:
    """One SELECT.

    Raises:
        Mistake: it isn't one, or it reads something else than tables.
    """

    def __init__(self, sql: str) -> None:
        self._text = sql
        if MARK in sql:
            raise Mistake("the query holds a NUL character; remove it")
        report = Report("", sql)
        with _quiet():
            query = parse(sql, report)
        if query is None or report.findings:
            raise _mistake(report)
        if isinstance(query, exp.Select) and not query.expressions:
            raise Mistake("the SELECT asks for no column; name some, or write *")
        if any(call.name.lower() == "pseudonymise" for call in query.find_all(exp.Anonymous)):
            raise Mistake("pseudonymise needs a domain's key, which no question has; ask for the pseudonyms themselves")
        self._query = query
        self.tables = tuple(dict.fromkeys(_tables(query)))
        self._names = frozenset(c.name.lower() for c in query.find_all(exp.Column) if c.name)

    def over(self, visible: Mapping[TableKey, Visible]) -> Answerable:
        """The question over tables of which this is visible; a star stands for exactly the visible columns.

        Raises:
            Mistake: something is unknown, ambiguous, or can't be said here.
        """
        report, sources = Report("", self._text), _Sources(visible)
        query, limit = _outermost(self._query.copy())
        rows = _compiled(query, sources, report)
        if rows is None or report.findings:
            raise _mistake(report)
        text = rows.duckdb
        for view, source in sources.found.items():
            text = text.replace(f"{MARK}{view}{MARK}", view_text(source)[1])
        reads = {
            (s.database, s.name): tuple(c for c in s.columns if c in s.used) for s in sources.found.values()
        }  # fmt: skip
        instants = frozenset(name for name, value in rows.columns.items() if value.type == TIMESTAMP)
        return Answerable(f"{text}{limit}", reads, instants)

    def named(self, columns: Sequence[str]) -> list[str]:
        """Those of the columns that the question writes out; all of them where a star brought them in."""
        return [c for c in columns if c in self._names] or list(columns)


def view(database: str, table: str) -> str:
    """What a table is called inside the engine."""
    return f"{database}__{table}"


class _Sources(Sources):
    """What FROM may name: tables that were found to be visible, in place of what a transform may read."""

    def __init__(self, visible: Mapping[TableKey, Visible]) -> None:
        self._visible = visible
        self.found: dict[str, Source] = {}

    def resolve(self, node: exp.Table) -> Source:
        """The visible part of a table."""
        seen = self._visible[_key(node)]
        name = view(*_key(node))
        if name not in self.found:
            columns: dict[str, Column] = {c.name: c for c in seen.table.columns if c.name in seen.columns}
            self.found[name] = Source(name, seen.ref.database, seen.table.name, columns, seen.ref, seen.table)
        return self.found[name]


def _tables(query: exp.Expr) -> Iterator[TableKey]:
    """Every table that is named with its database; other names are the compiler's to judge."""
    for table in query.find_all(exp.Table):
        if table.db and isinstance(table.this, exp.Identifier):
            yield _key(table)


def _key(table: exp.Table) -> TableKey:
    if table.catalog:
        raise Mistake(f"{table.sql(DIALECT)[:80]} has more than two parts; {_TABLE}")
    if table.db.lower() == LANDING:
        raise Mistake(f"landing.{table.name[:80]} is raw and only its own domain's pipelines read it; {_TABLE}")
    return table.db.lower(), table.name.lower()


def _outermost(query: exp.Query) -> tuple[exp.Query, str]:
    """The query as the compiler takes it, and what is to follow its text."""
    if isinstance(query, exp.Select):
        query.set("expressions", [_named(e) for e in query.expressions])
    order, limit, offset = (query.args.get(part) for part in ("order", "limit", "offset"))
    if order is not None:
        if limit is None and offset is None:
            query.set("limit", exp.Limit(expression=exp.Literal.number(EVERY_ROW)))
        return query, ""
    query.set("limit", None)
    query.set("offset", None)
    return query, "".join(
        f" {word} {_count(part)}" for word, part in (("LIMIT", limit), ("OFFSET", offset)) if part is not None
    )


def _named(expression: exp.Expr) -> exp.Expr:
    """An expression without a name is called what was written."""
    if expression.alias or isinstance(expression, exp.Column | exp.Star | exp.Dot):
        return expression
    return exp.alias_(expression, expression.sql(DIALECT, normalize_functions="lower").lower(), quoted=True)


def _count(part: exp.Expr) -> str:
    number = part.expression
    if not isinstance(number, exp.Literal) or not number.name.isdigit():
        raise Mistake("a LIMIT or an OFFSET takes a number; write it out")
    return str(number.name)


def _compiled(query: exp.Query, sources: _Sources, report: Report) -> Rows | None:
    try:
        return Compiler(sources, report).query(query, {}, None)
    except Problem as problem:
        report.add(problem)
    except Unresolved:
        pass
    except (RecursionError, TooLong):
        report.at(0, "syntax", "the query is nested too deeply", "give the inner parts names with WITH")
    return None


def _mistake(report: Report) -> Mistake:
    """The first thing that is wrong, with its place, in words for who asks."""
    if not report.findings:
        return Mistake("the query can't be read; write one SELECT")
    first = report.findings[0]
    message = first.message.replace("the transform", "the query").replace(" in a transform", " here")
    fix = _TABLE if "landing" in first.fix else "write one SELECT" if first.id.endswith("statement") else first.fix
    return Mistake(f"line {first.place.line}, column {first.place.column}: {message}; {fix}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the parser's own remarks off the terminal: what is wrong is said once, by us."""
    logger = logging.getLogger("sqlglot")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
