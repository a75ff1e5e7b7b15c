"""Columns: a number that never changes, a name, a type, and what a reader must know of the values."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, TypedDict, Unpack

from pydantic import AfterValidator, Field

from .definition import Definition, given
from .quoting import quoted
from .vocabulary import ColumnName, Treatment, Words

ScalarKind = Literal["text", "integer", "long", "double", "boolean", "date", "timestamp", "binary"]
UNNAMED = "element"
"""What a column is called that was given no name: the name that Iceberg gives to what a list holds."""


class Scalar(Definition):
    """One plain value. A timestamp is an instant in UTC with microseconds."""

    kind: ScalarKind


class Decimal(Definition):
    """An exact number with ``scale`` of its ``precision`` digits behind the point."""

    kind: Literal["decimal"] = "decimal"
    precision: int = Field(ge=1, le=38)
    scale: int = Field(ge=0, le=38)


class ListOf(Definition):
    """Any number of values of one type."""

    kind: Literal["list"] = "list"
    element: "Column"


class Struct(Definition):
    """Named values under one name."""

    kind: Literal["struct"] = "struct"
    fields: tuple["NamedColumn", ...] = Field(min_length=1)


class MapOf(Definition):
    """Values by key."""

    kind: Literal["map"] = "map"
    key: "Column"
    value: "Column"


ColumnType = Annotated[Scalar | Decimal | ListOf | Struct | MapOf, Field(discriminator="kind")]


class Column(Definition):
    """One column of a table or a landing, or a part of a nested one."""

    number: int = Field(ge=1, le=2_000_000_000)
    """Identifies the column for ever: unique in its table, never used again for another."""
    name: ColumnName
    type: ColumnType
    key: bool = False
    """Whether it is (part of) what identifies a row."""
    optional: bool = False
    """Whether a row may leave it empty."""
    unit: Words | None = None
    pii: Treatment | None = None
    """Set on a sensitive column, whatever the treatment."""
    why: Words | None = None
    """The reason for ``pii="keep"``."""
    deprecated: Words | None = None
    """Why it will go, and what to use instead."""
    description: Words | None = None
    default: str | int | float | bool | None = None
    """What an optional column holds where nothing was given."""

    @property
    def parts(self) -> tuple["Column", ...]:
        """The columns directly inside a nested one."""
        match self.type:
            case ListOf(element=element):
                return (element,)
            case Struct(fields=fields):
                return fields
            case MapOf(key=key, value=value):
                return (key, value)
        return ()

    def walk(self) -> Iterator["Column"]:
        """This column and everything inside it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def sensitive(self) -> bool:
        """Whether it, or anything inside it, is marked ``pii``."""
        return self.pii is not None or any(part.sensitive for part in self.parts)


def _named(column: Column) -> Column:
    if column.name == UNNAMED:
        raise ValueError(f"column {column.number} has no name; write one behind its number")
    return column


NamedColumn = Annotated[Column, AfterValidator(_named)]
"""A column of a table, a landing or a struct. Only what a list or a map holds goes without a name."""

for _model in (ListOf, Struct, MapOf, Column):
    _model.model_rebuild()


class ColumnOptions(TypedDict, total=False):
    """What any column may say of itself; see ``Column``."""

    key: bool
    optional: bool
    unit: str
    pii: Treatment
    why: str
    deprecated: str
    description: str
    default: str | int | float | bool


def _scalar(kind: ScalarKind, number: int, name: str, options: Any) -> Column:
    return Column(number=number, name=name, type=Scalar(kind=kind), **options)


def text(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """Characters, of any length."""
    return _scalar("text", number, name, options)


def integer(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """A whole number of 32 bits."""
    return _scalar("integer", number, name, options)


def long(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """A whole number of 64 bits."""
    return _scalar("long", number, name, options)


def double(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """A floating-point number of 64 bits."""
    return _scalar("double", number, name, options)


def boolean(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """True or false."""
    return _scalar("boolean", number, name, options)


def date(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """A calendar day."""
    return _scalar("date", number, name, options)


def timestamp(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """An instant in UTC, with microseconds."""
    return _scalar("timestamp", number, name, options)


def binary(number: int, name: str = UNNAMED, **options: Unpack[ColumnOptions]) -> Column:
    """Bytes."""
    return _scalar("binary", number, name, options)


def decimal(
    number: int, name: str = UNNAMED, *, precision: int, scale: int, **options: Unpack[ColumnOptions]
) -> Column:
    """An exact number: ``precision`` digits, ``scale`` of them behind the point."""
    if isinstance(precision, int) and isinstance(scale, int) and scale > precision:
        raise ValueError(
            f"scale {quoted(scale)} is above precision {quoted(precision)}; write a scale that fits into it"
        )
    return Column(number=number, name=name, type=Decimal(precision=precision, scale=scale), **options)


def list_of(number: int, name: str = UNNAMED, *, element: Column, **options: Unpack[ColumnOptions]) -> Column:
    """Any number of values; ``element`` is a column without a name: ``list_of(4, "tags", element=text(5))``."""
    return Column(number=number, name=name, type=ListOf(element=_renamed(element, UNNAMED)), **options)


def struct(number: int, name: str = UNNAMED, *, fields: Sequence[Column], **options: Unpack[ColumnOptions]) -> Column:
    """Named values under one name."""
    return Column(number=number, name=name, type=Struct(**given(fields=fields)), **options)


def map_of(
    number: int, name: str = UNNAMED, *, keys: Column, values: Column, **options: Unpack[ColumnOptions]
) -> Column:
    """Values by key; both are columns without a name."""
    key, value = _renamed(keys, "key"), _renamed(values, "value")
    return Column(number=number, name=name, type=MapOf(key=key, value=value), **options)


def _renamed(column: Column, name: str) -> Column:
    return column.model_copy(update={"name": name}) if isinstance(column, Column) else column
