"""Functions of lists, structs and maps."""

from sqlglot import exp

from ..casts import coerced
from ..problems import Problem
from ..types import BOOLEAN, INTEGER, NULL, list_of, struct_of
from ..values import Value, derive, quoted_duckdb, quoted_spark, text_duckdb, text_spark
from .choices import alike
from .registry import Call, Topic, letting

functions = Topic("Lists, structs, maps")


@functions.builds("array", 1, None, "(value, …) → list")
def array(call: Call) -> Value:
    """A list of these values."""
    args, type = alike(call, call.args)
    listed = [", ".join(a.spark for a in args), ", ".join(a.duckdb for a in args)]
    return derive(args, f"array({listed[0]})", f"[{listed[1]}]", list_of(type))


@functions.builds("named_struct", 2, None, "(name, value, …) → struct")
def named_struct(call: Call) -> Value:
    """A struct of these fields."""
    if len(call.args) % 2:
        raise call.problem("a field has no value", "write names and values in turn")
    names = [str(call.constant(i, str)).lower() for i in range(0, len(call.args), 2)]
    return _struct(call, names, call.args[1::2])


@functions.builds("struct", 1, None, "(value AS name, …) → struct")
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


@functions.builds("size cardinality", 1, 1, "(list or map) → integer")
def size(call: Call) -> Value:
    """How many elements; -1 of NULL, as Spark has it."""
    value = call.args[0]
    if value.type.name not in ("list", "map"):
        raise call.problem(f"{value.type} has no size", "use length for a text", "type")
    count = "len" if value.type.name == "list" else "cardinality"
    duckdb = f"CAST(coalesce({count}({value.duckdb}), -1) AS INTEGER)"
    return derive([value], f"size({value.spark})", duckdb, INTEGER)


@functions.builds("array_contains", 2, 2, "(list, value) → boolean")
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


@functions.builds("element_at", 2, 2, "(list, integer) or (map, key) → element")
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
