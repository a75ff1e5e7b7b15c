"""Operators: arithmetic with Spark's result types, comparisons, logic."""

import re

from sqlglot import exp

from .casts import coerced, constant
from .functions.choices import null_test
from .functions.times import UNITS, days_later, later
from .problems import Problem
from .types import (
    BOOLEAN,
    DATE,
    DIGITS,
    DOUBLE,
    INTEGER,
    INTERVAL,
    LONG,
    NULL,
    TEXT,
    TIMESTAMP,
    Type,
    as_decimal,
    common,
    decimal,
)
from .values import Value, derive, text_duckdb, text_spark

ARITHMETIC: dict[type[exp.Expr], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Mod: "%"}
_CHECKED = {"+": "try_add", "-": "try_subtract", "*": "try_multiply"}
COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_AS_DOUBLE = "write CAST(… AS DOUBLE) around one of them"


def arithmetic(node: exp.Expr, one: Value, other: Value) -> Value:
    """``+``, ``-``, ``*`` or ``%``, also of dates and intervals.

    Raises:
        Problem: the types don't fit.
    """
    sign = ARITHMETIC[type(node)]
    if sign in "+-" and {one.type, other.type} & {DATE, TIMESTAMP, INTERVAL}:
        return _moved(node, sign, one, other)
    for value in (one, other):
        if not value.type.numeric and value.type != NULL:
            raise Problem(node, "type", f"{sign} takes numbers, not {value.type}", "cast it, or use concat for texts")
    if "decimal" in (one.type.name, other.type.name) and "double" not in (one.type.name, other.type.name):
        return _exact(node, sign, one, other)
    shared = common(one.type, other.type)
    assert shared is not None  # both are numbers
    shared = INTEGER if shared == NULL else shared
    one, other = coerced(one, shared) or one, coerced(other, shared) or other
    if sign == "%":
        divisor = f"nullif({other.duckdb}, 0)"
        return derive([one, other], f"({one.spark} % {other.spark})", f"({one.duckdb} % {divisor})", shared)
    if shared.whole:  # what doesn't fit is NULL, as in a cast; Spark would wrap it round
        spark = f"{_CHECKED[sign]}({one.spark}, {other.spark})"
        wide = "BIGINT" if shared == INTEGER else "HUGEINT"
        duckdb = f"TRY_CAST(CAST({one.duckdb} AS {wide}) {sign} {other.duckdb} AS {shared.duckdb})"
        return derive([one, other], spark, duckdb, shared)
    return derive([one, other], f"({one.spark} {sign} {other.spark})", f"({one.duckdb} {sign} {other.duckdb})", shared)


def _exact(node: exp.Expr, sign: str, one: Value, other: Value) -> Value:
    """Decimals, with the precision and scale that Spark's DecimalPrecision gives."""
    a, b = _least_decimal(one), _least_decimal(other)
    whole, scale = max(a.precision - a.scale, b.precision - b.scale), max(a.scale, b.scale)
    match sign:
        case "*":
            precision, scale = a.precision + b.precision + 1, a.scale + b.scale
        case "%":
            precision = min(a.precision - a.scale, b.precision - b.scale) + scale
        case _:
            precision = whole + scale + 1
    if precision > DIGITS:
        raise Problem(
            node,
            "type",
            f"{sign} of {a} and {b} needs {precision} digits; {DIGITS} fit",
            "cast one of them to fewer digits, or to DOUBLE",
        )
    type = decimal(precision, scale)
    left, right = f"CAST({one.duckdb} AS {a.duckdb})", f"CAST({other.duckdb} AS {b.duckdb})"
    right = f"nullif({right}, 0)" if sign == "%" else right
    spark = f"({one.spark} {sign} {other.spark})"
    return derive([one, other], spark, f"CAST({left} {sign} {right} AS {type.duckdb})", type)


def _least_decimal(value: Value) -> Type:
    if isinstance(value.literal, int) and value.type.whole:
        return decimal(len(str(abs(value.literal))), 0)
    return as_decimal(value.type) if value.type != NULL else decimal(1, 0)


def _moved(node: exp.Expr, sign: str, one: Value, other: Value) -> Value:
    if one.type == INTERVAL and sign == "+":
        one, other = other, one
    if one.type not in (DATE, TIMESTAMP):
        raise Problem(node, "type", f"{sign} of {one.type} and {other.type} has no meaning", "use date_add or datediff")
    if other.type == INTERVAL:
        number, unit = other.literal
        moved = constant(number if sign == "+" else -number, INTEGER)
        if one.type == DATE and unit in ("DAY", "WEEK"):
            days = moved.literal * (7 if unit == "WEEK" else 1)
            return days_later(one, constant(days, INTEGER))
        if one.type == DATE and unit in ("MONTH", "QUARTER", "YEAR"):
            months = moved.literal * {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
            return derive(
                [one], f"add_months({one.spark}, {months})", f"CAST({one.duckdb} + to_months({months}) AS DATE)", DATE
            )
        start = coerced(one, TIMESTAMP)
        assert start is not None  # a date is one
        return later(start, moved, unit)
    if one.type == DATE and other.type == INTEGER:
        if sign == "+":
            return days_later(one, other)
        return derive([one, other], f"date_sub({one.spark}, {other.spark})", f"({one.duckdb} - {other.duckdb})", DATE)
    raise Problem(
        node,
        "type",
        f"{sign} of {one.type} and {other.type} is a length of time",
        "use datediff, timestampdiff or an INTERVAL",
    )


def interval(node: exp.Interval) -> Value:
    """``INTERVAL 3 HOUR``.

    Raises:
        Problem: it isn't a number and one unit.
    """
    unit = (node.text("unit") or "").upper().removesuffix("S")
    written = node.this
    text = written.name if isinstance(written, exp.Literal) else ""
    if unit not in UNITS or not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise Problem(node, "type", "an interval is a number and one unit", "write such as INTERVAL 3 HOUR")
    return Value("", "", INTERVAL, literal=(int(text), unit))


def divided(node: exp.Expr, one: Value, other: Value) -> Value:
    """``/``: a double; NULL where the divisor is 0."""
    for value in (one, other):
        if not value.type.numeric and value.type != NULL:
            raise Problem(node, "type", f"/ takes numbers, not {value.type}", "cast it")
    if "decimal" in (one.type.name, other.type.name) and "double" not in (one.type.name, other.type.name):
        raise Problem(node, "type", "exact numbers divide to other digits in each engine", _AS_DOUBLE)
    left, right = coerced(one, DOUBLE) or one, coerced(other, DOUBLE) or other
    divisor = right.duckdb if right.literal else f"nullif({right.duckdb}, 0)"
    return derive([one, other], f"({one.spark} / {other.spark})", f"({left.duckdb} / {divisor})", DOUBLE)


def divided_whole(node: exp.Expr, one: Value, other: Value) -> Value:
    """``DIV``: a long, cut off; NULL where the divisor is 0."""
    left, right = coerced(one, LONG), coerced(other, LONG)
    if left is None or right is None:
        raise Problem(node, "type", f"DIV takes whole numbers, not {one.type} and {other.type}", "write floor(a / b)")
    return derive(
        [one, other], f"({one.spark} DIV {other.spark})", f"({left.duckdb} // nullif({right.duckdb}, 0))", LONG
    )


def alike(node: exp.Expr, values: list[Value], what: str) -> list[Value]:
    """Values made one type, to be compared.

    Raises:
        Problem: there is no such type.
    """
    type = values[0].type
    for value in values[1:]:
        shared = _comparable(type, value)
        if shared is None and coerced(values[0], value.type) is not None:
            shared = value.type
        if shared is None:
            raise Problem(
                node, "type", f"{what} of {type} and {value.type} has no meaning", _together(type, value.type)
            )
        type = shared
    found = [coerced(v, type) for v in values]
    if type.nested or any(v is None for v in found):
        kinds = " and ".join(dict.fromkeys(str(v.type) for v in values))
        raise Problem(node, "type", f"{what} of {kinds} has no meaning", "cast one of them, or compare fields")
    return [v for v in found if v is not None]


def _comparable(type: Type, value: Value) -> Type | None:
    if value.type == TEXT and type in (DATE, TIMESTAMP) and coerced(value, type) is not None:
        return type
    return common(type, value.type)


def _together(one: Type, other: Type) -> str:
    if TEXT in (one, other):
        wanted = other if one == TEXT else one
        if wanted in (DATE, TIMESTAMP):
            return f"write CAST(… AS {wanted.spark}), or a literal such as '2013-01-31'"
        return f"write CAST(… AS {wanted.spark}) around the text"
    return "cast one of them"


def compared(node: exp.Expr, one: Value, other: Value) -> Value:
    """``=``, ``<>``, ``<``, ``<=``, ``>`` or ``>=``."""
    sign = COMPARISONS[type(node)]
    one, other = alike(node, [one, other], sign)
    return derive([one, other], f"({one.spark} {sign} {other.spark})", f"({one.duckdb} {sign} {other.duckdb})", BOOLEAN)


def same(node: exp.Expr, one: Value, other: Value) -> Value:
    """``<=>``: two NULLs are the same."""
    one, other = alike(node, [one, other], "<=>")
    spark, duckdb = f"({one.spark} <=> {other.spark})", f"({one.duckdb} IS NOT DISTINCT FROM {other.duckdb})"
    if isinstance(node, exp.NullSafeNEQ):
        spark, duckdb = f"(NOT {spark})", f"(NOT {duckdb})"
    return derive([one, other], spark, duckdb, BOOLEAN)


def condition(node: exp.Expr, value: Value, what: str) -> Value:
    """The value as a condition.

    Raises:
        Problem: it isn't true or false.
    """
    found = coerced(value, BOOLEAN)
    if found is None:
        raise Problem(node, "type", f"{what} is {value.type}, not boolean", "write a comparison")
    return found


def negated(node: exp.Expr, value: Value) -> Value:
    """NOT."""
    value = condition(node, value, "what NOT negates")
    return derive([value], f"(NOT {value.spark})", f"(NOT {value.duckdb})", BOOLEAN, edges=value.edges)


def minus(node: exp.Expr, value: Value) -> Value:
    """A negative number."""
    if isinstance(value.literal, int) and not isinstance(value.literal, bool) and value.type.whole:
        return constant(-value.literal, value.type)
    if not value.type.numeric:
        raise Problem(node, "type", f"- takes a number, not {value.type}", "cast it")
    literal = None if value.literal is None else -value.literal
    return derive([value], f"(- {value.spark})", f"(- {value.duckdb})", value.type, literal=literal)


def is_test(node: exp.Is, value: Value) -> Value:
    """``IS NULL``, ``IS TRUE``, ``IS FALSE``."""
    if isinstance(node.expression, exp.Null):
        return null_test(value)
    if isinstance(node.expression, exp.Boolean):
        value = condition(node, value, "what IS tests")
        word = "TRUE" if node.expression.this else "FALSE"
        return derive([value], f"({value.spark} <=> {word})", f"({value.duckdb} IS NOT DISTINCT FROM {word})", BOOLEAN)
    raise Problem(node, "function", "this IS is not available", "write IS NULL, IS NOT NULL, IS TRUE or IS FALSE")


def like(node: exp.Expr, value: Value, pattern: Value, escape: str = "\\") -> Value:
    """LIKE with a literal pattern, escaped by a backslash as in Spark."""
    text = coerced(value, TEXT)
    if text is None or not isinstance(pattern.literal, str):
        raise Problem(node, "type", "LIKE takes a text and a pattern that is written out", "cast it; write the pattern")
    rest, position = pattern.literal, 0
    while (position := rest.find(escape, position)) >= 0:
        if rest[position + 1 : position + 2] not in ("%", "_", escape):
            raise Problem(
                node,
                "syntax",
                f"the pattern {pattern.literal!r} escapes nothing",
                f"write {escape}%, {escape}_ or {escape}{escape}",
            )
        position += 2
    spark = f"({text.spark} LIKE {text_spark(rest)} ESCAPE {text_spark(escape)})"
    return derive([text], spark, f"({text.duckdb} LIKE {text_duckdb(rest)} ESCAPE {text_duckdb(escape)})", BOOLEAN)
