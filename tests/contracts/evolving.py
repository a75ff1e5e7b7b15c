"""Random tables and what may become of them, and Iceberg's own library, which changes a table in the same way."""

from collections.abc import Callable, Iterator
from itertools import count, pairwise
from types import SimpleNamespace
from typing import Any, get_args

from hypothesis import strategies as st
from pyiceberg.partitioning import PartitionField, PartitionSpec
from pyiceberg.schema import Schema
from pyiceberg.table.update.schema import UpdateSchema
from pyiceberg.transforms import parse_transform
from pyiceberg.types import IcebergType, ListType, MapType, NestedField, StructType

from meshwright.contracts.ground import paths
from meshwright.contracts.iceberg import iceberg_field
from meshwright.language import Column, Decimal, ListOf, MapOf, Scalar, Struct, Table, text
from meshwright.language.columns import ColumnType, ScalarKind

SCALARS: tuple[ScalarKind, ...] = get_args(ScalarKind)
FIRST_NEW = 1000
"""Where the numbers of columns begin that a change adds."""
Edit = Callable[[Column], Column | None]


@st.composite
def scalar_types(draw: st.DrawFn) -> ColumnType:
    """A type that is no nested one."""
    kind = draw(st.sampled_from([*SCALARS, None]))
    if kind is None:
        precision = draw(st.integers(1, 38))
        return Decimal(precision=precision, scale=draw(st.integers(0, precision)))
    return Scalar(kind=kind)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with a key and up to five columns, nested up to three deep."""
    numbers = count(2)

    def column(depth: int, name: str) -> Column:
        number, optional = next(numbers), draw(st.booleans())
        kind = draw(st.sampled_from(["scalar", "scalar", "list", "struct", "map"])) if depth < 3 else "scalar"
        found: ColumnType
        match kind:
            case "list":
                found = ListOf(element=column(depth + 1, "element"))
            case "struct":
                found = Struct(fields=tuple(column(depth + 1, f"f{n}") for n in range(draw(st.integers(1, 3)))))
            case "map":
                key = Column(number=next(numbers), name="key", type=draw(scalar_types()))
                found = MapOf(key=key, value=column(depth + 1, "value"))
            case _:
                found = draw(scalar_types())
        return Column(number=number, name=name, type=found, optional=optional)

    return Table("t", columns=[text(1, "id", key=True), *(column(1, f"c{n}") for n in range(draw(st.integers(1, 5))))])


@st.composite
def changed(draw: st.DrawFn, base: Table) -> Table:
    """What up to three edits make of a table. New numbers are never used before."""
    table = base
    for _ in range(draw(st.integers(1, 3))):
        table = draw(_edited(table))
    return table


@st.composite
def _edited(draw: st.DrawFn, table: Table) -> Table:
    everything = [c for top in table.columns for c in top.walk()]
    fresh = max([FIRST_NEW, *(c.number + 1 for c in everything)])
    edit = draw(st.sampled_from(["add", "drop", "rename", "widen", "retype", "optional", "reorder"]))
    if edit in ("add", "reorder"):
        places = [None, *(c.number for c in everything if isinstance(c.type, Struct))]
        at = draw(st.sampled_from(places))
        new = Column(number=fresh, name=f"n{fresh}", type=draw(scalar_types()), optional=draw(st.booleans()))
        return _beside(table, at, lambda columns: (*columns, new) if edit == "add" else columns[::-1])
    named = [c for c in everything if c.name not in ("element", "key", "value", "id")]
    unkeyed = [c for c in everything if c.name not in ("key", "id")]
    found = draw(st.sampled_from((named if edit in ("drop", "rename") else unkeyed) or [everything[0]]))
    if found.number == 1:
        return table
    edits: dict[str, Edit] = {
        "drop": lambda c: None,
        "rename": lambda c: c.model_copy(update={"name": f"r{c.number}"}),
        "widen": lambda c: c.model_copy(update={"type": _wider(c.type)}),
        "retype": lambda c: c.model_copy(update={"type": retyped}),
        "optional": lambda c: c.model_copy(update={"optional": not c.optional}),
    }
    retyped = draw(scalar_types())
    columns = _each(table.columns, found.number, edits[edit])
    return table if columns is None else table.model_copy(update={"columns": columns})


def _wider(type: ColumnType) -> ColumnType:
    if isinstance(type, Decimal):
        return Decimal(precision=min(38, type.precision + 1), scale=type.scale)
    return Scalar(kind="long") if type == Scalar(kind="integer") else type


def _beside(table: Table, number: int | None, edit: Callable[[tuple[Column, ...]], tuple[Column, ...]]) -> Table:
    """The table with the columns beside each other edited that a struct holds, or (None) it holds itself."""
    if number is None:
        return table.model_copy(update={"columns": edit(table.columns)})

    def inside(column: Column) -> Column:
        assert isinstance(column.type, Struct)  # it was chosen among them
        return column.model_copy(update={"type": Struct(fields=edit(column.type.fields))})

    columns = _each(table.columns, number, inside)
    assert columns is not None  # nothing is dropped
    return table.model_copy(update={"columns": columns})


def _each(columns: tuple[Column, ...], number: int, edit: Edit) -> tuple[Column, ...] | None:
    """The columns with one of them edited; None where nothing would be left."""
    found: list[Column] = []
    for column in columns:
        new = edit(column) if column.number == number else _within(column, number, edit)
        if new is not None:
            found.append(new)
    return tuple(found) or None


def _within(column: Column, number: int, edit: Edit) -> Column:
    match column.type:
        case Struct(fields=fields):
            kept = _each(fields, number, edit)
            return column.model_copy(update={"type": Struct(fields=kept or fields)})
        case ListOf(element=element):
            (part,) = _each((element,), number, edit) or (element,)
            return column.model_copy(update={"type": ListOf(element=part)})
        case MapOf(key=key, value=value):
            (part,) = _each((value,), number, edit) or (value,)
            return column.model_copy(update={"type": MapOf(key=key, value=part)})
    return column


def schema(table: Table) -> Schema:
    """The table as Iceberg's library knows it."""
    fields = [iceberg_field(c) for c in table.columns]
    key = [c.number for c in table.columns if c.key]
    return Schema.model_validate({"type": "struct", "fields": fields, "identifier-field-ids": key})


def evolved(base: Table, head: Table) -> Schema:
    """What Iceberg's library makes of the base on the way to the head.

    Raises ValueError, or an error of the library's own, where it refuses.
    """
    before, after = schema(base), schema(head)
    update = UpdateSchema(transaction=_of(base, before), schema=before)
    old, new = dict(paths(base)), dict(paths(head))
    _drop(update, base.columns, new, old)
    for number in old.keys() & new.keys():
        _alter(update, old[number], before.find_field(number), after.find_field(number))
    _add(update, head.columns, old, (), after)
    _order(update, base.columns, head.columns, (), old)
    return update._apply()


def _of(table: Table, before: Schema) -> Any:
    """All that the library asks of the transaction that a change is part of."""
    sources = [(before.find_field(p.source).field_id, p) for p in table.partitions]
    spec = PartitionSpec(
        *(PartitionField(source_id=n, field_id=1000 + i, transform=parse_transform(p.transform), name=p.name)
          for i, (n, p) in enumerate(sources))
    )  # fmt: skip
    metadata = SimpleNamespace(partition_specs=[spec], schemas=[before], format_version=2)
    return SimpleNamespace(table_metadata=metadata)


def _drop(update: UpdateSchema, columns: tuple[Column, ...], new: dict[int, str], old: dict[int, str]) -> None:
    for column in columns:
        if column.number not in new:
            update.delete_column(old[column.number])
        else:
            _drop(update, column.parts, new, old)


def _alter(update: UpdateSchema, path: str, before: NestedField, after: NestedField) -> None:
    if before.name != after.name:
        update.rename_column(path, after.name)
    if not _alike(before.field_type, after.field_type):
        update.update_column(path, field_type=after.field_type)
    if before.required != after.required:
        update.update_column(path, required=after.required)


def _alike(before: IcebergType, after: IcebergType) -> bool:
    """Whether two types are the same, beside what is inside of them."""
    nested = (StructType, ListType, MapType)
    if isinstance(before, nested) or isinstance(after, nested):
        return type(before) is type(after)
    return before == after


def _add(
    update: UpdateSchema, columns: tuple[Column, ...], old: dict[int, str], above: tuple[str, ...], after: Schema
) -> None:
    for column in columns:
        if column.number in old:
            _add(update, column.parts, old, tuple(old[column.number].split(".")), after)
        else:
            field = after.find_field(column.number)
            update.add_column((*above, column.name), field.field_type, required=field.required)


def _order(
    update: UpdateSchema,
    base: tuple[Column, ...],
    head: tuple[Column, ...],
    above: tuple[str, ...],
    old: dict[int, str],
) -> None:
    """Put columns beside each other into the head's order, and those inside of them."""
    before = {c.number: c for c in base}
    kept = [c.number for c in base if c.number in {h.number for h in head}]
    if [c.number for c in head] != [*kept, *(c.number for c in head if c.number not in before)]:
        names = [old[c.number].rpartition(".")[2] if c.number in before else c.name for c in head]
        update.move_first((*above, names[0]))
        for first, second in pairwise(names):
            update.move_after((*above, second), (*above, first))
    for column in head:
        was = before.get(column.number)
        if was is not None and isinstance(column.type, Struct) and isinstance(was.type, Struct):
            _order(update, was.type.fields, column.type.fields, tuple(old[column.number].split(".")), old)
        elif was is not None and not isinstance(column.type, Struct) and column.type.kind == was.type.kind:
            for one, other in zip(was.parts, column.parts, strict=True):
                _order_part(update, one, other, old)


def _order_part(update: UpdateSchema, one: Column, other: Column, old: dict[int, str]) -> None:
    if one.number == other.number and isinstance(one.type, Struct) and isinstance(other.type, Struct):
        _order(update, one.type.fields, other.type.fields, tuple(old[one.number].split(".")), old)
    elif one.number == other.number and one.type.kind == other.type.kind:
        for inner, outer in zip(one.parts, other.parts, strict=True):
            _order_part(update, inner, outer, old)


def shape(fields: tuple[NestedField, ...]) -> list[object]:
    """Names, types, order and what is required, without the numbers: the library gives new columns its own."""
    return [(f.name, f.required, _type_shape(f.field_type)) for f in fields]


def _type_shape(type: IcebergType) -> object:
    match type:
        case StructType():
            return shape(type.fields)
        case ListType():
            return ["list", type.element_required, _type_shape(type.element_type)]
        case MapType():
            return ["map", type.value_required, _type_shape(type.key_type), _type_shape(type.value_type)]
    return str(type)


def numbers(schema: Schema) -> Iterator[int]:
    """Every number in a schema."""
    yield from schema._lazy_id_to_field
