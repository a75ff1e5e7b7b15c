"""Definitions as calls of the language's constructors, with everything left out that is the default anyway."""

import re
from datetime import date
from typing import Any

from meshwright.language import (
    Column,
    Decimal,
    Definition,
    Domain,
    Expect,
    Fresh,
    Landing,
    ListOf,
    MapOf,
    Objective,
    OnPublish,
    Product,
    Quality,
    Struct,
    Table,
    Timed,
    Unique,
    daily,
    hourly,
)
from meshwright.language.columns import UNNAMED, ColumnOptions
from meshwright.loader.words import word

from .layout import Atom, Entry, Group, Node, Words, listed

FIRST = {
    Domain: ("name", "owner", "cost_center", "description", "retire"),
    Product: ("name", "version", "purpose", "classification", "visibility", "sunset", "successor", "urgent", "retire"),
    Table: ("name", "description", "retire", "transform", "partition_by"),
    Landing: ("name", "format", "null", "sample", "description"),
}
"""What is said first of a definition; the rest follows in the order of its fields."""
_BIG = 2
"""So many definitions may stand in a list on one line."""
_DAILY = re.compile(r"([0-9]+) ([0-9]+) \* \* \*")
_HOURLY = re.compile(r"([0-9]+) \* \* \* \*")


def spelled(value: Any) -> Node:
    """Any value that a definition holds."""
    match value:
        case Column():
            return _column(value)
        case Timed():
            return _timed(value.cron)
        case OnPublish(products=products):
            return call("on_publish", *products)
        case Unique(columns=columns):
            return call("Expect.unique", *columns)
        case Definition():
            return definition(value)
        case str():
            return Words(value)
        case date():
            return Words(value.isoformat())
        case list() | tuple():
            return sequence([spelled(v) for v in value], value)
        case dict():
            entries = (Entry(spelled(v), f"{spelled(k).flat}: ") for k, v in value.items())
            return Group("{", tuple(entries), "}")
    return Atom(repr(value).replace("e+", "e"))  # as the formatter writes a large number


def sequence(nodes: list[Node], values: Any) -> Group:
    """A list: of many definitions one a line."""
    return listed(nodes, tall=len(nodes) > _BIG and all(isinstance(v, Definition) for v in values))


def call(name: str, *positional: Any, **named: Any) -> Group:
    """A call; arguments that are nodes stay as they are."""
    entries = [Entry(_node(v)) for v in positional]
    entries += [Entry(_node(v), f"{k}=") for k, v in named.items()]
    return Group(f"{name}(", tuple(entries), ")")


def _node(value: Any) -> Node:
    return value if isinstance(value, Atom | Words | Group) else spelled(value)


def definition(value: Definition, **replaced: Node) -> Group:
    """The call that makes a definition; ``replaced`` are arguments that are written otherwise than spelled."""
    name = constructor(value)
    fields = type(value).model_fields
    first = FIRST.get(type(value), ())
    given: dict[str, Any] = {}
    for field in (*first, *(f for f in fields if f not in first and f != "kind")):
        held = getattr(value, field)
        if field in replaced or not _left_out(name, field, held, value):
            given[field] = replaced.get(field, held)
    positional = [given.pop(p) for p in word(name).positional if p in given]
    made = call(name, *positional, **given)
    tall = isinstance(value, Domain | Product) and len(made.entries) > _BIG
    return Group(made.opening, made.entries, made.closing, tall)


def constructor(value: Definition) -> str:
    """What makes it: ``Product``, ``landing``, ``Expect.between``."""
    kind = getattr(value, "kind", None)
    if isinstance(kind, str):
        return f"{(Objective if isinstance(value, Fresh | Quality) else Expect).__name__}.{kind}"
    return "landing" if isinstance(value, Landing) else type(value).__name__


def _left_out(name: str, field: str, held: Any, value: Definition) -> bool:
    """Whether the constructor does the same without the argument."""
    if isinstance(value, Table) and field == "transform":
        return bool(held == f"{value.name}.sql")
    defaults = word(name).defaults
    if field not in defaults:
        return False
    default = defaults[field]
    return bool(held == default and type(held) is type(default)) or (default is None and held == {})


def _column(column: Column) -> Node:
    type = column.type
    given: dict[str, Any] = {}
    match type:
        case Decimal(precision=precision, scale=scale):
            given |= {"precision": precision, "scale": scale}
        case ListOf(element=element):
            given["element"] = _unnamed(element)
        case Struct(fields=fields):
            given["fields"] = fields
        case MapOf(key=key, value=value):
            given |= {"keys": _unnamed(key), "values": _unnamed(value)}
    for option in ColumnOptions.__annotations__:
        held = getattr(column, option)
        if held is not None and (held is not False or option == "default"):
            given[option] = held
    kind = {"list": "list_of", "map": "map_of"}.get(type.kind, type.kind)
    name = () if column.name == UNNAMED else (column.name,)
    return call(kind, column.number, *name, **given)


def _unnamed(column: Column) -> Column:
    return column.model_copy(update={"name": UNNAMED})


def _timed(expression: str) -> Node:
    """``daily``, ``hourly``, else ``cron``: whichever gives these very characters."""
    at = _DAILY.fullmatch(expression)
    if at and len(at[2]) <= 2 and len(at[1]) <= 2:
        time = f"{int(at[2]):02}:{int(at[1]):02}"
        if daily(time).cron == expression:
            return call("daily", time)
    past = _HOURLY.fullmatch(expression)
    if past and hourly(int(past[1])).cron == expression:
        return call("hourly", *([int(past[1])] if int(past[1]) else []))
    return call("cron", expression)
