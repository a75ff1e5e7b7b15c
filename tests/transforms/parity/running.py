"""Runs one transform in either engine, and brings what comes back into one form."""

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from meshwright.language import Column, ListOf, MapOf, Scalar, Struct
from meshwright.language import Decimal as DecimalType
from meshwright.language.columns import ColumnType
from meshwright.runtime.plan import Plan
from meshwright.transforms import compile_table
from meshwright.transforms.compiler import Compiler
from meshwright.transforms.lineage import Lineage
from meshwright.transforms.parsing import parse
from meshwright.transforms.problems import Report
from meshwright.transforms.sources import Sources
from meshwright.transforms.types import Type, declared

from ..samples import INPUTS, mesh

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.json"
KEY = b"k" * 32


def cases() -> dict[str, str | None]:
    """Every query, and why it deliberately differs from what Spark does with the text as written (None: it doesn't)."""
    found: dict[str, str | None] = {}
    for line in (HERE / "expressions.txt").read_text().splitlines():
        written, _, why = line.partition(" -- ")
        if written.strip() and not written.startswith("#"):
            found[f"SELECT id, {written.strip()} AS it FROM landing.v"] = why.strip() or None
    for written in (HERE / "queries.sql").read_text().split(";"):
        query = "\n".join(x for x in written.strip().splitlines() if not x.startswith("--"))
        if query:
            found[query] = None
    return found


def as_spark_reads_it(sql: str) -> str:
    """The text as written, over the views' names."""
    return re.sub(r"\b(landing|network_reference_v1)\.(?!`)([a-z]+)\b", r"\1__\2", sql, flags=re.IGNORECASE)


@cache
def planned(sql: str) -> Plan:
    """The plan of a table that declares just what the query gives."""
    compiled = compile_table(*_table(sql))
    assert compiled.plan is not None, [str(f) for f in compiled.findings]
    return compiled.plan


def lineage_of(sql: str) -> Lineage:
    """Where that table's columns come from."""
    compiled = compile_table(*_table(sql))
    assert compiled.lineage is not None
    return compiled.lineage


def types(sql: str) -> dict[str, Type]:
    """What the compiler says of every column of a query."""
    model = mesh(sql, [Column(number=1, name="id", type=Scalar(kind="integer"))])
    ref, table = next((r, t) for r, t in model.tables() if t.name == "out")
    report = Report("out.sql", sql)
    query = parse(sql, report)
    assert query is not None, report.findings
    rows = Compiler(Sources(model, ref, table), report).query(query, {}, None)
    assert not report.findings, [str(f) for f in report.findings]
    return {name: value.type for name, value in rows.columns.items()}


def _table(sql: str) -> tuple[Any, ...]:
    numbers = iter(range(1, 1000))
    columns = [_column(next(numbers), name, type, numbers) for name, type in types(sql).items()]
    model = mesh(sql, columns)
    return (model, *next((r, t) for r, t in model.tables() if t.name == "out"))


def _column(number: int, name: str, type: Type, numbers: Iterable[int]) -> Column:
    return Column(
        number=number, name=name, type=_declared(type, iter(numbers)), optional=True, pii="keep", why="a test"
    )


def _declared(type: Type, numbers: Any) -> ColumnType:
    match type.name:
        case "decimal":
            return DecimalType(precision=type.precision, scale=type.scale)
        case "list":
            return ListOf(element=_part("element", type.parts[0], numbers))
        case "struct":
            parts = zip(type.fields, type.parts, strict=True)
            return Struct(fields=tuple(_part(n, p, numbers) for n, p in parts))
        case "map":
            return MapOf(key=_part("key", type.parts[0], numbers), value=_part("value", type.parts[1], numbers))
        case "null":
            return Scalar(kind="integer")
    return Scalar.model_validate({"kind": type.name})


def _part(name: str, type: Type, numbers: Any) -> Column:
    return Column(number=next(numbers), name=name, type=_declared(type, numbers), optional=True)


def plain(value: Any) -> Any:
    """A value as JSON can hold it, the same from both engines."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return {"double": "nan" if math.isnan(value) else repr(value + 0.0)}
        case Decimal():
            return {"decimal": f"{value:f}"}
        case dt.datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
            return {"timestamp": aware.astimezone(dt.UTC).isoformat()}
        case dt.date():
            return {"date": value.isoformat()}
        case bytes() | bytearray():
            return {"binary": bytes(value).hex()}
        case dict():
            return {"struct": {k: plain(v) for k, v in sorted(value.items())}}
        case list() | tuple():
            return [plain(v) for v in value]
    raise TypeError(type(value).__name__)


def in_order(rows: Iterable[Any]) -> list[Any]:
    """Rows as a table has them: in no order, so in a fixed one."""
    return sorted(([plain(v) for v in row] for row in rows), key=lambda r: json.dumps(r, sort_keys=True))


def equal(one: Any, other: Any) -> bool:
    """Whether two plain results are the same, but for the last bits of a double."""
    if isinstance(one, dict) and isinstance(other, dict) and "double" in one and "double" in other:
        a, b = float(one["double"]), float(other["double"])
        return math.isclose(a, b, rel_tol=1e-13) or (math.isnan(a) and math.isnan(b))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(equal(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and bool(one == other)


def on_duckdb(plan: Plan, inputs: Mapping[str, Any] = INPUTS) -> list[Any]:
    """The result of a plan's DuckDB SQL over the samples, or over others."""
    connection = _duckdb()
    for given in plan.inputs:
        table = _sample(given.view) if inputs is INPUTS else _table_of(*inputs[given.view])
        connection.register(given.view, table)
    rows = connection.sql(plan.sql["duckdb"]).to_arrow_table().to_pylist(maps_as_pydicts="strict")
    return in_order(tuple(r.values()) for r in rows)


@cache
def _duckdb() -> Any:
    from meshwright.runtime.local.engine import connect

    return connect(KEY)


@cache
def _sample(view: str) -> Any:
    return _table_of(*INPUTS[view])


def _table_of(columns: Iterable[Column], rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa

    schema = pa.schema([(c.name, _arrow(declared(c.type))) for c in columns])
    return pa.Table.from_pylist(rows, schema=schema)


def _arrow(type: Type) -> Any:
    import pyarrow as pa

    match type.name:
        case "decimal":
            return pa.decimal128(type.precision, type.scale)
        case "list":
            return pa.list_(_arrow(type.parts[0]))
        case "struct":
            return pa.struct([(n, _arrow(p)) for n, p in zip(type.fields, type.parts, strict=True)])
        case "map":
            return pa.map_(_arrow(type.parts[0]), _arrow(type.parts[1]))
    return {
        "text": pa.string(), "integer": pa.int32(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_(),
        "date": pa.date32(), "timestamp": pa.timestamp("us", tz="UTC"), "binary": pa.binary(),
    }[type.name]  # fmt: skip
