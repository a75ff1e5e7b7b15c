"""FROM and JOIN: what a SELECT reads, and how rows come together."""

from typing import TYPE_CHECKING

from sqlglot import exp

from .casts import coerced
from .expressions import Context, expression
from .lineage import Edges, indirect
from .operators import alike, condition
from .problems import Problem, Unresolved
from .scope import Block, Relation, Rows
from .sources import Source, unqualified
from .types import NULL, TIMESTAMP, Type, common
from .values import Value, derive, quoted_duckdb, quoted_spark

if TYPE_CHECKING:
    from .compiler import Compiler

MARK = "\x00"
"""Around a view's name until it is known which of its columns are used."""
_KINDS = {
    ("", ""): "INNER JOIN",
    ("", "INNER"): "INNER JOIN",
    ("LEFT", ""): "LEFT JOIN",
    ("LEFT", "OUTER"): "LEFT JOIN",
    ("RIGHT", ""): "RIGHT JOIN",
    ("RIGHT", "OUTER"): "RIGHT JOIN",
    ("FULL", ""): "FULL JOIN",
    ("FULL", "OUTER"): "FULL JOIN",
    ("", "CROSS"): "CROSS JOIN",
    ("LEFT", "SEMI"): "SEMI JOIN",
    ("", "SEMI"): "SEMI JOIN",
    ("LEFT", "ANTI"): "ANTI JOIN",
    ("", "ANTI"): "ANTI JOIN",
}
_SPARK_KINDS = {"SEMI JOIN": "LEFT SEMI JOIN", "ANTI JOIN": "LEFT ANTI JOIN"}


class From:
    """Builds the FROM clause of one SELECT."""

    def __init__(self, compiler: "Compiler", block: Block) -> None:
        self._compiler, self._block = compiler, block
        self.spark = self.duckdb = ""
        self.decided: Edges = frozenset()

    def read(self, select: exp.Select) -> None:
        """Read FROM and every JOIN.

        Raises:
            Problem: something can't be read; what was understood is in the block.
        """
        source = select.args.get("from_")
        if source is None:
            return
        spark, duckdb = self._item(source.this)
        self.spark, self.duckdb = f" FROM {spark}", f" FROM {duckdb}"
        for join in select.args.get("joins") or []:
            self._join(join)

    def _item(self, node: exp.Expr) -> tuple[str, str]:
        if isinstance(node, exp.Table):
            return self._table(node)
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
            rows = self._compiler.query(node.this, self._block.ctes, None)
            return self._derived(node, rows, f"({rows.spark})", f"({rows.duckdb})", rows.key)
        if isinstance(node, exp.Values):
            return self._values(node)
        raise Problem(
            node,
            "source",
            f"{node.sql('spark')[:40]!r} can't be read from",
            "read landings, tables, queries named by WITH, and subqueries",
        )

    def _table(self, node: exp.Table) -> tuple[str, str]:
        if not isinstance(node.this, exp.Identifier):
            raise Problem(
                node,
                "source",
                f"{node.sql('spark')[:40]!r} is a function that gives rows",
                "read landings and tables; write constants as VALUES (…) AS t(a, b)",
            )
        if not node.db:
            return self._cte(node)
        source = self._compiler.sources.resolve(node)
        columns = {c: Value("", "", source.type(c), frozenset((source.edge(c),))) for c in source.columns}
        text = f"{MARK}{source.view}{MARK}"
        key = frozenset(c.name for c in source.columns.values() if c.key) or None
        rows = Rows("", "", columns, key=key)
        return self._derived(node, rows, text, text, key, source)

    def _cte(self, node: exp.Table) -> tuple[str, str]:
        name = node.name.lower()
        if name not in self._block.ctes:
            raise unqualified(node)
        rows = self._block.ctes[name]
        if rows is None:
            raise Unresolved
        return self._derived(node, rows, quoted_spark(rows.name), quoted_duckdb(rows.name), rows.key)

    def _derived(
        self,
        node: exp.Expr,
        rows: Rows,
        spark: str,
        duckdb: str,
        key: frozenset[str] | None,
        source: Source | None = None,
    ) -> tuple[str, str]:
        alias = node.args.get("alias")
        name = (
            node.alias or (node.name if isinstance(node, exp.Table) else "")
        ).lower() or f"_{len(self._block.relations)}"
        if any(r.name == name for r in self._block.relations):
            raise Problem(node, "source", f"two things in FROM are called {name!r}", "give each an alias of its own")
        if alias is not None and alias.args.get("columns") and not isinstance(node, exp.Values):
            raise Problem(node, "source", "an alias with column names is not available here", "name them in the SELECT")
        relation = Relation.of(name, rows.columns, key)
        if source is not None:
            relation.use = source.used.add
        self._block.relations.append(relation)
        self.decided |= rows.decided
        return f"{spark} AS {quoted_spark(name)}", f"{duckdb} AS {quoted_duckdb(name)}"

    def _values(self, node: exp.Values) -> tuple[str, str]:
        alias = node.args.get("alias")
        names = [c.name.lower() for c in alias.args.get("columns") or []] if alias else []
        rows = [list(r.expressions) if isinstance(r, exp.Tuple) else [r] for r in node.expressions]
        if not names or any(len(r) != len(names) for r in rows) or len(set(names)) < len(names):
            raise Problem(
                node, "source", "VALUES has no names, or not one for each value", "write VALUES (…) AS t(a, b)"
            )
        context = Context(Block(self._compiler, {}), "values")
        compiled = [[expression(cell, context) for cell in row] for row in rows]
        columns, texts = {}, ([], [])  # type: ignore[var-annotated]
        for i, name in enumerate(names):
            type: Type | None = NULL
            for row in compiled:
                type = type and common(type, row[i].type)
            if type is None or type == NULL:
                raise Problem(node, "type", f"the values of {name} have no type in common", "cast them to one type")
            columns[name] = Value("", "", type)
            for row in compiled:
                row[i] = coerced(row[i], type) or row[i]
        for row in compiled:
            for engine, text in enumerate(texts):
                cells = (
                    f"{(v.spark, v.duckdb)[engine]} AS {(quoted_spark, quoted_duckdb)[engine](n)}"
                    for v, n in zip(row, names, strict=True)
                )
                text.append(f"SELECT {', '.join(cells)}")
        spark, duckdb = (" UNION ALL ".join(t) for t in texts)
        return self._derived(node, Rows("", "", columns), f"({spark})", f"({duckdb})", None)

    def _join(self, node: exp.Join) -> None:
        kind = _KINDS.get((node.side.upper(), node.kind.upper()))
        if kind is None:
            raise Problem(
                node,
                "function",
                f"{node.side} {node.kind} JOIN is not available",
                "write INNER, LEFT, RIGHT, FULL, CROSS, LEFT SEMI or LEFT ANTI JOIN",
            )
        before = list(self._block.relations)
        spark, duckdb = self._item(node.this)
        on_spark, on_duckdb = self._condition(node, kind, before)
        self.spark += f" {_SPARK_KINDS.get(kind, kind)} {spark}{on_spark}"
        self.duckdb += f" {kind} {duckdb}{on_duckdb}"
        if kind in _SPARK_KINDS:
            self._block.relations[-1].visible = False

    def _condition(self, node: exp.Join, kind: str, before: list[Relation]) -> tuple[str, str]:
        on = node.args.get("on")
        if using := node.args.get("using"):
            value = self._using(using, kind, before)
        elif on is not None and not _always(on):
            context = Context(self._block, "on")
            value = condition(on, expression(on, context), "what ON tests")
        elif kind == "CROSS JOIN":
            return "", ""
        else:
            raise Problem(node, "source", f"{kind} has no condition", "add ON …, or write CROSS JOIN")
        self.decided |= indirect(value.edges, "JOIN")
        return f" ON {value.spark}", f" ON {value.duckdb}"

    def _using(self, names: list[exp.Expr], kind: str, before: list[Relation]) -> Value:
        right = self._block.relations[-1]
        parts = []
        for identifier in names:
            name = identifier.name.lower()
            one, other = self._left(identifier, name, before), right
            if name not in other.columns:
                raise Problem(identifier, "column", f"{other.name} has no column {name!r}", "write ON …")
            left, there = one, other.column(name)
            left, there = alike(identifier, [left, there], "USING")
            equal = derive(
                [left, there], f"({left.spark} = {there.spark})", f"({left.duckdb} = {there.duckdb})", left.type
            )
            parts.append(equal)
            if kind not in _SPARK_KINDS:
                self._block.merged[name] = _merged(kind, left, there)
        spark, duckdb = " AND ".join(p.spark for p in parts), " AND ".join(p.duckdb for p in parts)
        return derive(parts, f"({spark})", f"({duckdb})", parts[0].type)

    def _left(self, node: exp.Expr, name: str, before: list[Relation]) -> Value:
        if name in self._block.merged:
            return self._block.merged[name]
        owners = [r for r in before if r.visible and name in r.columns]
        if len(owners) != 1:
            what = "no" if not owners else "more than one"
            raise Problem(node, "column", f"{what} column {name!r} stands before this join", "write ON …")
        return owners[0].column(name)


def _always(on: exp.Expr) -> bool:
    """ON TRUE, which is also what the parser makes of a join without a condition."""
    return isinstance(on, exp.Boolean) and bool(on.this)


def _merged(kind: str, left: Value, right: Value) -> Value:
    if kind == "RIGHT JOIN":
        return right
    if kind == "FULL JOIN":
        return derive(
            [left, right],
            f"coalesce({left.spark}, {right.spark})",
            f"coalesce({left.duckdb}, {right.duckdb})",
            left.type,
        )
    return left


def view_text(source: Source) -> tuple[str, str]:
    """How a view is read in both engines. In DuckDB its instants become TIMESTAMPs in UTC."""
    used = [c for c in source.columns if c in source.used]
    instants = [c for c in used if source.type(c).holds("timestamp")]
    if not instants:
        return quoted_spark(source.view), quoted_duckdb(source.view)
    listed = []
    for column in used:
        name, type = quoted_duckdb(column), source.type(column)
        if type == TIMESTAMP:
            listed.append(f"make_timestamp(epoch_us({name})) AS {name}")
        elif column in instants:
            listed.append(f"CAST({name} AS {type.duckdb}) AS {name}")
        else:
            listed.append(name)
    return quoted_spark(source.view), f"(SELECT {', '.join(listed)} FROM {quoted_duckdb(source.view)})"
