"""A table in the account follows its definition in place, or says why it can't and stays as it was."""

from typing import Any

import pyarrow as pa
import pytest

from meshwright.recording.graph import Graph
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.iceberg import catalog

from .graphs import graph, iceberg, resource
from .project import Sandbox, names

pytestmark = pytest.mark.sandbox

LONG, INT, TEXT = '"long"', '"int"', '"string"'
PLACE = '{"type":"struct","fields":[{"id":4,"name":"city","required":false,"type":"string"}]}'
LARGER = (
    '{"type":"struct","fields":[{"id":5,"name":"zip","required":false,"type":"string"},'
    '{"id":4,"name":"city","required":false,"type":"string","doc":"where"}]}'
)
FIRST = ((1, "id", LONG), (2, "amount", INT), (3, "place", PLACE))


def lake(*fields: tuple[int, str, str], **more: Any) -> Graph:
    data = resource("bucket", "data", {"bucket": "data"})
    database = resource("database", "database", {"name": "sales"})
    given = {"name": "orders", "databaseName": "sales", "openTableFormatInput": iceberg("data", *fields, **more)}
    return graph(data, database, resource("table", "table", given, after=(data, database)))


def months(transform: str = "bucket[4]") -> dict[str, Any]:
    return {"fields": [{"sourceId": 1, "transform": transform, "name": "id_part"}]}


def table(sandbox: Sandbox) -> Any:
    return catalog(sandbox.server).load_table("sales.orders")


def append(sandbox: Sandbox, **row: Any) -> None:
    held = table(sandbox)
    held.append(pa.Table.from_pylist([row], schema=held.schema().as_arrow()))


def seen(sandbox: Sandbox, **scan: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table(sandbox).scan(**scan).to_arrow().to_pylist()
    return sorted(rows, key=lambda row: int(row["id"]))


@pytest.fixture
def filled(sandbox: Sandbox) -> Sandbox:
    """With one row, written as the table was first."""
    sandbox.up(lake(*FIRST, partitionSpec=months()))
    append(sandbox, id=1, amount=7, place={"city": "Linz"})
    return sandbox


def test_a_table_evolves_in_place_with_all_that_is_in_it(filled: Sandbox) -> None:
    before = table(filled)
    wider = ((1, "id", LONG), (3, "place", LARGER), (2, "amount", LONG), (6, "note", TEXT))
    report = filled.up(lake(*wider, partitionSpec=months("truncate[10]"), properties={"owner": "o"}))
    assert (names(report.updated), report.replaced, report.deleted) == (["table"], [], [])
    after = table(filled)
    assert [(f.field_id, f.name) for f in after.schema().fields] == [
        (1, "id"),
        (3, "place"),
        (2, "amount"),
        (6, "note"),
    ]
    assert str(after.schema().find_type("amount")) == "long"
    assert after.schema().find_field("place.zip").field_id == 5
    assert (after.metadata.table_uuid, after.location()) == (before.metadata.table_uuid, before.location())
    assert [s.snapshot_id for s in after.snapshots()] == [s.snapshot_id for s in before.snapshots()]
    assert seen(filled) == [{"place": {"zip": None, "city": "Linz"}, "id": 1, "amount": 7, "note": None}]

    append(filled, id=2, amount=2**40, place={"zip": "1010", "city": "Wien"}, note="new")
    assert seen(filled)[1] == {"place": {"zip": "1010", "city": "Wien"}, "id": 2, "amount": 2**40, "note": "new"}
    past = seen(filled, snapshot_id=before.current_snapshot().snapshot_id)
    assert past == [{"id": 1, "amount": 7, "place": {"city": "Linz"}}]
    assert table(filled).properties["owner"] == "o"


REFUSED = [
    ([(2, "amount", TEXT)], "column 'amount' can't change from int to string; add the new one beside it"),
    ([(2, "amount", INT), (2, "double", INT)], r"field ids are used twice: \[2\]"),
    ([(2, "amount", INT), (3, "other", TEXT)], "column 'other' can't change from struct to string"),
    ([(2, "amount", INT), (4, "city", TEXT)], "column 'city' has number 4, which is that of column 'place.city'"),
]


@pytest.mark.parametrize(("fields", "message"), REFUSED)
def test_what_can_not_be_done_in_place_is_said_and_changes_nothing(
    filled: Sandbox, fields: list[tuple[int, str, str]], message: str
) -> None:
    before = table(filled).metadata_location
    with pytest.raises(SandboxError, match=rf"CatalogTable 'table' can't be changed: .*Iceberg: {message}"):
        filled.up(lake((1, "id", LONG), *fields, partitionSpec=months()))
    assert table(filled).metadata_location == before
    assert seen(filled) == [{"id": 1, "amount": 7, "place": {"city": "Linz"}}]
    assert filled.up(lake(*FIRST, partitionSpec=months())).calls == {}


def test_a_renamed_column_shows_what_was_written_before_under_its_new_name(filled: Sandbox) -> None:
    report = filled.up(lake((1, "id", LONG), (2, "total", INT), (3, "place", PLACE), partitionSpec=months()))
    assert (names(report.updated), report.replaced, report.deleted) == (["table"], [], [])
    append(filled, id=2, total=8, place={"city": "Wien"})
    assert [(row["total"], "amount" in row) for row in seen(filled)] == [(7, False), (8, False)]


def test_partitioning_is_changed_and_not_taken_away(filled: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"partitioning can't be taken away in place: .*write another, such as part"):
        filled.up(lake(*FIRST))
    filled.up(lake(*FIRST, partitionSpec=months("bucket[1]")))
    assert [str(f.transform) for f in table(filled).spec().fields] == ["bucket[1]"]
    assert seen(filled) == [{"id": 1, "amount": 7, "place": {"city": "Linz"}}]


def test_a_table_that_comes_back_is_the_one_that_was_kept(filled: Sandbox) -> None:
    kept = resource("table", "table", {}, retain_on_delete=True)
    base = lake(*FIRST, partitionSpec=months())
    held = [r for r in base.resources if r.type != kept.type]
    (declared,) = (r for r in base.resources if r.type == kept.type)
    retained = resource("table", "table", declared.inputs, after=tuple(held), retain_on_delete=True)
    filled.up(graph(*held, retained))
    assert names(filled.up(graph(*held)).retained) == ["table"]
    report = filled.up(lake(*FIRST, (6, "note", TEXT), partitionSpec=months()))
    assert names(report.adopted) == ["table"]
    assert seen(filled) == [{"id": 1, "amount": 7, "place": {"city": "Linz"}, "note": None}]
