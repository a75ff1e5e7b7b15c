"""Functions that choose between values, of lists, structs and maps, and the platform's own de-identification."""

from dataclasses import replace
from functools import reduce

from sqlglot import exp

from meshwright.runtime import spark_sql
from meshwright.runtime.treatments import PREFIX, SHOWN, STEP

from ..casts import cast, coerced
from ..lineage import hidden, indirect, transformed
from ..problems import Problem
from ..types import BOOLEAN, INTEGER, NULL, TEXT, Type, common, list_of, struct_of
from ..values import Value, derive, quoted_duckdb, quoted_spark, text_duckdb, text_spark
from .registry import Call, builds, letting


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


def _all(call: Call, values: list[Value]) -> tuple[list[Value], Type]:
    type = shared_type(call, values)
    return [coerced(v, type) or v for v in values], type


@builds("coalesce", 1, None, "(value, …) → the same type")
def coalesce(call: Call) -> Value:
    """The first that is not NULL."""
    args, type = _all(call, call.args)
    listed = [", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)]
    return derive(args, f"coalesce({listed[0]})", f"coalesce({listed[1]})", type)


@builds("ifnull nvl", 2, 2, "(value, value) → the same type")
def ifnull(call: Call) -> Value:
    """The first, or the second where the first is NULL."""
    return coalesce(call)


@builds("nvl2", 3, 3, "(value, value, value) → the same type")
def nvl2(call: Call) -> Value:
    """The second where the first is not NULL, else the third."""
    (one, other), type = _all(call, call.args[1:])
    test = call.args[0]
    edges = indirect(hidden(test.edges, "cleared"), "CONDITIONAL") | transformed(one.edges | other.edges)
    texts = [
        f"CASE WHEN {t} IS NOT NULL THEN {a} ELSE {b} END"
        for t, a, b in ((test.spark, one.spark, other.spark), (test.duckdb, one.duckdb, other.duckdb))
    ]
    return derive([test, one, other], texts[0], texts[1], type, edges=edges)


@builds("nullif", 2, 2, "(value, value) → the first's type")
def nullif(call: Call) -> Value:
    """The first, or NULL where both are equal."""
    (one, other), type = _all(call, call.args)
    if type.nested:
        raise call.problem("nested values can't be compared", "compare their fields", "type")
    spark = f"CASE WHEN {one.spark} = {other.spark} THEN NULL ELSE {one.spark} END"
    return derive([one, other], spark, f"nullif({one.duckdb}, {other.duckdb})", type)


@builds("isnull", 1, 1, "(value) → boolean")
def isnull(call: Call) -> Value:
    """Whether there is no value."""
    return null_test(call.args[0])


@builds("isnotnull", 1, 1, "(value) → boolean")
def isnotnull(call: Call) -> Value:
    """Whether there is a value."""
    test = null_test(call.args[0])
    return replace(test, spark=f"(NOT {test.spark})", duckdb=f"(NOT {test.duckdb})")


def null_test(value: Value) -> Value:
    """``value IS NULL``: nothing of the value itself is left."""
    edges = hidden(transformed(value.edges), "cleared")
    return derive([value], f"({value.spark} IS NULL)", f"({value.duckdb} IS NULL)", BOOLEAN, edges=edges)


@builds("array", 1, None, "(value, …) → list")
def array(call: Call) -> Value:
    """A list of these values."""
    args, type = _all(call, call.args)
    listed = [", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)]
    return derive(args, f"array({listed[0]})", f"[{listed[1]}]", list_of(type))


@builds("named_struct", 2, None, "(name, value, …) → struct")
def named_struct(call: Call) -> Value:
    """A struct of these fields."""
    if len(call.args) % 2:
        raise call.problem("a field has no value", "write names and values in turn")
    names = [str(call.constant(i, str)).lower() for i in range(0, len(call.args), 2)]
    return _struct(call, names, call.args[1::2])


@builds("struct", 1, None, "(value AS name, …) → struct")
def struct(call: Call) -> Value:
    """A struct of these fields; each is a column or has a name."""
    names = [n.alias_or_name.lower() for n in call.nodes]
    if not all(names):
        raise call.problem("a field has no name", "write struct(value AS name)")
    return _struct(call, names, call.args)


def _struct(call: Call, names: list[str], values: list[Value]) -> Value:
    if len(set(names)) < len(names):
        raise call.problem("two fields have one name", "name each field once")
    if any(v.type == NULL for v in values):
        raise call.problem("NULL alone has no type", "write CAST(NULL AS …)", "type")
    spark = ", ".join(f"{text_spark(n)}, {v.spark}" for n, v in zip(names, values, strict=True))
    duckdb = ", ".join(f"{quoted_duckdb(n)} := {v.duckdb}" for n, v in zip(names, values, strict=True))
    type = struct_of([(n, v.type) for n, v in zip(names, values, strict=True)])
    return derive(values, f"named_struct({spark})", f"struct_pack({duckdb})", type)


@builds("size cardinality", 1, 1, "(list or map) → integer")
def size(call: Call) -> Value:
    """How many elements; -1 of NULL, as Spark has it."""
    value = call.args[0]
    if value.type.name not in ("list", "map"):
        raise call.problem(f"{value.type} has no size", "use length for a text", "type")
    count = "len" if value.type.name == "list" else "cardinality"
    duckdb = f"CAST(coalesce({count}({value.duckdb}), -1) AS INTEGER)"
    return derive([value], f"size({value.spark})", duckdb, INTEGER)


@builds("array_contains", 2, 2, "(list, value) → boolean")
def array_contains(call: Call) -> Value:
    """Whether the value is in the list; NULL where it isn't and the list holds a NULL."""
    items, value = call.args
    if items.type.name != "list":
        raise call.problem(f"{items.type} is not a list", "give a list", "type")
    wanted = coerced(value, items.type.parts[0])
    if wanted is None or items.type.parts[0].nested:
        raise call.problem(f"the list holds {items.type.parts[0]}, not {value.type}", "cast the value", "type")
    body = (
        f"CASE WHEN it IS NULL OR {wanted.duckdb} IS NULL THEN NULL WHEN list_contains(it, {wanted.duckdb}) "
        "THEN TRUE WHEN len(list_filter(it, lambda one: one IS NULL)) > 0 THEN NULL ELSE FALSE END"
    )
    return derive(
        [items, wanted], f"array_contains({items.spark}, {wanted.spark})", letting(items.duckdb, body), BOOLEAN
    )


@builds("element_at", 2, 2, "(list, integer) or (map, key) → element")
def element_at(call: Call) -> Value:
    """An element, counted from 1, or from the end where negative; NULL where there is none."""
    value, key = call.args
    if value.type.name == "list" and isinstance(key.literal, int) and key.literal != 0:
        duckdb = f"list_extract({value.duckdb}, {key.duckdb})"
        return derive([value], f"element_at({value.spark}, {key.spark})", duckdb, value.type.parts[0])
    if value.type.name == "map":
        return looked_up(value, key, call.nodes[1])
    raise call.problem("it takes a list and a number that is not 0, or a map and a key", "give one of these", "type")


def looked_up(value: Value, key: Value, node: exp.Expr) -> Value:
    """``map[key]``: NULL where the key is missing."""
    wanted = coerced(key, value.type.parts[0])
    if wanted is None:
        raise Problem(node, "type", f"the map's keys are {value.type.parts[0]}, not {key.type}", "cast the key")
    duckdb = f"map_extract_value({value.duckdb}, {wanted.duckdb})"
    return derive([value, wanted], f"{value.spark}[{wanted.spark}]", duckdb, value.type.parts[1])


def indexed(value: Value, index: Value, node: exp.Expr) -> Value:
    """``list[index]``, counted from 0; NULL where there is no such element."""
    if not isinstance(index.literal, int) or index.literal < 0:
        raise Problem(node, "type", "the place in the list is computed", "write a number from 0 on")
    duckdb = f"list_extract({value.duckdb}, {index.literal + 1})"
    return derive([value], f"{value.spark}[{index.spark}]", duckdb, value.type.parts[0])


def field_of(value: Value, name: str, node: exp.Expr) -> Value:
    """A field of a struct."""
    if value.type.name != "struct" or name not in value.type.fields:
        raise Problem(node, "column", f"{value.type} has no field {name!r}", "name a field of a struct")
    type = value.type.parts[value.type.fields.index(name)]
    spark = f"{value.spark}.{quoted_spark(name)}"
    return derive([value], spark, f"struct_extract({value.duckdb}, {text_duckdb(name)})", type, edges=value.edges)


@builds("pseudonymise", 1, 1, "(text, integer, long or date) → text")
def pseudonymise(call: Call) -> Value:
    """A pseudonym that stands for the value everywhere in the domain. It is still sensitive: declare ``pii=``."""
    value = call.args[0]
    if value.type.name not in ("text", "integer", "long", "date"):
        raise call.problem(f"{value.type} is written differently by each engine", "cast it to text or date", "type")
    text = cast(value, TEXT, call.node) if value.type != TEXT else value
    edges = hidden(transformed(value.edges), "treated")
    return derive([text], f"pseudonymise({text.spark})", f"pseudonymise({text.duckdb})", TEXT, edges=edges)


@builds("mask_last", 1, 2, "(text[, integer]) → text")
def mask_last(call: Call) -> Value:
    """All but the last characters (4) as ``*``. Clears sensitivity."""
    value = call.take(0, TEXT)
    shown = int(call.constant(1, int)) if len(call.args) == 2 else SHOWN
    if not 0 <= shown <= SHOWN:
        raise call.problem(f"{shown} characters would stay readable", f"leave 0 to {SHOWN}")
    edges = hidden(transformed(value.edges), "cleared")
    return derive(
        [value], spark_sql.mask_last(value.spark, shown), f"mask_last({value.duckdb}, {shown})", TEXT, edges=edges
    )


@builds("generalise", 1, 2, "(text, number, date or timestamp[, integer]) → the same type")
def generalise(call: Call) -> Value:
    """A text's first characters (3), a number's multiple below (of 10), the first day of a year (or of more years).

    Clears sensitivity.
    """
    value = call.args[0]
    width = int(call.constant(1, int)) if len(call.args) == 2 else None
    if width is not None and _too_fine(value.type, width):
        raise call.problem(
            f"a width of {width} leaves too much of a {value.type}",
            f"keep at most {PREFIX} characters, steps of {STEP} or more, 1 year or more",
        )
    if value.type.name in ("boolean", "binary", "null") or value.type.nested:
        raise call.problem(
            f"{value.type} can't be made coarser", "give a text, a number, a date or a timestamp", "type"
        )
    edges = hidden(transformed(value.edges), "cleared")
    spark = spark_sql.generalise(value.spark, value.type.spark, width)
    given = "" if width is None else f", {width}"
    return derive(
        [value], spark, f"CAST(generalise({value.duckdb}{given}) AS {value.type.duckdb})", value.type, edges=edges
    )


def _too_fine(type: Type, width: int) -> bool:
    if type == TEXT:
        return not 1 <= width <= PREFIX
    return width < (STEP if type.numeric else 1)
