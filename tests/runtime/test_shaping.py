"""Arrow in exactly a contract's types: nothing lost, nothing invented."""

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.runtime.errors import RunError
from meshwright.runtime.local.shaping import conform


def required(name: str, type: pa.DataType) -> pa.Field:
    return pa.field(name, type, nullable=False)


LEG = pa.struct([required("tail", pa.large_string()), pa.field("delay", pa.int32()), required("seats", pa.int32())])
SCHEMA = pa.schema(
    [
        required("id", pa.int64()),
        pa.field("leg", LEG),
        pa.field("legs", pa.large_list(required("element", LEG))),
        pa.field("counts", pa.map_(pa.large_string(), required("value", pa.int32()))),
        pa.field("deep", pa.struct([required("inner", pa.struct([required("n", pa.int64())]))])),
    ]
)
LOOSE = pa.schema(
    [
        ("id", pa.int32()),
        ("leg", pa.struct([("tail", pa.string()), ("delay", pa.int64()), ("seats", pa.int16())])),
        ("legs", pa.list_(pa.struct([("tail", pa.string()), ("delay", pa.int64()), ("seats", pa.int16())]))),
        ("counts", pa.map_(pa.string(), pa.int64())),
        ("deep", pa.struct([("inner", pa.struct([("n", pa.int32())]))])),
    ]
)
"""What an engine gives: narrower and wider types, nothing required."""

_legs = st.fixed_dictionaries(
    {"tail": st.text(max_size=3), "delay": st.none() | st.integers(-9, 9), "seats": st.integers(0, 9)}
)
_rows = st.fixed_dictionaries(
    {
        "id": st.integers(-9, 9),
        "leg": st.none() | _legs,
        "legs": st.none() | st.lists(_legs, max_size=3),
        "counts": st.none()
        | st.dictionaries(st.text(max_size=2), st.integers(0, 9), max_size=2).map(lambda d: [*d.items()]),
        "deep": st.none() | st.fixed_dictionaries({"inner": st.fixed_dictionaries({"n": st.integers(0, 9)})}),
    }
)


def through_parquet(table: pa.Table) -> pa.Table:
    """Written and read, so that what is NULL has NULL parts: Arrow made from Python has zeros there."""
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return pyarrow.parquet.read_table(file)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(_rows, max_size=6), cut=st.integers(0, 3))
def test_every_value_survives_with_the_types_of_the_contract(rows: list[dict[str, Any]], cut: int) -> None:
    given_rows = through_parquet(pa.Table.from_pylist(rows, schema=LOOSE)).slice(cut)
    found = conform(given_rows, SCHEMA, "t")
    assert found.schema == SCHEMA
    found.validate(full=True)
    assert found.to_pylist() == rows[cut:]
    assert through_parquet(found).to_pylist() == rows[cut:]  # a writer that checks what is required takes it


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": None}, "t: column id is required but has no value in 1 of 1 rows; fill it in the transform or"),
        ({"id": 1, "leg": {"tail": None, "seats": 1}}, "t: column leg.tail is required"),
        ({"id": 1, "legs": [None]}, "t: column legs.element is required"),
        ({"id": 1, "legs": [{"tail": "N1"}]}, "t: column legs.element.seats is required"),
        ({"id": 1, "counts": [("a", None)]}, "t: column counts.value is required"),
        ({"id": 1, "deep": {"inner": None}}, "t: column deep.inner is required"),
        ({"id": 1, "deep": {"inner": {}}}, "t: column deep.inner.n is required"),
        ({"id": 1, "leg": {"tail": "N1", "seats": 1, "delay": 2**40}}, "t: column leg is not struct<"),
    ],
)
def test_what_does_not_fit_is_named(row: dict[str, Any], says: str) -> None:
    with pytest.raises(RunError) as caught:
        conform(through_parquet(pa.Table.from_pylist([row], schema=LOOSE)), SCHEMA, "t")
    assert str(caught.value).startswith(says)


def test_columns_come_in_the_order_of_the_contract() -> None:
    schema = pa.schema([pa.field("a", pa.int64()), pa.field("b", pa.int64())])
    assert conform(pa.table({"b": [2], "c": [3], "a": [1]}), schema, "t").to_pydict() == {"a": [1], "b": [2]}


def test_parts_are_found_by_their_names() -> None:
    turned = pa.struct([("more", pa.string()), ("seats", pa.int16()), ("tail", pa.string())])
    rows = pa.table({"leg": pa.array([{"more": "x", "seats": 4, "tail": "N1"}, None], turned)})
    found = conform(rows, pa.schema([pa.field("leg", LEG)]), "here")
    assert found.column("leg").to_pylist() == [{"tail": "N1", "delay": None, "seats": 4}, None]
