"""Aggregates, and the functions that exist only over a window. A template's ``{0}`` is the argument."""

from collections.abc import Callable
from dataclasses import dataclass

from ..types import BOOLEAN, DOUBLE, INTEGER, LONG, Type, decimal
from .registry import Call

Result = Callable[[Call], tuple[str, str, Type]]


@dataclass(frozen=True)
class Aggregate:
    """One aggregate: how its inside is written in both engines, and what the whole is wrapped in."""

    build: Callable[[Call], "Written"]
    least: int
    most: int | None
    shape: str
    clears: bool = False
    """Whether nothing of a single value is left: counts."""
    ranks: bool = False
    """Whether it exists over a window only."""
    ordered: bool = False
    """Whether it depends on the order of rows that sort alike."""


@dataclass(frozen=True)
class Written:
    """An aggregate in both engines; FILTER and OVER go between the call and the wrapping."""

    spark: str
    duckdb: str
    type: Type
    wrap_spark: str = "{0}"
    wrap_duckdb: str = "{0}"


AGGREGATES: dict[str, Aggregate] = {}


def _doubles(name: str, count: int) -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        args = [call.take(i, DOUBLE) for i in range(count)]
        spark, duckdb = ", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)
        if name != "corr":
            return Written(f"{name}({spark})", f"{name}({duckdb})", DOUBLE)
        # where nothing varies Spark says NULL and DuckDB NaN
        nan = "CAST('NaN' AS DOUBLE)"
        return Written(f"corr({spark})", f"corr({duckdb})", DOUBLE, "nanvl({0}, NULL)", f"nullif({{0}}, {nan})")

    return build


for _names, _arity in {
    "stddev_samp stddev std": 1, "stddev_pop": 1, "var_samp variance": 1, "var_pop": 1, "corr": 2, "covar_samp": 2,
    "covar_pop": 2,
}.items():  # fmt: skip
    _first, *_others = _names.split()
    _shape = f"{_first}({', '.join(['double'] * _arity)}) → double"
    for _name in (_first, *_others):
        AGGREGATES[_name] = Aggregate(_doubles(_first, _arity), _arity, _arity, _shape)


def _sum(call: Call) -> Written:
    value = call.args[0]
    if value.type.name == "decimal":
        type = decimal(min(value.type.precision + 10, 38), value.type.scale)
    elif value.type.whole:
        type = LONG
    else:
        value, type = call.take(0, DOUBLE), DOUBLE
    if type == DOUBLE:
        return Written(f"sum({value.spark})", f"sum({value.duckdb})", type)
    # what doesn't fit is NULL, as in a cast; Spark's own sum of longs would wrap round
    name = "try_sum" if type == LONG else "sum"
    return Written(
        f"{name}({value.spark})", f"sum({value.duckdb})", type, wrap_duckdb=f"TRY_CAST({{0}} AS {type.duckdb})"
    )


def _avg(call: Call) -> Written:
    value = call.args[0]
    if value.type.name == "decimal":
        raise call.problem("the mean of exact numbers has other digits in each engine", "write avg(CAST(… AS DOUBLE))")
    whole = value.type.whole
    value = call.take(0, DOUBLE)
    return (
        Written(f"avg({value.spark})", f"avg({value.duckdb})", DOUBLE)
        if not whole
        else Written(f"avg({call.args[0].spark})", f"avg({value.duckdb})", DOUBLE)
    )


def _extreme(name: str) -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        value = call.args[0]
        if value.type.nested or value.type.name in ("null", "binary"):
            raise call.problem(
                f"{value.type} has no {name}imum", "give a number, a text, a date or a timestamp", "type"
            )
        return Written(f"{name}({value.spark})", f"{name}({value.duckdb})", value.type)

    return build


def _count(call: Call) -> Written:
    spark, duckdb = ", ".join(a.spark for a in call.args), ", ".join(a.duckdb for a in call.args)
    if len(call.args) > 1:
        there = " AND ".join(f"{a.duckdb} IS NOT NULL" for a in call.args)
        duckdb = f"CASE WHEN {there} THEN row({duckdb}) END"
    return Written(f"count({spark})", f"count({duckdb})", LONG)


def _count_if(call: Call) -> Written:
    value = call.take(0, BOOLEAN)
    return Written(f"count_if({value.spark})", f"count(CASE WHEN {value.duckdb} THEN 1 END)", LONG)


def _every(name: str) -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        value = call.take(0, BOOLEAN)
        return Written(f"{name}({value.spark})", f"{name}({value.duckdb})", BOOLEAN)

    return build


def _percentile(call: Call) -> Written:
    value = call.take(0, DOUBLE)
    part = call.args[1].literal
    if part is None or isinstance(part, str) or not 0 <= part <= 1:
        raise call.problem("the part is not a number from 0 to 1", "write percentile(x, 0.5)")
    return Written(f"percentile({value.spark}, {part})", f"quantile_cont({value.duckdb}, {part})", DOUBLE)


def _median(call: Call) -> Written:
    value = call.take(0, DOUBLE)
    return Written(f"median({value.spark})", f"median({value.duckdb})", DOUBLE)


AGGREGATES.update(
    {
        "sum": Aggregate(_sum, 1, 1, "sum(number) → long, double or exact number"),
        "avg": Aggregate(_avg, 1, 1, "avg(number) → double"),
        "mean": Aggregate(_avg, 1, 1, "avg(number) → double"),
        "min": Aggregate(_extreme("min"), 1, 1, "min(value) → the same type"),
        "max": Aggregate(_extreme("max"), 1, 1, "max(value) → the same type"),
        "count": Aggregate(_count, 1, None, "count(*) or count([DISTINCT] value, …) → long", clears=True),
        "count_if": Aggregate(_count_if, 1, 1, "count_if(boolean) → long", clears=True),
        "every": Aggregate(_every("bool_and"), 1, 1, "bool_and(boolean) → boolean"),
        "bool_and": Aggregate(_every("bool_and"), 1, 1, "bool_and(boolean) → boolean"),
        "bool_or": Aggregate(_every("bool_or"), 1, 1, "bool_or(boolean) → boolean"),
        "percentile": Aggregate(_percentile, 2, 2, "percentile(double, part) → double"),
        "median": Aggregate(_median, 1, 1, "median(double) → double"),
    }
)


def _ranked(name: str, type: Type, wrap: str = "{0}") -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        listed = ", ".join(str(call.constant(i, int)) for i in range(len(call.args)))
        return Written(f"{name}({listed})", f"{name}({listed})", type, wrap_duckdb=wrap)

    return build


def _shifted(name: str) -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        value = call.args[0]
        number = int(call.constant(1, int)) if len(call.args) > 1 else 1
        spark, duckdb = f"{value.spark}, {number}", f"{value.duckdb}, {number}"
        if len(call.args) == 3:
            other = call.take(2, value.type)
            spark, duckdb = f"{spark}, {other.spark}", f"{duckdb}, {other.duckdb}"
        return Written(f"{name}({spark})", f"{name}({duckdb})", value.type)

    return build


def _placed(name: str) -> Callable[[Call], Written]:
    def build(call: Call) -> Written:
        value = call.args[0]
        more = f", {call.constant(1, int)}" if len(call.args) > 1 else ""
        return Written(f"{name}({value.spark}{more})", f"{name}({value.duckdb}{more})", value.type)

    return build


for _name in ("row_number", "rank", "dense_rank"):
    AGGREGATES[_name] = Aggregate(
        _ranked(_name, INTEGER, "CAST({0} AS INTEGER)"), 0, 0, f"{_name}() → integer", True, True, _name == "row_number"
    )
for _name in ("percent_rank", "cume_dist"):
    AGGREGATES[_name] = Aggregate(_ranked(_name, DOUBLE), 0, 0, f"{_name}() → double", True, True)
AGGREGATES["ntile"] = Aggregate(
    _ranked("ntile", INTEGER, "CAST({0} AS INTEGER)"), 1, 1, "ntile(integer) → integer", True, True, True
)
for _name in ("lag", "lead"):
    AGGREGATES[_name] = Aggregate(
        _shifted(_name), 1, 3, f"{_name}(value[, integer[, value]]) → the same type", ranks=True, ordered=True
    )
for _name in ("first_value", "last_value"):
    AGGREGATES[_name] = Aggregate(_placed(_name), 1, 1, f"{_name}(value) → the same type", ranks=True, ordered=True)
AGGREGATES["nth_value"] = Aggregate(
    _placed("nth_value"), 2, 2, "nth_value(value, integer) → the same type", ranks=True, ordered=True
)
