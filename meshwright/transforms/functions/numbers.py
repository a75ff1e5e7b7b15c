"""Functions of numbers. Sines, powers and their like may differ in the last bit between any two machines."""

from functools import reduce

from ..casts import coerced, constant
from ..types import BOOLEAN, DIGITS, DOUBLE, LONG, Type, common, decimal
from ..values import Value, derive
from .registry import Call, Topic

functions = Topic("Numbers")

for _name in ("exp", "sin", "cos", "tan", "atan", "radians", "degrees", "cbrt"):
    functions.scalar(_name, [DOUBLE], DOUBLE, f"{_name}({{0}})")
for _name in ("ln", "log10", "log2"):
    functions.scalar(_name, [DOUBLE], DOUBLE, f"{_name}(CASE WHEN {{0}} <= 0 THEN NULL ELSE {{0}} END)")
for _name in ("asin", "acos"):
    functions.scalar(
        _name, [DOUBLE], DOUBLE, f"{_name}(CASE WHEN abs({{0}}) > 1 THEN CAST('NaN' AS DOUBLE) ELSE {{0}} END)"
    )
functions.scalar("sqrt", [DOUBLE], DOUBLE, "sqrt({0})")
functions.scalar("power pow", [DOUBLE, DOUBLE], DOUBLE, "power({0}, {1})")
functions.scalar("atan2", [DOUBLE, DOUBLE], DOUBLE, "atan2({0} + 0.0E0, {1} + 0.0E0)")
functions.scalar("pi", [], DOUBLE, "pi()")
functions.scalar("e", [], DOUBLE, "CAST(2.718281828459045 AS DOUBLE)")
functions.scalar("sign signum", [DOUBLE], DOUBLE, "CASE WHEN isnan({0}) THEN {0} ELSE CAST(sign({0}) AS DOUBLE) END")
functions.scalar("isnan", [DOUBLE], BOOLEAN, "coalesce(isnan({0}), FALSE)")
functions.scalar("nanvl", [DOUBLE, DOUBLE], DOUBLE, "CASE WHEN isnan({0}) THEN {1} ELSE {0} END")


def _number(call: Call, position: int = 0) -> Value:
    value = call.args[position]
    return value if value.type.numeric else call.take(position, DOUBLE)


@functions.builds("abs", 1, 1, "(number) → the same type")
def absolute(call: Call) -> Value:
    """Without its sign."""
    value = _number(call)
    return derive([value], f"abs({value.spark})", f"abs({value.duckdb})", value.type)


@functions.builds("negative", 1, 1, "(number) → the same type")
def negative(call: Call) -> Value:
    """With the other sign."""
    value = _number(call)
    return derive([value], f"(- {value.spark})", f"(- {value.duckdb})", value.type)


@functions.builds("ceil ceiling", 1, 1, "(number) → long, or an exact number without fraction")
def ceil(call: Call) -> Value:
    """The next whole number above."""
    return _whole(call, "ceil")


@functions.builds("floor", 1, 1, "(number) → long, or an exact number without fraction")
def floor(call: Call) -> Value:
    """The next whole number below."""
    return _whole(call, "floor")


def _whole(call: Call, name: str) -> Value:
    value = _number(call)
    spark = f"{name}({value.spark})"
    if value.type.name == "decimal":
        precision = min(value.type.precision - value.type.scale + 1, DIGITS)
        type = decimal(precision, 0)
        return derive([value], spark, f"CAST({name}({value.duckdb}) AS {type.duckdb})", type)
    if value.type.whole:
        return derive([value], f"CAST({value.spark} AS BIGINT)", f"CAST({value.duckdb} AS BIGINT)", LONG)
    limit = "9.223372036854775807E18"  # what no long holds is NULL; Spark would give the nearest one, and 0 for NaN
    spark = f"CASE WHEN {value.spark} > -{limit} AND {value.spark} < {limit} THEN {spark} END"
    return derive([value], spark, f"TRY_CAST({name}({value.duckdb}) AS BIGINT)", LONG)


@functions.builds("round", 1, 2, "(number[, digits]) → the same kind of number")
def round(call: Call) -> Value:
    """To a number of fraction digits, halves away from zero. A double is rounded as it is written."""
    value = _number(call)
    digits = int(call.constant(1, int)) if len(call.args) == 2 else 0
    if not 0 <= digits <= 15:
        raise call.problem(f"{digits} digits can't be rounded to in both engines", "round to 0 to 15 digits")
    spark = f"round({value.spark}, {digits})"
    if value.type.whole:
        return value
    if value.type.name == "decimal":
        scale = min(value.type.scale, digits)
        type = decimal(min(value.type.precision - value.type.scale + 1 + scale, DIGITS), scale)
        return derive([value], spark, f"CAST(round({value.duckdb}, {digits}) AS {type.duckdb})", type)
    if digits == 0:
        return derive([value], spark, f"(round({value.duckdb}) + 0.0E0)", DOUBLE)
    exact = f"TRY_CAST(CAST(it AS VARCHAR) AS DECIMAL(38, {digits}))"
    duckdb = f"coalesce(CAST(CAST({exact} AS VARCHAR) AS DOUBLE), it)"
    return derive([value], spark, f"list_transform([{value.duckdb}], lambda it: {duckdb})[1]", DOUBLE)


@functions.builds("log", 1, 2, "(double) or (base, double) → double")
def log(call: Call) -> Value:
    """The natural logarithm, or that to a base."""
    args = [call.take(i, DOUBLE) for i in range(len(call.args))]
    tops = [f"ln(CASE WHEN {a.duckdb} <= 0 THEN NULL ELSE {a.duckdb} END)" for a in args]
    spark = f"log({', '.join(a.spark for a in args)})"
    return derive(args, spark, tops[0] if len(args) == 1 else f"({tops[1]} / {tops[0]})", DOUBLE)


@functions.builds("mod", 2, 2, "(number, number) → number")
def mod(call: Call) -> Value:
    """The rest, with the sign of the first; NULL where the second is 0."""
    first, second, type = _pair(call)
    return derive(
        [first, second], f"({first.spark} % {second.spark})", f"({first.duckdb} % nullif({second.duckdb}, 0))", type
    )


@functions.builds("pmod", 2, 2, "(number, number) → number")
def pmod(call: Call) -> Value:
    """The rest, never negative for a positive divisor; NULL where the second is 0."""
    first, second, type = _pair(call)
    by = f"nullif({second.duckdb}, 0)"
    duckdb = f"((({first.duckdb} % {by}) + {by}) % {by})"
    return derive([first, second], f"pmod({first.spark}, {second.spark})", duckdb, type)


def _pair(call: Call) -> tuple[Value, Value, Type]:
    first, second = _number(call), _number(call, 1)
    type = common(first.type, second.type)
    if type is None or type.name == "decimal":
        raise call.problem("exact numbers divide differently in each engine", "write CAST(… AS DOUBLE) or AS BIGINT")
    one, other = coerced(first, type), coerced(second, type)
    assert one is not None
    assert other is not None
    return one, other, type


@functions.builds("greatest", 2, None, "(value, …) → the same type")
def greatest(call: Call) -> Value:
    """The greatest of those that are not NULL."""
    return _extreme(call)


@functions.builds("least", 2, None, "(value, …) → the same type")
def least(call: Call) -> Value:
    """The least of those that are not NULL."""
    return _extreme(call)


def _extreme(call: Call) -> Value:
    type = reduce(lambda a, b: a and common(a, b), (a.type for a in call.args[1:]), call.args[0].type)  # type: ignore[arg-type, return-value]
    if type is None or type.nested:
        raise call.problem("the arguments have no type in common", "cast them to one type")
    args = [coerced(a, type) or constant(None, type) for a in call.args]
    listed = [", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)]
    return derive(args, f"{call.name}({listed[0]})", f"{call.name}({listed[1]})", type)
