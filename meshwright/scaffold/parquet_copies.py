"""A parquet sample's copy."""

import io
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.parquet

from .columns import Pair
from .copies import stood_in
from .sampled import KEPT, Sample


def parquet(sample: Sample, pairs: Sequence[Pair]) -> bytes:
    """The columns with the sample's own types, without those that are dropped."""
    with pyarrow.parquet.ParquetFile(sample.path) as file:
        first = next(file.iter_batches(batch_size=KEPT))
    kept = [p for p in pairs if p.landed.pii != "drop"]
    arrays = [_array(first.column(first.schema.get_field_index(p.field.header)), p) for p in kept]
    written = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_arrays(arrays, names=[p.landed.name for p in kept]), written)
    return written.getvalue()


def _array(column: pa.Array, pair: Pair) -> pa.Array:
    if pair.kind is None:
        return column
    type = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return pa.array(stood_in(pair), type=type)
