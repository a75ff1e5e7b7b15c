"""Function calls: scalars, aggregates with FILTER, and windows."""

from dataclasses import dataclass, field, replace

from sqlglot import exp

from .expressions import Context, expression
from .functions import AGGREGATES, REFUSED, SCALARS, Aggregate, Call, Written
from .grammar import unavailable
from .lineage import Edges, hidden, indirect, transformed
from .operators import condition
from .problems import Problem, did_you_mean
from .types import LONG, TEXT
from .values import Value, derive
from .windows import Over, over

_UNIT_FIRST = {"timestampadd", "timestampdiff", "date_add", "dateadd", "datediff", "date_diff"}
_IGNORING = ("first_value", "last_value", "lag", "lead", "nth_value")


@dataclass
class _Parts:
    """A call, taken out of what surrounds it."""

    function: exp.Anonymous
    filter: exp.Expr | None = None
    ignoring: bool = False
    window: exp.Window | None = None
    names: list[str] = field(default_factory=list)


def call(node: exp.Expr, context: Context) -> Value:
    """The value of a call.

    Raises:
        Problem: the function is not available, or called wrongly.
    """
    parts = _parts(node)
    name = _name(parts.function)
    if name in AGGREGATES:
        return _aggregated(name, parts, context)
    if parts.window is not None or parts.filter is not None or parts.ignoring:
        raise _refused(parts.function, name) or Problem(
            node, "function", f"{name} is no aggregate", "write it without OVER and FILTER"
        )
    return _scalar(name, parts.function, context)


def _parts(node: exp.Expr) -> _Parts:
    window = node if isinstance(node, exp.Window) else None
    inner = node.this if window is not None else node
    ignoring, filter = False, None
    while isinstance(inner, exp.IgnoreNulls | exp.RespectNulls | exp.Filter):
        if isinstance(inner, exp.Filter):
            filter = inner.expression
        else:
            ignoring = isinstance(inner, exp.IgnoreNulls)
        inner = inner.this
    if not isinstance(inner, exp.Anonymous):
        raise unavailable(inner)
    return _Parts(inner, filter, ignoring, window)


def _name(node: exp.Anonymous) -> str:
    name = node.this
    return (name if isinstance(name, str) else name.name).lower()


def _scalar(name: str, node: exp.Anonymous, context: Context) -> Value:
    function = SCALARS.get(name)
    if function is None:
        raise _refused(node, name) or _unknown(node, name)
    nodes = list(node.expressions)
    _check_count(node, name, len(nodes), function.least, function.most, function.shape)
    if name == "pseudonymise" and context.clause == "on":  # Spark takes no Python function in most joins
        raise Problem(node, "function", "pseudonymise stands in a join's ON", "compute it in a WITH first")
    first = 1 if name in _UNIT_FIRST and len(nodes) == 3 else 0
    args = [Value("", "", TEXT)] * first
    for one in nodes[first:]:
        args.append(expression(one.this if isinstance(one, exp.Alias) and name == "struct" else one, context))
    return function.build(Call(node, name, args, nodes))


def _refused(node: exp.Expr, name: str) -> Problem | None:
    if name not in REFUSED:
        return None
    why, fix = REFUSED[name]
    return Problem(node, "function", f"{name} {why}", fix)


def _unknown(node: exp.Expr, name: str) -> Problem:
    known = [*SCALARS, *AGGREGATES]
    return Problem(
        node,
        "function",
        f"the function {name[:40]} is not available in a transform",
        did_you_mean(name, known, "docs/transforms.md lists those that are"),
    )


def _check_count(node: exp.Expr, name: str, given: int, least: int, most: int | None, shape: str) -> None:
    if given < least or (most is not None and given > most):
        raise Problem(node, "function", f"{name} has {given} argument{'s' if given != 1 else ''}", f"write {shape}")


def _aggregated(name: str, parts: _Parts, context: Context) -> Value:
    aggregate = AGGREGATES[name]
    node = parts.function
    _check_place(node, name, aggregate, parts, context)
    inside = context.within("window" if parts.window is not None else "aggregate")
    distinct, nodes = _arguments(node)
    stars = len(nodes) == 1 and isinstance(nodes[0], exp.Star)
    _check_count(node, name, len(nodes), aggregate.least, aggregate.most, aggregate.shape)
    if stars and name != "count":
        raise Problem(node, "function", f"{name}(*) has no meaning", f"write {aggregate.shape}")
    call = Call(node, name, [] if stars else [expression(n, inside) for n in nodes], nodes)
    written = _star_count() if stars else aggregate.build(call)
    if distinct:
        written = _distinct(written, node, name, parts)
    filter = _filter(parts, inside)
    window = over(parts.window, context, aggregate, name) if parts.window is not None else None
    return _assembled(call, aggregate, written, filter, window, parts)


def _check_place(node: exp.Expr, name: str, aggregate: Aggregate, parts: _Parts, context: Context) -> None:
    if aggregate.ranks and parts.window is None:
        raise Problem(node, "function", f"{name} needs a window", f"write {name}(…) OVER (PARTITION BY … ORDER BY …)")
    if parts.ignoring and name not in _IGNORING:
        raise Problem(node, "function", f"{name} leaves out NULLs anyway", "leave out IGNORE NULLS")
    if context.clause == "aggregate":
        raise Problem(node, "function", f"{name} stands inside another aggregate", "compute it in a WITH first")
    if parts.window is not None and context.clause == "window":
        raise Problem(node, "function", f"{name} stands inside another window", "compute it in a WITH first")
    if parts.window is not None and context.clause not in ("select", "order"):
        raise Problem(
            node,
            "function",
            f"{name} over a window stands in {context.clause.upper()}",
            "compute it in a WITH, and filter there",
        )
    if parts.window is None and context.clause in ("where", "on", "group"):
        raise Problem(
            node,
            "function",
            f"the aggregate {name} stands in {_CLAUSES[context.clause]}",
            "use HAVING, or compute it in a WITH first",
        )


_CLAUSES = {"where": "WHERE", "on": "a join's ON", "group": "GROUP BY"}


def _arguments(node: exp.Anonymous) -> tuple[bool, list[exp.Expr]]:
    nodes = list(node.expressions)
    if len(nodes) == 1 and isinstance(nodes[0], exp.Distinct):
        return True, list(nodes[0].expressions)
    for one in nodes:
        if isinstance(one, exp.Order | exp.Limit | exp.IgnoreNulls | exp.RespectNulls | exp.Distinct):
            raise unavailable(one)
    return False, nodes


def _star_count() -> Written:
    return Written("count(*)", "count(*)", LONG)


def _distinct(written: Written, node: exp.Expr, name: str, parts: _Parts) -> Written:
    if name not in ("count", "sum", "avg", "mean", "min", "max") or parts.window is not None:
        raise Problem(node, "function", f"{name}(DISTINCT …) is not available here", "use it with count, sum or avg")
    return replace(
        written,
        spark=written.spark.replace("(", "(DISTINCT ", 1),
        duckdb=written.duckdb.replace("(", "(DISTINCT ", 1),
    )


def _filter(parts: _Parts, inside: Context) -> Value | None:
    if parts.filter is None:
        return None
    if parts.window is not None:
        raise Problem(parts.filter, "function", "FILTER beside OVER is not available", "write CASE WHEN … END inside")
    node = parts.filter.this
    return condition(node, expression(node, inside), "what FILTER tests")


def _assembled(
    call: Call, aggregate: Aggregate, written: Written, filter: Value | None, window: Over | None, parts: _Parts
) -> Value:
    spark, duckdb = written.spark, written.duckdb
    if parts.ignoring:
        spark, duckdb = f"{spark} IGNORE NULLS", f"{duckdb[:-1]} IGNORE NULLS)"
    if filter is not None:
        spark, duckdb = f"{spark} FILTER (WHERE {filter.spark})", f"{duckdb} FILTER (WHERE {filter.duckdb})"
    sources = [*call.args, *([filter] if filter else []), *(window.values if window else [])]
    if window is not None:
        spark, duckdb = f"{spark} OVER ({window.spark})", f"{duckdb} OVER ({window.duckdb})"
    edges = _edges(call, aggregate, filter, window)
    value = derive(
        sources, written.wrap_spark.format(spark), written.wrap_duckdb.format(duckdb), written.type, edges=edges
    )
    if window is not None:
        return replace(value, windowed=True)
    return replace(value, aggregated=True, loose=frozenset())


def _edges(call: Call, aggregate: Aggregate, filter: Value | None, window: Over | None) -> Edges:
    subtype = "TRANSFORMATION" if aggregate.ranks else "AGGREGATION"
    edges = transformed((e for a in call.args for e in a.edges), subtype)
    if aggregate.clears:
        edges = hidden(edges, "cleared")
    if filter is not None:
        edges |= indirect(filter.edges, "FILTER")
    if window is not None:
        edges |= indirect((e for v in window.values for e in v.edges), "WINDOW")
    return edges
