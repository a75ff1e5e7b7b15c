"""The types an expression can have, as Spark 3.5 computes them, with each engine's word for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from meshwright.language import Decimal, ListOf, MapOf, Struct
from meshwright.language.columns import ColumnType

DIGITS = 38
"""Of the widest decimal, in Spark and in DuckDB."""
_SPARK = {"text": "STRING", "integer": "INT", "long": "BIGINT"}
_DUCKDB = {"text": "VARCHAR", "long": "BIGINT", "binary": "BLOB"}


@dataclass(frozen=True, slots=True)
class Type:
    """A type, called what a definition calls it. Two more exist inside expressions: ``null`` and ``interval``."""

    name: str
    precision: int = 0
    scale: int = 0
    parts: tuple["Type", ...] = ()
    fields: tuple[str, ...] = ()
    """Of a struct: the names of its parts."""

    @property
    def spark(self) -> str:
        """As Spark SQL writes it."""
        match self.name:
            case "decimal":
                return f"DECIMAL({self.precision}, {self.scale})"
            case "list":
                return f"ARRAY<{self.parts[0].spark}>"
            case "map":
                return f"MAP<{self.parts[0].spark}, {self.parts[1].spark}>"
            case "struct":
                fields = (f"`{name}`: {part.spark}" for name, part in zip(self.fields, self.parts, strict=True))
                return f"STRUCT<{', '.join(fields)}>"
        return _SPARK.get(self.name, self.name.upper())

    @property
    def duckdb(self) -> str:
        """As DuckDB writes it inside a query: an instant is a TIMESTAMP in UTC there, which needs no time zone."""
        match self.name:
            case "decimal":
                return f"DECIMAL({self.precision}, {self.scale})"
            case "list":
                return f"{self.parts[0].duckdb}[]"
            case "map":
                return f"MAP({self.parts[0].duckdb}, {self.parts[1].duckdb})"
            case "struct":
                fields = (f'"{name}" {part.duckdb}' for name, part in zip(self.fields, self.parts, strict=True))
                return f"STRUCT({', '.join(fields)})"
        return _DUCKDB.get(self.name, self.name.upper())

    @property
    def whole(self) -> bool:
        """A whole number."""
        return self.name in ("integer", "long")

    @property
    def numeric(self) -> bool:
        """Any number."""
        return self.name in ("integer", "long", "decimal", "double")

    @property
    def nested(self) -> bool:
        """A list, a struct or a map."""
        return bool(self.parts)

    def holds(self, name: str) -> bool:
        """Whether it is, or has inside it, a type of that name."""
        return self.name == name or any(p.holds(name) for p in self.parts)

    def __str__(self) -> str:
        match self.name:
            case "decimal":
                return f"decimal({self.precision}, {self.scale})"
            case "list":
                return f"list of {self.parts[0]}"
            case "map":
                return f"map of {self.parts[0]} to {self.parts[1]}"
            case "struct":
                return f"struct ({', '.join(f'{n} {p}' for n, p in zip(self.fields, self.parts, strict=True))})"
        return self.name


NULL, BOOLEAN, INTEGER, LONG, DOUBLE = (Type(n) for n in ("null", "boolean", "integer", "long", "double"))
TEXT, DATE, TIMESTAMP, BINARY, INTERVAL = (Type(n) for n in ("text", "date", "timestamp", "binary", "interval"))
_SCALARS = {t.name: t for t in (BOOLEAN, INTEGER, LONG, DOUBLE, TEXT, DATE, TIMESTAMP, BINARY)}


@cache
def decimal(precision: int, scale: int) -> Type:
    """An exact number."""
    return Type("decimal", precision, scale)


def list_of(element: Type) -> Type:
    """Any number of values of one type."""
    return Type("list", parts=(element,))


def struct_of(fields: Sequence[tuple[str, Type]]) -> Type:
    """Named values under one name."""
    return Type("struct", parts=tuple(t for _, t in fields), fields=tuple(n for n, _ in fields))


def declared(type: ColumnType) -> Type:
    """The type of a declared column."""
    scalar = _SCALARS.get(type.kind)
    if scalar is not None:
        return scalar
    match type:
        case Decimal(precision=precision, scale=scale):
            return decimal(precision, scale)
        case ListOf(element=element):
            return list_of(declared(element.type))
        case Struct(fields=fields):
            return struct_of([(f.name, declared(f.type)) for f in fields])
        case MapOf(key=key, value=value):
            return Type("map", parts=(declared(key.type), declared(value.type)))
    raise TypeError(type.kind)


def as_decimal(type: Type) -> Type:
    """The decimal that holds every value of a whole or exact number (Spark: ``DecimalType.forType``)."""
    return {"integer": decimal(10, 0), "long": decimal(20, 0)}.get(type.name, type)


def common(first: Type, second: Type) -> Type | None:
    """The type that both become where they meet in one column, a CASE or a comparison; None where there is none.

    Stricter than Spark, which would also read a text as a number or a date, row by row.
    """
    if first == second or second == NULL:
        return first
    if first == NULL:
        return second
    if first.numeric and second.numeric:
        return _common_number(first, second)
    if {first.name, second.name} == {"date", "timestamp"}:
        return TIMESTAMP
    if first.name == second.name == "list":
        element = common(first.parts[0], second.parts[0])
        return element and list_of(element)
    return None


def _common_number(first: Type, second: Type) -> Type | None:
    if "double" in (first.name, second.name):
        return DOUBLE
    if "decimal" not in (first.name, second.name):
        return LONG
    one, other = as_decimal(first), as_decimal(second)
    scale = max(one.scale, other.scale)
    precision = max(one.precision - one.scale, other.precision - other.scale) + scale
    return decimal(precision, scale) if precision <= DIGITS else None
