"""Every expression a transform may contain, compiled for both engines. What is not here is refused."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from . import operators
from .casts import cast, coerced, constant
from .constants import literal, written_type
from .functions.nested import field_of, indexed, looked_up
from .functions.times import extracted
from .grammar import unavailable
from .lineage import Edges, indirect, transformed
from .patterns import translated
from .problems import Problem
from .types import BOOLEAN, DATE, INTEGER, LONG, NULL, TEXT, TIMESTAMP, Type, common
from .values import Value, derive, text_duckdb, text_spark

if TYPE_CHECKING:
    from .scope import Block


@dataclass(frozen=True)
class Context:
    """Where an expression stands."""

    block: "Block"
    clause: str
    """select, where, group, having, on, order, aggregate (inside one) or window (inside OVER)."""

    def within(self, clause: str) -> "Context":
        """The same SELECT, another clause."""
        return replace(self, clause=clause)


def expression(node: exp.Expr, context: Context) -> Value:
    """The value of an expression.

    Raises:
        Problem: it is not available, or wrong.
        Unresolved: it uses something that has a problem of its own.
    """
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise unavailable(node)
    value = handler(node, context)
    if context.block.groups and context.clause != "aggregate" and value.spark in context.block.groups:
        value = replace(value, loose=frozenset())
    return value


def _column(node: exp.Column, context: Context) -> Value:
    if isinstance(node.this, exp.Star):
        raise unavailable(node.this)
    block = context.block
    try:
        return block.resolve(node, context.clause)
    except Problem:
        name = node.name.lower()
        if context.clause == "having" and len(node.parts) == 1 and name in block.items:
            return block.items[name]
        raise


def _literal(node: exp.Literal, context: Context) -> Value:
    return literal(node)


def _boolean(node: exp.Boolean, context: Context) -> Value:
    return constant(bool(node.this), BOOLEAN)


def _null(node: exp.Null, context: Context) -> Value:
    return constant(None, NULL)


def _paren(node: exp.Paren, context: Context) -> Value:
    return expression(node.this, context)


def _spine(node: exp.Binary, kinds: tuple[type[exp.Expr], ...]) -> list[exp.Expr]:
    """A chain of left-nested operators, from the innermost: a long sum is not a deep recursion."""
    chain: list[exp.Expr] = [node]
    while isinstance(chain[-1].this, kinds):
        chain.append(chain[-1].this)
    return chain[::-1]


def _binary(node: exp.Binary, context: Context) -> Value:
    chain = _spine(node, _BINARIES)
    value = expression(chain[0].this, context)
    for link in chain:
        other = expression(link.expression, context)
        if type(link) in operators.ARITHMETIC:
            value = operators.arithmetic(link, value, other)
        elif isinstance(link, exp.Div):
            value = operators.divided(link, value, other)
        elif isinstance(link, exp.IntDiv):
            value = operators.divided_whole(link, value, other)
        else:
            value = _joined(link, value, other)
        if context.block.groups and context.clause != "aggregate" and value.spark in context.block.groups:
            value = replace(value, loose=frozenset())
    return value


def _joined(node: exp.Expr, one: Value, other: Value) -> Value:
    texts = []
    for value in (one, other):
        if value.type == TEXT:
            texts.append(value)
        else:
            texts.append(cast(value, TEXT, node))
    return derive(texts, f"({texts[0].spark} || {texts[1].spark})", f"({texts[0].duckdb} || {texts[1].duckdb})", TEXT)


def _logic(node: exp.Connector, context: Context) -> Value:
    chain = _spine(node, (type(node),))
    word = "AND" if isinstance(node, exp.And) else "OR"
    parts = [operators.condition(chain[0].this, expression(chain[0].this, context), f"what {word} joins")]
    for link in chain:
        side = link.expression
        parts.append(operators.condition(side, expression(side, context), f"what {word} joins"))
    edges = frozenset(e for p in parts for e in p.edges)
    spark, duckdb = f" {word} ".join(p.spark for p in parts), f" {word} ".join(p.duckdb for p in parts)
    return derive(parts, f"({spark})", f"({duckdb})", BOOLEAN, edges=edges)


def _not(node: exp.Not, context: Context) -> Value:
    return operators.negated(node, expression(node.this, context))


def _negative(node: exp.Neg, context: Context) -> Value:
    inner = node.this
    if isinstance(inner, exp.Literal) and inner.this in ("2147483648", "9223372036854775808"):
        type = INTEGER if len(inner.this) == 10 else LONG
        plain = f"CAST(-{inner.this} AS {type.spark})"
        return Value(plain, plain, type, literal=-int(inner.this))
    return operators.minus(node, expression(inner, context))


def _compared(node: exp.Binary, context: Context) -> Value:
    return operators.compared(node, expression(node.this, context), expression(node.expression, context))


def _same(node: exp.Binary, context: Context) -> Value:
    return operators.same(node, expression(node.this, context), expression(node.expression, context))


def _is(node: exp.Is, context: Context) -> Value:
    return operators.is_test(node, expression(node.this, context))


def _between(node: exp.Between, context: Context) -> Value:
    parts = [expression(node.args[k], context) for k in ("this", "low", "high")]
    value, low, high = operators.alike(node, parts, "BETWEEN")
    return derive(
        [value, low, high],
        f"({value.spark} BETWEEN {low.spark} AND {high.spark})",
        f"({value.duckdb} BETWEEN {low.duckdb} AND {high.duckdb})",
        BOOLEAN,
    )


def _in(node: exp.In, context: Context) -> Value:
    value = expression(node.this, context)
    if node.args.get("query"):
        return context.block.compiler.membership(node, value, context)
    if not node.expressions:
        raise unavailable(node)
    listed = operators.alike(node, [value, *(expression(e, context) for e in node.expressions)], "IN")
    spark, duckdb = ", ".join(v.spark for v in listed[1:]), ", ".join(v.duckdb for v in listed[1:])
    return derive(listed, f"({listed[0].spark} IN ({spark}))", f"({listed[0].duckdb} IN ({duckdb}))", BOOLEAN)


def _like(node: exp.Like, context: Context) -> Value:
    if isinstance(node.expression, exp.Paren | exp.Tuple):
        raise unavailable(node)
    value = operators.like(node, expression(node.this, context), expression(node.expression, context))
    return operators.negated(node, value) if node.args.get("negate") else value


def _escaped(node: exp.Escape, context: Context) -> Value:
    inner, escape = node.this, node.expression
    if not isinstance(inner, exp.Like) or not isinstance(escape, exp.Literal) or len(escape.name) != 1:
        raise unavailable(node)
    pattern = expression(inner.expression, context)
    value = operators.like(node, expression(inner.this, context), pattern, escape.name)
    return operators.negated(node, value) if inner.args.get("negate") else value


def _matched(node: exp.RegexpLike, context: Context) -> Value:
    value, pattern = expression(node.this, context), expression(node.expression, context)
    if value.type != TEXT or not isinstance(pattern.literal, str):
        raise Problem(
            node, "type", "RLIKE takes a text and a pattern that is written out", "cast it; write the pattern"
        )
    both = translated(pattern.literal, node)
    return derive(
        [value],
        f"({value.spark} RLIKE {text_spark(both.spark)})",
        f"regexp_matches({value.duckdb}, {text_duckdb(both.duckdb)})",
        BOOLEAN,
    )


def _case(node: exp.Case, context: Context) -> Value:
    tested = expression(node.this, context) if node.this else None
    branches = [(branch.this, branch.args["true"]) for branch in node.args["ifs"]]
    return _choice(node, tested, branches, node.args.get("default"), context)


def _if(node: exp.If, context: Context) -> Value:
    return _choice(node, None, [(node.this, node.args["true"])], node.args.get("false"), context)


def _choice(
    node: exp.Expr,
    tested: Value | None,
    branches: list[tuple[exp.Expr, exp.Expr]],
    otherwise: exp.Expr | None,
    context: Context,
) -> Value:
    conditions = [_branch_condition(when, tested, context) for when, _ in branches]
    results = [expression(then, context) for _, then in branches]
    results.append(expression(otherwise, context) if otherwise is not None else constant(None, NULL))
    type = _shared(node, results)
    results = [coerced(r, type) or r for r in results]
    texts = []
    for engine in ("spark", "duckdb"):
        whens = " ".join(
            f"WHEN {getattr(c, engine)} THEN {getattr(r, engine)}"
            for c, r in zip(conditions, results[:-1], strict=True)
        )
        texts.append(f"CASE {whens} ELSE {getattr(results[-1], engine)} END")
    decides: Edges = indirect((e for c in conditions for e in c.edges), "CONDITIONAL")
    edges = decides | transformed(e for r in results for e in r.edges)
    return derive([*conditions, *results], texts[0], texts[1], type, edges=edges)


def _branch_condition(when: exp.Expr, tested: Value | None, context: Context) -> Value:
    value = expression(when, context)
    if tested is None:
        return operators.condition(when, value, "the condition")
    one, other = operators.alike(when, [tested, value], "CASE")
    return derive([one, other], f"({one.spark} = {other.spark})", f"({one.duckdb} = {other.duckdb})", BOOLEAN)


def _shared(node: exp.Expr, values: list[Value]) -> Type:
    type: Type | None = values[0].type
    for value in values[1:]:
        type = type and common(type, value.type)
    if type is None:
        kinds = ", ".join(dict.fromkeys(str(v.type) for v in values if v.type != NULL))
        raise Problem(node, "type", f"the branches are {kinds}, which have no type in common", "cast them to one type")
    return type


def _cast(node: exp.Cast, context: Context) -> Value:
    type = written_type(node.to)
    inner = node.this
    if isinstance(node.to.parent, exp.Cast) and isinstance(inner, exp.Literal) and type in (DATE, TIMESTAMP):
        found = coerced(constant(inner.name, TEXT), type)
        if found is None:
            raise Problem(node, "type", f"{inner.name!r} is not a {type}", "write such as DATE '2013-01-31'")
        return found
    return cast(expression(inner, context), type, node)


def _interval(node: exp.Interval, context: Context) -> Value:
    return operators.interval(node)


def _extract(node: exp.Extract, context: Context) -> Value:
    return extracted(node, node.name, expression(node.expression, context))


def _trim(node: exp.Trim, context: Context) -> Value:
    value = cast(expression(node.this, context), TEXT, node)
    position = (node.text("position") or "BOTH").upper()
    chars = expression(node.expression, context) if node.expression else constant(" ", TEXT)
    if chars.type != TEXT:
        raise Problem(node, "type", "what TRIM removes is not a text", "write a text")
    name = {"BOTH": "trim", "LEADING": "ltrim", "TRAILING": "rtrim"}[position]
    return derive(
        [value, chars],
        f"trim({position} {chars.spark} FROM {value.spark})",
        f"{name}({value.duckdb}, {chars.duckdb})",
        TEXT,
    )


def _dot(node: exp.Dot, context: Context) -> Value:
    if not isinstance(node.expression, exp.Identifier):
        raise Problem(
            node,
            "function",
            f"{node.sql('spark')[:60]} calls a function of a database",
            "only the functions in docs/transforms.md exist",
        )
    return field_of(expression(node.this, context), node.expression.name.lower(), node)


def _bracket(node: exp.Bracket, context: Context) -> Value:
    value = expression(node.this, context)
    if len(node.expressions) != 1:
        raise unavailable(node)
    inside = expression(node.expressions[0], context)
    if value.type.name == "list":
        return indexed(value, inside, node)
    if value.type.name == "map":
        return looked_up(value, inside, node)
    raise Problem(node, "type", f"{value.type} has no elements", "take an element of a list or a map")


def _subquery(node: exp.Subquery, context: Context) -> Value:
    return context.block.compiler.scalar(node, context)


def _exists(node: exp.Exists, context: Context) -> Value:
    return context.block.compiler.exists(node, context)


def _call(node: exp.Expr, context: Context) -> Value:
    from .calls import call

    return call(node, context)


_BINARIES = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv, exp.DPipe)
_HANDLERS: dict[type[exp.Expr], Callable[[Any, Context], Value]] = {
    exp.Column: _column, exp.Literal: _literal, exp.Boolean: _boolean, exp.Null: _null, exp.Paren: _paren,
    exp.And: _logic, exp.Or: _logic, exp.Not: _not, exp.Neg: _negative, exp.NullSafeEQ: _same, exp.NullSafeNEQ: _same,
    exp.Is: _is, exp.Between: _between, exp.In: _in, exp.Like: _like, exp.Escape: _escaped, exp.RegexpLike: _matched,
    exp.Case: _case, exp.If: _if, exp.Cast: _cast, exp.TryCast: _cast, exp.Interval: _interval, exp.Extract: _extract,
    exp.Trim: _trim, exp.Dot: _dot, exp.Bracket: _bracket, exp.Subquery: _subquery, exp.Exists: _exists,
    exp.Anonymous: _call, exp.Window: _call, exp.Filter: _call, exp.IgnoreNulls: _call, exp.RespectNulls: _call,
    **dict.fromkeys(_BINARIES, _binary), **dict.fromkeys(operators.COMPARISONS, _compared),
}  # fmt: skip
