"""A small mesh to compile against, and the rows that its inputs hold: ordinary, odd and missing values."""

import datetime as dt
from decimal import Decimal
from typing import Any

from meshwright.language import (
    Column,
    Domain,
    Governance,
    Mesh,
    Product,
    Subscription,
    Table,
    binary,
    boolean,
    date,
    decimal,
    double,
    integer,
    landing,
    list_of,
    long,
    map_of,
    struct,
    text,
    timestamp,
)
from meshwright.transforms import Compiled, compile_table

VALUES = (
    integer(1, "id", key=True),
    integer(2, "i", optional=True),
    integer(3, "j", optional=True),
    long(4, "big", optional=True),
    double(5, "x", optional=True),
    double(6, "y", optional=True),
    decimal(7, "n", precision=9, scale=2, optional=True),
    decimal(8, "m", precision=12, scale=4, optional=True),
    text(9, "t", optional=True),
    text(10, "u", optional=True),
    boolean(11, "yes", optional=True),
    date(12, "day", optional=True),
    date(13, "other_day", optional=True),
    timestamp(14, "at", optional=True),
    timestamp(15, "other_at", optional=True),
    list_of(16, "numbers", element=integer(17, optional=True), optional=True),
    struct(18, "place", fields=[text(19, "city", optional=True), integer(20, "floor", optional=True)], optional=True),
    map_of(21, "ages", keys=text(22), values=integer(23, optional=True), optional=True),
    binary(24, "raw", optional=True),
    text(25, "written", optional=True),
)
"""The columns of ``landing.v``."""


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


_NAMES = [c.name for c in VALUES]
_ROWS: list[tuple[Any, ...]] = [
    (1, 7, 2, 3_000_000_000, 1.5, 2.0, Decimal("12.34"), Decimal("3.1250"), "hello", "l", True,
     dt.date(2013, 1, 31), dt.date(2013, 1, 1), _at("2013-01-31T05:06:07.891"), _at("2013-01-01T00:00:00"),
     [1, 2, None], {"city": "Delft", "floor": 3}, {"ann": 30, "bo": None}, b"ab", "2013-01-05"),
    (2, -7, 3, -5, -2.5, 0.0, Decimal("-0.05"), Decimal("0.0000"), "  padded ", "", False,
     dt.date(2012, 2, 29), dt.date(2013, 2, 28), _at("2012-02-29T23:59:59.999999"), _at("2012-03-01T00:00:00"),
     [], {"city": None, "floor": None}, {}, b"", " 2013-1-5 "),
    (3, 0, 0, 0, 0.0, -0.0, Decimal("0.00"), Decimal("99999999.9999"), "", "x", None,
     dt.date(1969, 12, 31), dt.date(1970, 1, 1), _at("1969-12-31T23:59:59.5"), _at("1970-01-01T00:00:00"),
     [5], {"city": "x", "floor": 0}, {"": 0}, b"\x00\xff", "12.50"),
    (4, 2_147_483_647, 1, 9_007_199_254_740_993, 1e300, 1e-7, Decimal("9999999.99"), Decimal("-0.0001"), "a,b,,c",
     ",", True, dt.date(2000, 2, 29), dt.date(1999, 12, 31), _at("2013-11-03T01:30:00"),
     _at("2013-03-10T02:30:00"), [3, 3], {"city": "é", "floor": -1}, {"ann": 1}, b"\xc3\xa9", "1e3"),
    (5, -2_000_000_000, -1, -9_000_000_000_000_000_000, float("nan"), 1.0, Decimal("1.00"), Decimal("2.5000"),
     "é😀 Ünïcode", "é", False, dt.date(2013, 12, 30), dt.date(2013, 3, 30), _at("2013-07-01T09:00:00"),
     _at("2013-06-30T23:00:00"), [None], None, None, b"x", "true"),
    (6, 1, None, None, float("inf"), 3.0, Decimal("2.50"), None, "50%_off\\", "%", None,
     dt.date(2013, 1, 1), None, _at("2013-01-01T00:00:00"), None, None, {"city": "a", "floor": 1}, {"a": 5}, None,
     "2013-01-05T10:11:12Z"),
    (7, None, 5, 10, float("-inf"), -1.0, None, Decimal("1.0050"), None, "b", True,
     None, dt.date(2013, 1, 1), None, _at("2013-05-17T01:02:03"), [7, 8, 9], {"city": "b", "floor": 2}, {}, b"",
     "-7"),
    (8, 12, 12, 12, 1.005, 2.675, Decimal("12.50"), Decimal("12.5000"), "AbC-12_34", "bC", False,
     dt.date(2024, 2, 29), dt.date(2024, 2, 29), _at("2024-02-29T12:34:56.7"), _at("2024-02-29T12:34:56.7"),
     [12], {"city": "AbC", "floor": 12}, {"x": 12}, b"12", "2013-01-05 10:11:12.123456+02:00"),
    (9, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None, None,
     None),
    (10, 100, 7, 1_000_000, 0.5, -0.5, Decimal("-12.50"), Decimal("-2.5000"), "tab\tand\nline", "\t", True,
     dt.date(1999, 1, 3), dt.date(2013, 1, 6), _at("1950-05-17T01:02:03.25"), _at("2038-01-19T03:14:08"),
     [-1, 0], {"city": "", "floor": 100}, {"ann": 2, "cy": 3}, b"tab", "not a value"),
]  # fmt: skip
ROWS = [dict(zip(_NAMES, row, strict=True)) for row in _ROWS]

FLIGHTS = (
    text(1, "carrier", key=True),
    integer(2, "flight", key=True),
    text(3, "tail", optional=True, pii="keep", why="joins"),
    integer(4, "delay", optional=True),
    timestamp(5, "at", key=True),
    double(6, "miles", optional=True),
)
_FLIGHTS: list[tuple[Any, ...]] = [
    ("AA", 1, "N1", 5, "2013-01-01T05:00:00", 100.0),
    ("AA", 2, "N2", -3, "2013-01-01T06:00:00", 200.5),
    ("AA", 3, None, None, "2013-01-02T05:00:00", None),
    ("UA", 1, "N1", 60, "2013-01-01T07:00:00", 300.0),
    ("UA", 2, "N3", 0, "2013-01-02T08:00:00", 100.0),
    ("UA", 3, "N3", 60, "2013-01-03T08:00:00", 50.25),
    ("DL", 1, "N4", None, "2013-01-03T09:00:00", 700.0),
]
FLIGHT_ROWS: list[dict[str, Any]] = [
    dict(zip([c.name for c in FLIGHTS], (*row[:4], _at(row[4]), row[5]), strict=True)) for row in _FLIGHTS
]
CARRIERS = (
    text(1, "carrier", key=True),
    text(2, "name"),
    text(3, "phone", optional=True, pii="pseudonymise"),
    list_of(4, "hubs", element=text(5), optional=True),
)
CARRIER_ROWS: list[dict[str, Any]] = [
    {"carrier": "AA", "name": "American", "phone": "a1", "hubs": ["DFW"]},
    {"carrier": "UA", "name": "United", "phone": None, "hubs": []},
    {"carrier": "BA", "name": "British", "phone": "b2", "hubs": None},
]
INPUTS: dict[str, tuple[tuple[Column, ...], list[dict[str, Any]]]] = {
    "landing__v": (VALUES, ROWS),
    "landing__flights": (FLIGHTS, FLIGHT_ROWS),
    "network_reference_v1__carriers": (CARRIERS, CARRIER_ROWS),
}
"""By view: its columns and its rows."""


def mesh(sql: str, columns: list[Column], **more: Any) -> Mesh:
    """A mesh whose ``operations.departures`` fills the table ``out`` by this SQL."""
    table = Table("out", columns=columns)
    operations = Domain(
        "operations",
        landings=[
            landing("v", format="parquet", columns=list(VALUES)),
            landing("flights", format="csv", null="NA", columns=[*FLIGHTS, text(7, "secret", pii="drop")]),
        ],
        products=[Product("departures", version="1.2.0", tables=[table, *more.get("tables", [])])],
        consumes=more.get("consumes", [Subscription("network.reference", major=1, purpose="names")]),
    )
    reference = Product("reference", version="1.0.0", tables=[Table("carriers", columns=list(CARRIERS))])
    weather = Product("observations", version="2.1.0", tables=[Table("hourly", columns=[text(1, "station", key=True)])])
    transforms = {
        "operations": {"out.sql": sql, **more.get("files", {})},
        "network": {"carriers.sql": "SELECT * FROM landing.raw"},
    }
    domains = (Domain("network", products=[reference]), operations, Domain("weather", products=[weather]))
    return Mesh(domains, GOVERNANCE, (), transforms)


GOVERNANCE = Governance(owner="platform@example.org", allowed_regions=["eu-west-1"])


def compiled(sql: str, columns: list[Column], **more: Any) -> Compiled:
    """``operations.departures.out``, compiled."""
    model = mesh(sql, columns, **more)
    ref, table = next((r, t) for r, t in model.tables() if t.name == "out")
    return compile_table(model, ref, table)
