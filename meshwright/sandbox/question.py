"""A consumer's SQL: read in Spark's dialect, limited to one SELECT over named tables, and put into DuckDB's words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from .errors import SandboxError

DIALECT = "spark"
LARGEST = 64 * 1024
"""Bytes of one query."""
FUNCTIONS = frozenset({"mask_last", "generalise"})
"""The platform's own functions that a consumer may call."""
TableKey = tuple[str, str]
"""(database, table)."""
Schemas = Mapping[TableKey, Mapping[str, str]]
"""By table, the type of each column in Spark's words."""
_BEGINNINGS = ("SELECT", "WITH", "FROM", "(")
_REFUSED: dict[type[exp.Expr], str] = {
    exp.Into: "SELECT INTO writes",
    exp.Lock: "a query locks nothing",
    exp.TableSample: "a sample is another one each time",
    exp.Parameter: "there are no variables",
    exp.SessionParameter: "there are no variables",
    exp.Placeholder: "there are no parameters",
    exp.QueryTransform: "TRANSFORM runs programs",
}


class Mistake(SandboxError):
    """The SQL is not a query that can be answered."""


@dataclass(frozen=True)
class Answerable:
    """A query whose every column is known."""

    sql: str
    """For DuckDB, over views called ``<database>__<table>``."""
    reads: Mapping[TableKey, tuple[str, ...]]
    """The columns that are used of each table; none where only rows are counted."""


class Question:
    """One SELECT.

    Raises:
        Mistake: it isn't one, or it reads something else than tables.
    """

    def __init__(self, sql: str) -> None:
        self._query = _parsed(sql)
        self.tables = tuple(dict.fromkeys(_key(t) for t in _sources(self._query)))
        self.names = frozenset(c.name.lower() for c in self._query.find_all(exp.Column) if c.name)
        """Every column name that is written out."""

    def over(self, schemas: Schemas) -> Answerable:
        """The question over tables with these columns; a star stands for exactly these.

        Raises:
            Mistake: a column is unknown or ambiguous.
        """
        schema: dict[str, Any] = {}
        for (database, table), columns in schemas.items():
            schema.setdefault(database, {})[table] = columns
        try:
            query = qualify(self._query.copy(), schema=schema, dialect=DIALECT)
            query = annotate_types(query, schema=schema, dialect=DIALECT)
        except SqlglotError as problem:
            raise Mistake(_sentence(problem)) from None
        reads = _reads(query)
        for source in list(_sources(query)):
            source.set("alias", exp.TableAlias(this=exp.to_identifier(source.alias_or_name, quoted=True)))
            source.set("this", exp.to_identifier(view(*_key(source)), quoted=True))
            source.set("db", None)
        return Answerable(query.sql(dialect="duckdb", identify=True), reads)


def view(database: str, table: str) -> str:
    """What a table is called inside the engine."""
    return f"{database}__{table}"


def _parsed(sql: str) -> exp.Query:
    if len(sql.encode()) > LARGEST:
        raise Mistake(f"the query has more than {LARGEST:,} bytes; ask a smaller question")
    try:
        tokens = sqlglot.tokenize(sql, read=DIALECT)
        if tokens and tokens[0].text.upper() not in _BEGINNINGS:
            raise Mistake(f"{tokens[0].text.upper()[:20]} is not a SELECT; the sandbox answers questions, nothing else")
        statements = [s for s in sqlglot.parse(sql, read=DIALECT) if s is not None]
    except SqlglotError as problem:
        raise Mistake(_sentence(problem)) from None
    except RecursionError:
        raise Mistake("the query is nested too deeply; give inner parts names with WITH") from None
    if len(statements) != 1:
        raise Mistake(f"there are {len(statements)} statements; write one SELECT")
    query = statements[0].unnest() if isinstance(statements[0], exp.Subquery) else statements[0]
    if not isinstance(query, exp.Select | exp.SetOperation):
        raise Mistake("this is not a SELECT; the sandbox answers questions, nothing else")
    _check(query)
    _name_outputs(query)
    return query


def _check(query: exp.Expr) -> None:
    for node in query.walk():
        if (why := _REFUSED.get(type(node))) is not None:
            raise Mistake(f"{node.sql(DIALECT)[:40]} can't be used: {why}")
        if isinstance(node, exp.Table) and not isinstance(node.this, exp.Identifier):
            raise Mistake(f"{node.sql(DIALECT)[:40]} can't be read; name a table <domain>_<product>_v<major>.<table>")
        if isinstance(node, exp.Anonymous) and node.name.lower() not in FUNCTIONS:
            raise Mistake(f"{node.name}() is not a function that the sandbox knows")
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise Mistake("a recursive WITH can't be answered; write it without RECURSIVE")


def _name_outputs(query: exp.Query) -> None:
    """Call what is computed without a name as it was written."""
    if not isinstance(query, exp.Select):
        return  # the names come from the first SELECT of several; they stay as they are
    query.set(
        "expressions", [e if _has_name(e) else exp.alias_(e, _written(e), quoted=True) for e in query.expressions]
    )


def _has_name(expression: exp.Expr) -> bool:
    return bool(expression.alias) or isinstance(expression, exp.Column | exp.Star | exp.Dot)


def _written(expression: exp.Expr) -> str:
    return expression.sql(DIALECT, normalize_functions="lower")


def _sources(query: exp.Expr) -> Iterator[exp.Table]:
    """Every reference to a table, without those to names that WITH gave."""
    seen = set()
    for scope in traverse_scope(query):
        for source in scope.tables:
            seen.add(id(source))
            if source.db:
                yield source
            elif source.name not in scope.cte_sources:
                raise Mistake(f'nothing is called "{source.name}"; name a table <domain>_<product>_v<major>.<table>')
    for table in query.find_all(exp.Table):
        if id(table) not in seen:
            raise Mistake(f"{table.sql(DIALECT)} can't be read from there; put it into a FROM")


def _key(table: exp.Table) -> TableKey:
    if table.catalog:
        raise Mistake(f"{table.sql(DIALECT)} has more than two parts; write <domain>_<product>_v<major>.<table>")
    return table.db.lower(), table.name.lower()


def _reads(query: exp.Expr) -> dict[TableKey, tuple[str, ...]]:
    found: dict[TableKey, dict[str, None]] = {_key(t): {} for t in _sources(query)}
    for scope in traverse_scope(query):
        for column in scope.columns:
            source = scope.sources.get(column.table)
            if isinstance(source, exp.Table) and source.db:
                found[_key(source)][column.name] = None
    return {table: tuple(columns) for table, columns in found.items()}


def _sentence(problem: Exception) -> str:
    text = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    text = text.split(" <class")[0].removesuffix(".")
    return f"{text[:1].lower()}{text[1:]}"


def named(columns: Sequence[str], question: Question) -> list[str]:
    """Those of the columns that the query writes out, or all of them where none is: it had a star."""
    written = [c for c in columns if c in question.names]
    return written or list(columns)
