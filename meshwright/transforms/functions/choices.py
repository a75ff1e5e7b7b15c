"""Functions that choose between values."""

from dataclasses import replace
from functools import reduce

from ..casts import coerced
from ..lineage import hidden, indirect, transformed
from ..types import BOOLEAN, Type, common
from ..values import Value, derive
from .registry import Call, Topic

functions = Topic("Choices")


def shared_type(call: Call, values: list[Value]) -> Type:
    """The type that all become.

    Raises:
        Problem: there is none.
    """
    type = reduce(lambda a, b: a and common(a, b), (v.type for v in values[1:]), values[0].type)  # type: ignore[arg-type, return-value]
    if type is None:
        kinds = ", ".join(dict.fromkeys(str(v.type) for v in values))
        raise call.problem(f"{kinds} have no type in common", "cast them to one type", "type")
    return type


def alike(call: Call, values: list[Value]) -> tuple[list[Value], Type]:
    """The values as one type, and that type."""
    type = shared_type(call, values)
    return [coerced(v, type) or v for v in values], type


@functions.builds("coalesce", 1, None, "(value, …) → the same type")
def coalesce(call: Call) -> Value:
    """The first that is not NULL."""
    args, type = alike(call, call.args)
    listed = [", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)]
    return derive(args, f"coalesce({listed[0]})", f"coalesce({listed[1]})", type)


@functions.builds("ifnull nvl", 2, 2, "(value, value) → the same type")
def ifnull(call: Call) -> Value:
    """The first, or the second where the first is NULL."""
    return coalesce(call)


@functions.builds("nvl2", 3, 3, "(value, value, value) → the same type")
def nvl2(call: Call) -> Value:
    """The second where the first is not NULL, else the third."""
    (one, other), type = alike(call, call.args[1:])
    test = call.args[0]
    edges = indirect(hidden(test.edges, "cleared"), "CONDITIONAL") | transformed(one.edges | other.edges)
    texts = [
        f"CASE WHEN {t} IS NOT NULL THEN {a} ELSE {b} END"
        for t, a, b in ((test.spark, one.spark, other.spark), (test.duckdb, one.duckdb, other.duckdb))
    ]
    return derive([test, one, other], texts[0], texts[1], type, edges=edges)


@functions.builds("nullif", 2, 2, "(value, value) → the first's type")
def nullif(call: Call) -> Value:
    """The first, or NULL where both are equal."""
    (one, other), type = alike(call, call.args)
    if type.nested:
        raise call.problem("nested values can't be compared", "compare their fields", "type")
    spark = f"CASE WHEN {one.spark} = {other.spark} THEN NULL ELSE {one.spark} END"
    return derive([one, other], spark, f"nullif({one.duckdb}, {other.duckdb})", type)


@functions.builds("isnull", 1, 1, "(value) → boolean")
def isnull(call: Call) -> Value:
    """Whether there is no value."""
    return null_test(call.args[0])


@functions.builds("isnotnull", 1, 1, "(value) → boolean")
def isnotnull(call: Call) -> Value:
    """Whether there is a value."""
    test = null_test(call.args[0])
    return replace(test, spark=f"(NOT {test.spark})", duckdb=f"(NOT {test.duckdb})")


def null_test(value: Value) -> Value:
    """``value IS NULL``: nothing of the value itself is left."""
    edges = hidden(transformed(value.edges), "cleared")
    return derive([value], f"({value.spark} IS NULL)", f"({value.duckdb} IS NULL)", BOOLEAN, edges=edges)
