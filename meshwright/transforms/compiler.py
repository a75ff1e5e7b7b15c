"""Compiles one transform: its queries, its subqueries, and the final SELECT that fits the contract."""

from sqlglot import exp

from meshwright.language import Column, Table

from .casts import coerced
from .expressions import Context
from .lineage import Edges, indirect, transformed
from .operators import alike
from .problems import Problem, Report, Unresolved, did_you_mean, listed
from .queries import compiled
from .relations import MARK, view_text
from .scope import UNKNOWN, Block, Rows
from .sources import Sources
from .types import BOOLEAN, INTEGER, LONG, TIMESTAMP, Type, declared
from .values import Value, derive, quoted_duckdb, quoted_spark, text_duckdb, text_spark

_LIMITS = {"integer": (-(2**31), 2**31 - 1)}


class Compiler:
    """What the parts of one transform share."""

    def __init__(self, sources: Sources, report: Report) -> None:
        self.sources, self.report = sources, report
        self.unresolved = False
        """Whether a part was left out because of a problem."""
        self._ctes = 0

    def cte_name(self, name: str) -> str:
        """What a CTE is called in the compiled text: nested ones of one name are told apart."""
        self._ctes += 1
        return f"{name} {self._ctes}"

    def query(
        self,
        node: exp.Expr,
        ctes: dict[str, Rows | None],
        outer: Block | None,
        named: bool = True,
        around: Block | None = None,
    ) -> Rows:
        """A query, compiled; see ``queries.compiled``."""
        return compiled(self, node, ctes, outer, named, around)

    def scalar(self, node: exp.Subquery, context: Context) -> Value:
        """A subquery as a value: one column; NULL where it has no row, an error where it has several."""
        if not isinstance(node.this, exp.Query):
            raise Problem(node, "function", "this can't stand in parentheses here", "write a SELECT with one column")
        rows = self.query(node.this, context.block.ctes, None, named=False, around=context.block)
        value = _only_column(node, rows)
        edges = transformed(value.edges) | indirect(rows.decided, "FILTER")
        return Value(f"({rows.spark})", f"({rows.duckdb})", value.type, edges)

    def exists(self, node: exp.Exists, context: Context) -> Value:
        """EXISTS, in WHERE; its query may compare with columns of the outer one."""
        self._check_where(node, context, "EXISTS")
        inner = node.this.unnest() if isinstance(node.this, exp.Subquery) else node.this
        rows = self.query(inner, context.block.ctes, context.block, named=False)
        edges = indirect(rows.decided, "FILTER")
        return Value(f"EXISTS ({rows.spark})", f"EXISTS ({rows.duckdb})", BOOLEAN, edges)

    def membership(self, node: exp.In, value: Value, context: Context) -> Value:
        """IN with a subquery, in WHERE."""
        self._check_where(node, context, "IN (SELECT …)")
        query = node.args["query"]
        rows = self.query(query, context.block.ctes, context.block, named=False)
        listed = _only_column(node, rows)
        one, _ = alike(node, [value, Value("", "", listed.type, listed.edges)], "IN")
        if one.type != listed.type:
            raise Problem(
                node, "type", f"IN compares {value.type} with {listed.type}", "cast the column of the subquery"
            )
        edges = transformed(one.edges | listed.edges) | indirect(rows.decided, "FILTER")
        return derive(
            [one], f"({one.spark} IN ({rows.spark}))", f"({one.duckdb} IN ({rows.duckdb}))", BOOLEAN, edges=edges
        )

    @staticmethod
    def _check_where(node: exp.Expr, context: Context, word: str) -> None:
        if context.clause != "where":
            raise Problem(node, "function", f"{word} stands outside WHERE", "write a LEFT JOIN and test for NULL")

    def published(self, query: exp.Query, table: Table) -> tuple[dict[str, str], dict[str, Value], Edges] | None:
        """The SQL of each engine, with exactly the table's columns; what each is, and what decides on the rows.

        None, with findings, where it can't be.
        """
        try:
            rows = self.query(query, {}, None)
        except Problem as problem:
            self.report.add(problem)
            return None
        except Unresolved:
            return None
        self._check_columns(query, rows, table)
        if self.report.findings:
            return None
        sql = {}
        for engine, text in (("spark", rows.spark), ("duckdb", rows.duckdb)):
            quote = quoted_spark if engine == "spark" else quoted_duckdb
            columns = (f"{self._final(c, rows.columns[c.name].type, engine)} AS {quote(c.name)}" for c in table.columns)
            sql[engine] = self._views(f"SELECT {', '.join(columns)} FROM ({text}) AS result", engine)
        return sql, rows.columns, rows.decided

    def _views(self, text: str, engine: str) -> str:
        for view, source in self.sources.found.items():
            text = text.replace(f"{MARK}{view}{MARK}", view_text(source)[engine == "duckdb"])
        return text

    def _check_columns(self, query: exp.Query, rows: Rows, table: Table) -> None:
        wanted = {c.name: c for c in table.columns}
        nodes = {e.alias_or_name.lower(): e for e in query.selects}
        extra = [n for n in rows.columns if n not in wanted]
        for name in extra:
            missing = [n for n in wanted if n not in rows.columns]
            fix = did_you_mean(name, missing, f"leave it out, or declare it in the table; it has {listed(wanted)}")
            self.report.add(
                Problem(nodes.get(name, query), "output", f"table {table.name} has no column {name!r}", fix)
            )
        for name, column in wanted.items():
            if name in rows.columns:
                self._check_type(nodes.get(name, query), rows.columns[name], column)
            elif not self.unresolved:
                near = did_you_mean(name, extra, f"select something AS {name}")
                self.report.add(
                    Problem(query, "output", f"column {name!r} of table {table.name} is not selected", near)
                )

    def _check_type(self, node: exp.Expr, value: Value, column: Column) -> None:
        wanted = declared(column.type)
        if value.type == UNKNOWN or assignable(value, wanted):
            return
        cure = f"write CAST(… AS {wanted.spark})" if not wanted.nested else "build exactly this"
        if wanted.whole and value.type.numeric:
            cure = f"say what happens to the fraction: CAST(round(…) AS {wanted.spark})"
        if value.type == TIMESTAMP and wanted.name == "text":
            cure = "write date_format(…, 'yyyy-MM-dd HH:mm:ss')"
        if value.type.name == "text" and column.type.kind == "timestamp":
            cure = "write CAST(… AS TIMESTAMP)"
        self.report.add(
            Problem(node, "type", f"column {column.name!r} is declared {wanted}, but this is {value.type}", cure)
        )

    def _final(self, column: Column, given: Type, engine: str) -> str:
        """A column of the result, its default where there is nothing."""
        cast = self._cast(column, given, engine)
        return cast if column.default is None else f"coalesce({cast}, {_default(column, engine)})"

    def _cast(self, column: Column, given: Type, engine: str) -> str:
        """A column cast to its contract's type. What doesn't fit fails the run, in both engines."""
        wanted = declared(column.type)
        name = quoted_spark(column.name) if engine == "spark" else quoted_duckdb(column.name)
        if engine == "duckdb":
            if not wanted.holds("timestamp"):
                return f"CAST({name} AS {wanted.duckdb})"
            return f"CAST({name} AS {wanted.duckdb.replace('TIMESTAMP', 'TIMESTAMPTZ')})"
        plain = f"CAST({name} AS {wanted.spark})"
        if (given, wanted) == (LONG, INTEGER):
            low, high = _LIMITS["integer"]
            stop = f"raise_error('column {column.name}: a value is too large for an integer')"
            return (
                f"CASE WHEN {name} IS NULL OR {name} BETWEEN {low} AND {high} THEN {plain} ELSE CAST({stop} AS INT) END"
            )
        return plain


def _default(column: Column, engine: str) -> str:
    """What an optional column holds where a row gives nothing, as its type."""
    wanted, written = declared(column.type), str(column.default).lower()
    if wanted.name == "text":
        written = str(column.default)
    if engine == "spark":
        return f"CAST({text_spark(written)} AS {wanted.spark})"
    return f"CAST({text_duckdb(written)} AS {wanted.duckdb.replace('TIMESTAMP', 'TIMESTAMPTZ')})"


def assignable(value: Value, wanted: Type) -> bool:
    """Whether a value fits a column without an explicit cast."""
    return (value.type, wanted) == (LONG, INTEGER) or coerced(Value("", "", value.type), wanted) is not None


def _only_column(node: exp.Expr, rows: Rows) -> Value:
    if len(rows.columns) != 1:
        raise Problem(node, "statement", f"the subquery has {len(rows.columns)} columns", "select one")
    value = next(iter(rows.columns.values()))
    if value.type == UNKNOWN:
        raise Unresolved
    return value
