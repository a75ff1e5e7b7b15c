"""Tables that grow as their contracts allow within a major, and rows that were written on the way."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal as Exact
from random import Random
from typing import Any

from meshwright.language import Column, Decimal, ListOf, MapOf, Scalar, Struct, Table, text, timestamp
from meshwright.language.columns import ColumnType

KEY, WHEN = 1, 2
"""Numbers of the columns that identify rows and that they may be partitioned by."""
SOURCES = ("month(at)", "day(at)", "year(at)", "bucket(4, id)", "bucket(8, id)", "truncate(2, id)", "id")
KINDS = ("text", "integer", "long", "double", "boolean", "date", "timestamp", "binary")


def first(random: Random) -> Table:
    """A table with a key, a time and some columns of any type."""
    columns = [text(KEY, "id", key=True), timestamp(WHEN, "at")]
    for _ in range(random.randint(1, 4)):
        columns.append(_column(random, max(_numbers(columns)) + 1, "", optional=random.random() < 0.5))
    return Table("t", columns=columns, partition_by=_partitions(random))


def evolved(table: Table, random: Random) -> Table:
    """The table after one change that needs no new major."""
    change = random.choice((_added, _added, _widened, _reordered, _described, _defaulted, _repartitioned))
    columns, partitions = change(table, random)
    return Table("t", columns=columns, partition_by=partitions)


def rows(table: Table, random: Random, count: int = 2) -> list[dict[int, Any]]:
    """Rows by the numbers of their columns."""
    return [{c.number: _value(c, random) for c in table.columns} for _ in range(count)]


def named(columns: Iterable[Column], row: dict[int, Any] | None) -> dict[str, Any] | None:
    """A row as these columns show it: what it was written without is empty."""
    if row is None:
        return None
    return {c.name: _shown(c.type, row.get(c.number)) for c in columns}


def _shown(type: ColumnType, value: Any) -> Any:
    match type:
        case _ if value is None:
            return None
        case Struct(fields=fields):
            return named(fields, value)
        case ListOf(element=element):
            return [_shown(element.type, one) for one in value]
        case MapOf(value=held):
            return [(key, _shown(held.type, one)) for key, one in value]
    return value


def _value(column: Column, random: Random) -> Any:
    if column.optional and random.random() < 0.3:
        return None
    match column.type:
        case Struct(fields=fields):
            return {f.number: _value(f, random) for f in fields}
        case ListOf(element=element):
            return [_value(element, random) for _ in range(random.randint(0, 3))]
        case MapOf(value=held):
            return [(f"k{n}", _value(held, random)) for n in range(random.randint(0, 2))]
        case Decimal(precision=precision):
            return Exact(f"{random.randint(0, 10 ** (precision - 2) - 1)}.{random.randint(0, 99):02}")
    return _plain(column.type.kind, random)


def _plain(kind: str, random: Random) -> Any:
    number = random.randint(-(2**31), 2**31 - 1)
    made: dict[str, Callable[[], Any]] = {
        "integer": lambda: number,
        "long": lambda: number * 2**20,
        "double": lambda: number / 4,
        "boolean": lambda: number % 2 == 0,
        "date": lambda: dt.date(2024, 1, 1) + dt.timedelta(days=number % 900),
        "timestamp": lambda: dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=number % 10**8),
        "binary": lambda: number.to_bytes(4, signed=True),
    }
    return made.get(kind, lambda: f"t{number}")()


def _column(random: Random, number: int, name: str, *, optional: bool, depth: int = 0) -> Column:
    """A column of any type, with numbers from ``number`` on."""
    name = name or f"c{number}"
    inner = {"optional": random.random() < 0.5, "depth": depth + 1}
    kind = random.choice((*KINDS, "decimal", *(("list", "struct", "map") if depth < 2 else ())))
    type: ColumnType
    if kind == "decimal":
        type = Decimal(precision=random.randint(2, 30), scale=2)
    elif kind == "list":
        type = ListOf(element=_column(random, number + 1, "element", **inner))  # type: ignore[arg-type]
    elif kind == "map":
        key = Column(number=number + 1, name="key", type=Scalar(kind="text"))
        type = MapOf(key=key, value=_column(random, number + 2, "value", **inner))  # type: ignore[arg-type]
    elif kind == "struct":
        one = _column(random, number + 1, "", **inner)  # type: ignore[arg-type]
        type = Struct(fields=(one, _column(random, max(_numbers([one])) + 1, "", **inner)))  # type: ignore[arg-type]
    else:
        type = Scalar(kind=kind)
    return Column(number=number, name=name, type=type, optional=optional)


Changed = tuple[list[Column], tuple[str, ...]]


def _added(table: Table, random: Random) -> Changed:
    """An optional column, in the table or in a struct however deep."""
    number = max(_numbers(table.columns)) + 1
    holders: list[int] = [0, *(c.number for c in _all(table.columns) if isinstance(c.type, Struct))]
    holder, new = random.choice(holders), _column(random, number, "", optional=True, depth=1)
    if holder == 0:
        columns = list(table.columns)
        columns.insert(random.randint(0, len(columns)), new)
        return columns, table.partition_by

    def grow(column: Column) -> Column:
        assert isinstance(column.type, Struct)
        return column.model_copy(update={"type": Struct(fields=(*column.type.fields, new))})

    return _with(table.columns, holder, grow), table.partition_by


def _widened(table: Table, random: Random) -> Changed:
    keys = {c.type.key.number for c in _all(table.columns) if isinstance(c.type, MapOf)}
    narrow = [c for c in _all(table.columns) if c.number not in keys and _wider(c.type) is not None]
    if not narrow:
        return _described(table, random)
    one = random.choice(narrow)
    widened = _with(table.columns, one.number, lambda c: c.model_copy(update={"type": _wider(c.type)}))
    return widened, table.partition_by


def _wider(type: ColumnType) -> ColumnType | None:
    if isinstance(type, Decimal) and type.precision < 38:
        return Decimal(precision=type.precision + 1, scale=type.scale)
    return Scalar(kind="long") if type.kind == "integer" else None


def _reordered(table: Table, random: Random) -> Changed:
    columns = list(table.columns)
    random.shuffle(columns)
    for column in [c for c in _all(columns) if isinstance(c.type, Struct)]:
        columns = _with(columns, column.number, lambda c: c.model_copy(update={"type": _shuffled(c.type, random)}))
    return columns, table.partition_by


def _shuffled(type: ColumnType, random: Random) -> Struct:
    assert isinstance(type, Struct)
    return Struct(fields=tuple(random.sample(type.fields, len(type.fields))))


def _described(table: Table, random: Random) -> Changed:
    one = random.choice(list(_all(table.columns)))
    said = random.choice(({"description": f"d{random.randint(0, 9)}"}, {"deprecated": "use another"}))
    return _with(table.columns, one.number, lambda c: c.model_copy(update=said)), table.partition_by


def _defaulted(table: Table, random: Random) -> Changed:
    plain = [c for c in table.columns if c.optional and c.type == Scalar(kind="text")]
    if not plain:
        return _repartitioned(table, random)
    one = random.choice(plain)
    return _with(table.columns, one.number, lambda c: c.model_copy(update={"default": "none"})), table.partition_by


def _repartitioned(table: Table, random: Random) -> Changed:
    return list(table.columns), _partitions(random) if table.partition_by else ()


def _partitions(random: Random) -> tuple[str, ...]:
    units, keys = SOURCES[:3], SOURCES[3:]
    return random.choice(((random.choice(units),), (random.choice(units), random.choice(keys)), (random.choice(keys),)))


def _with(columns: Iterable[Column], number: int, change: Callable[[Column], Column]) -> list[Column]:
    """The columns with the one of that number, however deep, changed."""

    def within(column: Column) -> Column:
        if column.number == number:
            return change(column)
        match column.type:
            case Struct(fields=fields):
                type: ColumnType = Struct(fields=tuple(within(f) for f in fields))
            case ListOf(element=element):
                type = ListOf(element=within(element))
            case MapOf(key=key, value=value):
                type = MapOf(key=within(key), value=within(value))
            case _:
                return column
        return column.model_copy(update={"type": type})

    return [within(c) for c in columns]


def _all(columns: Iterable[Column]) -> Iterator[Column]:
    for column in columns:
        yield from column.walk()


def _numbers(columns: Iterable[Column]) -> list[int]:
    return [c.number for c in _all(columns)]
