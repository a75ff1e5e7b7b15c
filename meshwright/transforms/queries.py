"""Queries: WITH and set operations around SELECTs."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlglot import exp

from .casts import coerced
from .grammar import unavailable
from .lineage import indirect
from .problems import Problem, Unresolved
from .scope import UNKNOWN, Block, Rows
from .selects import Select
from .sorting import ordered
from .types import Type, common
from .values import Value, quoted_duckdb, quoted_spark

if TYPE_CHECKING:
    from .compiler import Compiler


def compiled(
    compiler: "Compiler",
    node: exp.Expr,
    ctes: dict[str, Rows | None],
    outer: Block | None,
    named: bool,
    around: Block | None = None,
) -> Rows:
    """A query in both engines; ``named``: whether every column needs a name; ``outer``, ``around``: see ``Block``.

    Raises:
        Problem: of the query as a whole; problems of its parts are reported.
        Unresolved: a part has a problem that is reported already.
    """
    if isinstance(node, exp.Subquery):
        node = node.unnest()
    with_spark, with_duckdb, ctes = _with(compiler, node, ctes)
    if isinstance(node, exp.SetOperation):
        rows = _set_operation(compiler, node, ctes, named)
    elif isinstance(node, exp.Select):
        rows = Select(compiler, node, Block(compiler, ctes, outer, around), named).rows()
    else:
        raise unavailable(node)
    return replace(rows, spark=with_spark + rows.spark, duckdb=with_duckdb + rows.duckdb)


def _with(
    compiler: "Compiler", node: exp.Expr, ctes: dict[str, Rows | None]
) -> tuple[str, str, dict[str, Rows | None]]:
    clause = node.args.get("with_")
    if clause is None:
        return "", "", ctes
    ctes, names, sparks, ducks = dict(ctes), set(), [], []
    for cte in clause.expressions:
        name = cte.alias.lower()
        if name in names:
            raise Problem(cte.args["alias"], "statement", f"WITH names {name!r} twice", "give each query its own name")
        names.add(name)
        rows = ctes[name] = _cte(compiler, cte, ctes)
        if rows is not None:
            rows.name = compiler.cte_name(name)
            sparks.append(f"{quoted_spark(rows.name)} AS ({rows.spark})")
            ducks.append(f"{quoted_duckdb(rows.name)} AS ({rows.duckdb})")
    if not sparks:
        return "", "", ctes
    return f"WITH {', '.join(sparks)} ", f"WITH {', '.join(ducks)} ", ctes


def _cte(compiler: "Compiler", cte: exp.CTE, ctes: dict[str, Rows | None]) -> Rows | None:
    try:
        if cte.args["alias"].args.get("columns"):
            raise Problem(
                cte.args["alias"],
                "statement",
                "column names after a WITH name are not available",
                "name the columns in its SELECT",
            )
        return compiler.query(cte.this, ctes, None)
    except Problem as problem:
        compiler.report.add(problem)
    except Unresolved:
        pass
    return None


def _set_operation(compiler: "Compiler", node: exp.SetOperation, ctes: dict[str, Rows | None], named: bool) -> Rows:
    chain = [node]
    while (
        type(chain[-1].this) is type(node)
        and not chain[-1].this.args.get("with_")
        and not any(chain[-1].this.args.get(k) for k in ("order", "limit", "offset"))
    ):
        chain.append(chain[-1].this)
    rows = compiler.query(chain[-1].this, ctes, None, named)
    for link in reversed(chain):
        rows = _combined(link, rows, compiler.query(link.expression, ctes, None, named=False))
    order = ordered(Block(compiler, ctes, items=dict(rows.columns)), node, only_items=True)
    decided = rows.decided | order.decided
    return replace(rows, spark=rows.spark + order.spark, duckdb=rows.duckdb + order.duckdb, decided=decided)


def _combined(node: exp.SetOperation, one: Rows, other: Rows) -> Rows:
    word = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}[type(node)]
    if len(one.columns) != len(other.columns):
        raise Problem(
            node.expression,
            "statement",
            f"{word} joins {len(one.columns)} columns with {len(other.columns)}",
            "select as many on both sides",
        )
    types: list[Type] = []
    columns: dict[str, Value] = {}
    for (name, a), b in zip(one.columns.items(), other.columns.values(), strict=True):
        shared = UNKNOWN if UNKNOWN in (a.type, b.type) else common(a.type, b.type)
        if shared is None:
            raise Problem(
                node.expression, "type", f"{word} joins {a.type} with {b.type} in column {name!r}", "cast one of them"
            )
        types.append(shared)
        columns[name] = Value("", "", shared, a.edges | b.edges)
    left, right = _as_types(one, types), _as_types(other, types)
    distinct = bool(node.args.get("distinct"))
    word += "" if distinct else " ALL"
    decided = one.decided | other.decided
    if distinct or not isinstance(node, exp.Union):  # whether a row is there depends on all of it
        decided |= indirect((e for v in columns.values() for e in v.edges), "GROUP_BY")
    return Rows(
        f"({left[0]}) {word} ({right[0]})",
        f"({left[1]}) {word} ({right[1]})",
        columns,
        decided,
        frozenset(columns) if distinct else None,
    )


def _as_types(rows: Rows, types: list[Type]) -> tuple[str, str]:
    """A side of a set operation, its columns cast where the other side's types are wider."""
    if all(v.type == t for v, t in zip(rows.columns.values(), types, strict=True)) or UNKNOWN in types:
        return rows.spark, rows.duckdb
    sparks, ducks = [], []
    for (name, value), type in zip(rows.columns.items(), types, strict=True):
        column = coerced(Value(quoted_spark(name), quoted_duckdb(name), value.type), type)
        assert column is not None  # the types have this one in common
        sparks.append(f"{column.spark} AS {quoted_spark(name)}")
        ducks.append(f"{column.duckdb} AS {quoted_duckdb(name)}")
    return (
        f"SELECT {', '.join(sparks)} FROM ({rows.spark}) AS side",
        f"SELECT {', '.join(ducks)} FROM ({rows.duckdb}) AS side",
    )
