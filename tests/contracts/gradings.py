"""The table of docs/versions.md, row by row: what a row grades, and what comes close and is no change.

A case is (base, head, graded); ``graded`` lists each change as ``row GRADE where``. Where a case is about
columns, base and head are columns beside the key ``order_id``, which has number 1.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from meshwright.language import Column, Product
from tests.rules.building import (
    between,
    binary,
    boolean,
    complete,
    daily,
    day,
    decimal,
    double,
    fresh,
    integer,
    list_of,
    long,
    map_of,
    matches,
    one_of,
    product,
    quality,
    rows,
    struct,
    table,
    text,
    timestamp,
    unique,
)

Case = tuple[Product, Product, list[str]]
KEY = text(1, "order_id", key=True)


def holding(columns: Sequence[Column], **changed: Any) -> Product:
    """A product whose one table has these columns beside its key."""
    return product(tables=[table(columns=[KEY, *columns], **changed)])


def columns(before: Sequence[Column], after: Sequence[Column], *graded: str, **both: Any) -> Case:
    """Columns beside the key, and whatever else base and head say of their table."""
    return holding(before, **both), holding(after, **both), list(graded)


def tables(before: Mapping[str, Any], after: Mapping[str, Any], *graded: str) -> Case:
    """What the one table says."""
    return product(tables=[table(**before)]), product(tables=[table(**after)]), list(graded)


def products(before: Mapping[str, Any], after: Mapping[str, Any], *graded: str) -> Case:
    """What the product says."""
    return product(**before), product(**after), list(graded)


def expects(before: Sequence[Any], after: Sequence[Any], *graded: str) -> Case:
    """What the one table promises."""
    return tables({"expects": before}, {"expects": after}, *graded)


def _inside(before: Sequence[Column], after: Sequence[Column], *graded: str) -> list[Case]:
    """The same change in a struct, in a list's struct and in a map's struct; ``@`` stands for where that is."""

    def at(path: str) -> list[str]:
        return [g.replace("@", path) for g in graded]

    def element(fields: Sequence[Column]) -> Column:
        return struct(20, fields=list(fields))

    return [
        columns([struct(9, "s", fields=list(before))], [struct(9, "s", fields=list(after))], *at("orders.s")),
        columns(
            [list_of(9, "l", element=element(before))], [list_of(9, "l", element=element(after))],
            *at("orders.l.element"),
        ),
        columns(
            [map_of(9, "m", keys=text(19), values=element(before))],
            [map_of(9, "m", keys=text(19), values=element(after))],
            *at("orders.m.value"),
        ),
    ]  # fmt: skip


A, B = text(2, "a"), text(3, "b")
OPTIONAL = text(4, "c", optional=True)
STREET = text(10, "street")
KINDS = {
    "text": text(2, "a"), "integer": integer(2, "a"), "long": long(2, "a"), "double": double(2, "a"),
    "boolean": boolean(2, "a"), "date": day(2, "a"), "timestamp": timestamp(2, "a"), "binary": binary(2, "a"),
    "decimal": decimal(2, "a", precision=9, scale=2), "list": list_of(2, "a", element=text(3)),
    "struct": struct(2, "a", fields=[text(3, "x")]), "map": map_of(2, "a", keys=text(3), values=text(4)),
}  # fmt: skip
OTHERWISE = {("integer", "long"), ("date", "timestamp")}
EVERY_TYPE = [
    columns([old], [new], "TYPE_CHANGED ILLEGAL orders.a")
    for was, old in KINDS.items()
    for now, new in KINDS.items()
    if was != now and (was, now) not in OTHERWISE
]


def _precise(precision: int, scale: int, number: int = 2) -> Column:
    return decimal(number, "a", precision=precision, scale=scale)


def _mapped(key: Column, value: Column) -> Column:
    return map_of(2, "a", keys=key, values=value)


GRADED: dict[str, list[Case]] = {
    "COLUMN_ADDED": [
        columns([A], [A, OPTIONAL], "COLUMN_ADDED MINOR orders.c"),
        columns([A], [A, struct(9, "s", optional=True, fields=[STREET])], "COLUMN_ADDED MINOR orders.s"),
        *_inside([STREET], [STREET, text(21, "zip", optional=True)], "COLUMN_ADDED MINOR @.zip"),
    ],
    "REQUIRED_ADDED": [
        columns([A], [A, B], "REQUIRED_ADDED ILLEGAL orders.b"),
        *_inside([STREET], [STREET, text(21, "zip")], "REQUIRED_ADDED ILLEGAL @.zip"),
    ],
    "REQUIRED_ADDED_WITH_DEFAULT": [
        columns([A], [A, text(3, "b", default="x")], "REQUIRED_ADDED_WITH_DEFAULT ILLEGAL orders.b"),
    ],
    "COLUMN_DROPPED": [
        columns([A, B], [A], "COLUMN_DROPPED MAJOR orders.b"),
        columns([struct(9, "s", fields=[STREET])], [], "COLUMN_DROPPED MAJOR orders.s"),
        *_inside([STREET, text(11, "zip")], [STREET], "COLUMN_DROPPED MAJOR @.zip"),
    ],
    "COLUMN_RENAMED": [
        columns([A], [text(2, "z")], "COLUMN_RENAMED MAJOR orders.z"),
        columns([integer(2, "a")], [long(2, "z")], "COLUMN_RENAMED MAJOR orders.z", "TYPE_WIDENED MINOR orders.z"),
        columns([A, B], [text(2, "b"), text(3, "a")], "COLUMN_RENAMED MAJOR orders.a", "COLUMN_RENAMED MAJOR orders.b"),
        columns(
            [A, B], [text(3, "a"), text(2, "b")],
            "COLUMN_RENAMED MAJOR orders.a", "COLUMN_RENAMED MAJOR orders.b", "REORDERED PATCH orders",
        ),
        columns(
            [struct(9, "s", fields=[STREET])], [struct(9, "t", fields=[STREET])], "COLUMN_RENAMED MAJOR orders.t"
        ),
        *_inside([STREET], [text(10, "road")], "COLUMN_RENAMED MAJOR @.road"),
    ],
    "REORDERED": [
        columns([A, B], [B, A], "REORDERED PATCH orders"),
        *_inside([STREET, text(11, "zip")], [text(11, "zip"), STREET], "REORDERED PATCH @"),
    ],
    "TYPE_WIDENED": [
        columns([integer(2, "a")], [long(2, "a")], "TYPE_WIDENED MINOR orders.a"),
        columns([_precise(9, 2)], [_precise(18, 2)], "TYPE_WIDENED MINOR orders.a"),
        columns(
            [list_of(2, "a", element=integer(3))], [list_of(2, "a", element=long(3))],
            "TYPE_WIDENED MINOR orders.a.element",
        ),
        columns([_mapped(text(3), integer(4))], [_mapped(text(3), long(4))], "TYPE_WIDENED MINOR orders.a.value"),
        *_inside([integer(10, "n")], [long(10, "n")], "TYPE_WIDENED MINOR @.n"),
    ],
    "DATE_TO_TIMESTAMP": [columns([day(2, "a")], [timestamp(2, "a")], "DATE_TO_TIMESTAMP ILLEGAL orders.a")],
    "TYPE_CHANGED": [
        *EVERY_TYPE,
        columns([_precise(9, 2)], [_precise(8, 2)], "TYPE_CHANGED ILLEGAL orders.a"),
        columns([_precise(9, 2)], [_precise(12, 3)], "TYPE_CHANGED ILLEGAL orders.a"),
        columns([_precise(9, 2)], [_precise(9, 1)], "TYPE_CHANGED ILLEGAL orders.a"),
        columns([_mapped(integer(3), text(4))], [_mapped(long(3), text(4))], "TYPE_CHANGED ILLEGAL orders.a"),
        columns([_mapped(text(3), text(4))], [_mapped(text(5), text(4))], "TYPE_CHANGED ILLEGAL orders.a"),
        columns([_mapped(text(3), text(4))], [_mapped(text(3), text(5))], "TYPE_CHANGED ILLEGAL orders.a"),
        columns(
            [_mapped(struct(3, fields=[text(5, "x")]), text(4))],
            [_mapped(struct(3, fields=[text(5, "x"), text(6, "y", optional=True)]), text(4))],
            "TYPE_CHANGED ILLEGAL orders.a",
        ),
        columns(
            [list_of(2, "a", element=text(3))], [list_of(2, "a", element=text(4))], "TYPE_CHANGED ILLEGAL orders.a"
        ),
        *_inside([integer(10, "n")], [text(10, "n")], "TYPE_CHANGED ILLEGAL @.n"),
    ],
    "MADE_OPTIONAL": [
        columns([A], [text(2, "a", optional=True)], "MADE_OPTIONAL MAJOR orders.a"),
        columns(
            [list_of(2, "a", element=text(3))], [list_of(2, "a", element=text(3, optional=True))],
            "MADE_OPTIONAL MAJOR orders.a.element",
        ),
        *_inside([STREET], [text(10, "street", optional=True)], "MADE_OPTIONAL MAJOR @.street"),
    ],
    "MADE_REQUIRED": [
        columns([OPTIONAL], [text(4, "c")], "MADE_REQUIRED ILLEGAL orders.c"),
        columns(
            [_mapped(text(3), text(4, optional=True))], [_mapped(text(3), text(4))],
            "MADE_REQUIRED ILLEGAL orders.a.value",
        ),
        *_inside([text(10, "x", optional=True)], [text(10, "x")], "MADE_REQUIRED ILLEGAL @.x"),
    ],
    "PARTITIONING": [
        tables({}, {"partition_by": ["country"], "expects": [unique("order_id")]}, "PARTITIONING MINOR orders"),
        tables({"partition_by": ["country"]}, {"partition_by": ["bucket(4, country)"]}, "PARTITIONING MINOR orders"),
        tables(
            {"partition_by": ["country", "order_id"]}, {"partition_by": ["order_id", "country"]},
            "PARTITIONING MINOR orders",
        ),
        tables({"partition_by": ["country"]}, {}, "PARTITIONING ILLEGAL orders"),
    ],
    "IDENTIFYING_COLUMN": [
        columns([A], [integer(2, "a")], "IDENTIFYING_COLUMN ILLEGAL orders.a", partition_by=["a"]),
        (
            holding([integer(2, "a")], partition_by=["a"]), holding([long(2, "a")], partition_by=["a"]),
            ["IDENTIFYING_COLUMN ILLEGAL orders.a"],
        ),
        (
            holding([A, B], partition_by=["a"]), holding([B], partition_by=["b"]),
            ["IDENTIFYING_COLUMN ILLEGAL orders.a", "PARTITIONING MINOR orders"],
        ),
        (
            product(tables=[table(columns=[KEY, integer(2, "line", key=True)])]),
            product(tables=[table(columns=[KEY, long(2, "line", key=True)])]),
            ["IDENTIFYING_COLUMN ILLEGAL orders.line"],
        ),
        (
            product(tables=[table(columns=[KEY, integer(2, "line", key=True)])]),
            product(tables=[table(columns=[KEY])]),
            ["IDENTIFYING_COLUMN ILLEGAL orders.line"],
        ),
    ],
    "ROW_KEY": [
        columns([A], [text(2, "a", key=True)], "ROW_KEY MAJOR orders"),
        (
            product(tables=[table(columns=[KEY, text(2, "line", key=True)])]),
            product(tables=[table(columns=[KEY, text(2, "line")])]), ["ROW_KEY MAJOR orders"],
        ),
    ],
    "ALLOWED_VALUES": [
        expects(
            [one_of("country", ["de", "fr"])], [one_of("country", ["de", "fr", "us"])],
            "ALLOWED_VALUES MAJOR orders",
        ),
        expects(
            [one_of("country", ["de", "fr"])], [one_of("country", ["de"])], "ALLOWED_VALUES MINOR orders"
        ),
        expects(
            [one_of("country", ["de", "fr"])], [one_of("country", ["de", "us"])],
            "ALLOWED_VALUES MAJOR orders", "ALLOWED_VALUES MINOR orders",
        ),
    ],
    "PROMISE_CHANGED": [
        expects([rows(at_least=1)], [rows(at_least=0)], "PROMISE_CHANGED MAJOR orders"),
        expects([rows(at_least=1)], [rows(at_least=9)], "PROMISE_CHANGED MINOR orders"),
        expects([rows(at_least=1)], [rows(at_least=1, at_most=9)], "PROMISE_CHANGED MINOR orders"),
        expects([rows(at_least=1)], [], "PROMISE_CHANGED MAJOR orders"),
        expects([complete("email", at_least=0.9)], [complete("email", at_least=0.8)],
            "PROMISE_CHANGED MAJOR orders"),
        expects([complete("email", at_least=0.9)], [complete("email", at_least=0.95)],
            "PROMISE_CHANGED MINOR orders"),
        expects([between("amount", 0, 9)], [between("amount", 0, 10)], "PROMISE_CHANGED MAJOR orders"),
        expects([between("amount", 0, 9)], [between("amount", 1, 10)], "PROMISE_CHANGED MAJOR orders"),
        expects([between("amount", 0, 9)], [between("amount", 1, 8)], "PROMISE_CHANGED MINOR orders"),
        expects([unique("order_id")], [], "PROMISE_CHANGED MAJOR orders"),
        expects([unique("order_id", "amount")], [unique("order_id")],
            "PROMISE_ADDED MINOR orders", "PROMISE_CHANGED MINOR orders"),
        expects([matches("country", "[a-z]+")], [matches("country", "[a-z]{2}")],
            "PROMISE_ADDED MINOR orders", "PROMISE_CHANGED MAJOR orders"),
        products({"objectives": [fresh(within="26h")]}, {"objectives": [fresh(within="2d")]},
            "PROMISE_CHANGED MAJOR -"),
        products({"objectives": [fresh(within="26h")]}, {"objectives": [fresh(within="1h")]},
            "PROMISE_CHANGED MINOR -"),
        products({"objectives": [quality(at_least=0.9)]}, {"objectives": [quality(at_least=0.8)]},
            "PROMISE_CHANGED MAJOR -"),
        products({}, {"objectives": []}, "PROMISE_CHANGED MAJOR -"),
    ],
    "SENSITIVITY": [
        products({}, {"classification": "restricted"}, "SENSITIVITY MAJOR -"),
        products({}, {"classification": "restricted", "urgent": "it names people"}, "SENSITIVITY MINOR - governance"),
        products(
            {"urgent": "it names people"}, {"classification": "restricted", "urgent": "it names people"},
            "SENSITIVITY MAJOR -",
        ),
        products({}, {"classification": "public"}, "SENSITIVITY MINOR - governance"),
        columns([A], [text(2, "a", pii="mask")], "SENSITIVITY MAJOR orders.a"),
        columns([text(2, "a", pii="mask")], [A], "SENSITIVITY MAJOR orders.a governance"),
        columns([text(2, "a", pii="pseudonymise")], [text(2, "a", pii="mask")], "SENSITIVITY MAJOR orders.a"),
        columns([text(2, "a", pii="mask")], [text(2, "a", pii="pseudonymise")],
            "SENSITIVITY MAJOR orders.a governance"),
        columns([text(2, "a", pii="mask")], [text(2, "a", pii="keep", why="x")], "DESCRIBED PATCH orders.a",
            "SENSITIVITY MAJOR orders.a governance"),
        (holding([A]), product(tables=[table(columns=[KEY, text(2, "a", pii="mask")])], urgent="it names people"),
            ["SENSITIVITY MINOR orders.a governance"]),
        (holding([text(2, "a", pii="mask")]), product(tables=[table(columns=[KEY, A])], urgent="because"),
            ["SENSITIVITY MAJOR orders.a governance"]),
        *_inside([STREET], [text(10, "street", pii="mask")], "SENSITIVITY MAJOR @.street"),
    ],
    "REMOVED": [
        products({"tables": [table("orders"), table("lines", columns=[KEY])]}, {}, "REMOVED MAJOR lines"),
    ],
    "NUMBER_REUSED": [
        columns([A], [integer(2, "z")], "NUMBER_REUSED ILLEGAL orders.z"),
        (holding([A], reserved=[7]), holding([A, text(7, "z", optional=True)]), ["NUMBER_REUSED ILLEGAL orders.z"]),
        (
            holding([A], reserved=[7]), holding([A, struct(8, "s", optional=True, fields=[text(7, "z")])]),
            ["COLUMN_ADDED MINOR orders.s", "NUMBER_REUSED ILLEGAL orders.s"],
        ),
        columns(
            [A, struct(9, "s", fields=[STREET])], [struct(9, "s", fields=[STREET, A])],
            "NUMBER_REUSED ILLEGAL orders.s.a",
        ),
        columns(
            [struct(9, "s", fields=[STREET, text(11, "zip")])], [struct(9, "s", fields=[STREET]), text(11, "zip")],
            "NUMBER_REUSED ILLEGAL orders.zip",
        ),
    ],
    "DESCRIBED": [
        products({}, {"purpose": "orders"}, "DESCRIBED PATCH -"),
        tables({}, {"description": "all orders"}, "DESCRIBED PATCH orders"),
        columns([A], [text(2, "a", description="what it is")], "DESCRIBED PATCH orders.a"),
        columns([text(2, "a", deprecated="x")], [text(2, "a", deprecated="y")], "DESCRIBED PATCH orders.a"),
        *_inside([STREET], [text(10, "street", description="without the number")], "DESCRIBED PATCH @.street"),
    ],
    "TABLE_ADDED": [
        products({}, {"tables": [table("orders"), table("lines", columns=[KEY])]}, "TABLE_ADDED MINOR lines"),
    ],
    "RENAMED": [
        products({"tables": [table("orders")]}, {"tables": [table("sales")]}, "RENAMED MAJOR orders"),
    ],
    "UNIT": [
        columns([integer(2, "a", unit="m")], [integer(2, "a", unit="km")], "UNIT MAJOR orders.a"),
        columns([integer(2, "a", unit="m")], [integer(2, "a")], "UNIT MAJOR orders.a"),
        columns([integer(2, "a")], [integer(2, "a", unit="m")], "UNIT MINOR orders.a"),
    ],
    "SCHEDULE": [
        products({"schedule": daily("05:00")}, {"schedule": daily("06:00")}, "SCHEDULE PATCH -"),
        products({"schedule": daily("05:00")}, {}, "SCHEDULE PATCH -"),
    ],
    "DEPRECATED": [
        columns([A], [text(2, "a", deprecated="use b")], "DEPRECATED MINOR orders.a"),
        columns([text(2, "a", deprecated="use b")], [A], "DEPRECATED PATCH orders.a"),
        products({}, {"sunset": "2027-06-30", "successor": 2}, "DEPRECATED NONE -", "DEPRECATED NONE -"),
        products({"sunset": "2027-06-30"}, {"sunset": "2027-12-31"}, "DEPRECATED NONE -"),
        *_inside([STREET], [text(10, "street", deprecated="-")], "DEPRECATED MINOR @.street"),
    ],
    "PROMISE_ADDED": [
        tables({"expects": []}, {"expects": [rows(at_least=1)]}, "PROMISE_ADDED MINOR orders"),
        tables({"expects": []}, {"expects": [unique("order_id")]}, "PROMISE_ADDED MINOR orders"),
        products({"objectives": []}, {}, "PROMISE_ADDED MINOR -"),
    ],
    "VALUES_LIMITED": [
        tables({"expects": []}, {"expects": [one_of("country", ["de"])]}, "VALUES_LIMITED MINOR orders"),
        tables({"expects": [one_of("country", ["de"])]}, {"expects": []}, "VALUES_LIMITED MAJOR orders"),
    ],
    "DEFAULT": [
        columns([OPTIONAL], [text(4, "c", optional=True, default="x")], "DEFAULT MINOR orders.c"),
        columns(
            [text(4, "c", optional=True, default="y")], [text(4, "c", optional=True, default="x")],
            "DEFAULT MINOR orders.c",
        ),
        columns([text(4, "c", optional=True, default="y")], [OPTIONAL], "DEFAULT MINOR orders.c"),
    ],
    "ADOPTED": [
        products({"adopts": "lake"}, {"adopts": "other_lake"}, "ADOPTED MAJOR -"),
        products({"adopts": "lake"}, {}, "ADOPTED MAJOR -"),
        products({}, {"adopts": "lake"}, "ADOPTED MAJOR -"),
    ],
}  # fmt: skip
"""By row, what it grades. Rows MOVED and TRANSFORM need more than two products: see their own tests."""

RENAMED_PARTITION = (holding([A], partition_by=["a"]), holding([text(2, "z")], partition_by=["z"]))
RENAMED_PROMISE = (holding([A], expects=[unique("a")]), holding([text(2, "z")], expects=[unique("z")]))
"""A column that is renamed, wherever it is named."""
DROPPED_PROMISE = (
    holding([A, B], expects=[complete("b"), unique("a")]),
    holding([A], expects=[unique("a")]),
)
