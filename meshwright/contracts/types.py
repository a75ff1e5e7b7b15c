"""What became of a column's type."""

from enum import Enum, auto

from meshwright.language import Column, Decimal, ListOf, MapOf, Scalar
from meshwright.language.columns import ColumnType

from .iceberg import spark_type


class Retyped(Enum):
    """How one type differs from another, beside what is inside of it."""

    WIDER = auto()
    """Every value of the one is a value of the other, and Iceberg reads it as such."""
    DATE_TO_TIMESTAMP = auto()
    PART = auto()
    """A list holds another column, or a map has another key or holds another column."""
    OTHER = auto()


def retyped(base: ColumnType, head: ColumnType) -> Retyped | None:
    """How ``head`` differs from ``base``; None where it doesn't, or only inside of a struct, list or map."""
    match base, head:
        case Scalar(kind=before), Scalar(kind=after):
            return _scalar(before, after)
        case Decimal(), Decimal():
            if base == head:
                return None
            wider = head.scale == base.scale and head.precision > base.precision
            return Retyped.WIDER if wider else Retyped.OTHER
        case ListOf(element=before), ListOf(element=after):
            return None if before.number == after.number else Retyped.PART
        case MapOf(), MapOf():
            same = skeleton(base.key) == skeleton(head.key) and base.value.number == head.value.number
            return None if same else Retyped.PART
    return None if base.kind == head.kind else Retyped.OTHER


def _scalar(before: str, after: str) -> Retyped | None:
    if before == after:
        return None
    if (before, after) == ("integer", "long"):
        return Retyped.WIDER
    return Retyped.DATE_TO_TIMESTAMP if (before, after) == ("date", "timestamp") else Retyped.OTHER


def skeleton(column: Column) -> tuple[object, ...]:
    """All that Iceberg knows of a column and what is inside: numbers, names, types, whether values may be missing."""
    kind = column.type if isinstance(column.type, Scalar | Decimal) else column.type.kind
    return (column.number, column.name, column.optional, kind, *(skeleton(part) for part in column.parts))


def shown(type: ColumnType) -> str:
    """A type for a message, in the language's words where it is plain: ``long``, ``decimal(9,2)``."""
    return type.kind if isinstance(type, Scalar) else spark_type(type)
