"""Arrow arrays in exactly the types of a contract.

Arrow's own cast refuses a required part of something that is NULL: there, the part has no value to lack.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from ..errors import RunError
from ..running import without_value


def conform(table: pa.Table, schema: pa.Schema, what: str) -> pa.Table:
    """The table with exactly the schema's columns and types, or an error that names the column.

    Raises:
        RunError: something required has NULLs, or a value doesn't fit its type.
    """
    arrays = []
    for field in schema:
        array = table.column(field.name)
        if missing := required_nulls(array, field, field.name):
            path, count = missing
            raise without_value(what, path, count, table.num_rows)
        try:
            arrays.append(pa.chunked_array([_shaped(c, field) for c in array.chunks], type=field.type))
        except (pa.ArrowException, ValueError) as problem:
            raise RunError(f"{what}: column {field.name} is not {field.type}: {problem}") from problem
    return pa.Table.from_arrays(arrays, schema=schema)


def required_nulls(array: pa.ChunkedArray, field: pa.Field, path: str) -> tuple[str, int] | None:
    """The first required column or part that has NULLs, and how many; None where all have values."""
    if not field.nullable and array.null_count:
        return path, array.null_count
    present = array.filter(array.is_valid()) if array.null_count else array
    for part, values in _parts(present, field.type):
        found = required_nulls(values, part, f"{path}.{part.name}")
        if found:
            return found
    return None


def _parts(array: pa.ChunkedArray, type: pa.DataType) -> Iterator[tuple[pa.Field, pa.ChunkedArray]]:
    if pa.types.is_struct(type):
        for field in type:
            yield field, pa.chunked_array([_part(c, field) for c in array.chunks], _part_type(array.type, field))
    elif pa.types.is_map(type):
        entries = [_listed(c).flatten() for c in array.chunks]
        yield type.item_field, pa.chunked_array([e.field(1) for e in entries], array.type.item_type)
    elif _is_list(type):
        yield type.value_field, pa.chunked_array([c.flatten() for c in array.chunks], array.type.value_type)


def _part(array: pa.StructArray, field: pa.Field) -> pa.Array:
    """The values of a struct's part, by its name; of one that is not there, none."""
    index = array.type.get_field_index(field.name)
    return array.flatten()[index] if index >= 0 else pa.nulls(len(array), field.type)


def _part_type(struct: pa.StructType, field: pa.Field) -> pa.DataType:
    index = struct.get_field_index(field.name)
    return struct.field(index).type if index >= 0 else field.type


def _shaped(array: pa.Array, field: pa.Field) -> pa.Array:
    """An array of the field's type; where that is required, what is NULL lies inside something that is."""
    type = field.type
    if not pa.types.is_nested(type):
        return array.cast(type) if field.nullable else _without_nulls(array.cast(type))
    mask = array.is_null() if field.nullable and array.null_count else None
    if pa.types.is_struct(type):
        parts = [_shaped(_part(array, field), field) for field in type]
        return pa.StructArray.from_arrays(parts, fields=list(type), mask=mask)
    if pa.types.is_map(type):
        lists = _listed(array)
        keys, items = lists.flatten().flatten()
        keys, items = _shaped(keys, type.key_field), _shaped(items, type.item_field)
        return pa.MapArray.from_arrays(_offsets(lists, pa.int32()), keys, items, type=type, mask=mask)
    values = _shaped(array.flatten(), type.value_field)
    if pa.types.is_large_list(type):
        return pa.LargeListArray.from_arrays(_offsets(array, pa.int64()), values, type=type, mask=mask)
    return pa.ListArray.from_arrays(_offsets(array, pa.int32()), values, type=type, mask=mask)


def _listed(array: pa.MapArray) -> pa.ListArray:
    """A map as the list of its entries, which Arrow has more functions for."""
    entries = pa.StructArray.from_arrays([array.keys, array.items], names=["key", "value"])
    offsets = pc.add(array.offsets, pa.scalar(0, pa.int32()))  # a copy: those of a slice take no mask
    return pa.ListArray.from_arrays(offsets, entries, mask=array.is_null() if array.null_count else None)


def _without_nulls(array: pa.Array) -> pa.Array:
    """The same values; what was NULL is now something that nobody sees."""
    if not array.null_count:
        return array
    buffers = [None, *array.buffers()[1:]]
    return pa.Array.from_buffers(array.type, len(array), buffers, null_count=0, offset=array.offset)


def _offsets(lists: pa.Array, type: pa.DataType) -> pa.Array:
    """Where each list begins among the values of all that are not NULL."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(type)
    return pa.concat_arrays([pa.array([0], type), pc.cumulative_sum(lengths)])


def _is_list(type: pa.DataType) -> bool:
    return bool(pa.types.is_list(type) or pa.types.is_large_list(type))
