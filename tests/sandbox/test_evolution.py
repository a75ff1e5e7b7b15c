"""Whatever a contract allows within a major, the table follows, and every row that was written stays readable."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi._types import input_type_to_dict, is_input_type
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io.pyarrow import PyArrowFileIO
from pyiceberg.schema import Schema
from pyiceberg.table import CommitTableResponse
from pyiceberg.table import Table as IcebergTable
from pyiceberg.table.metadata import TableMetadataUtil
from pyiceberg.table.update import update_table_metadata

from components._iceberg import iceberg_input
from meshwright.contracts.grades import Grade, highest
from meshwright.contracts.grading import grade
from meshwright.language import Product, Table
from meshwright.sandbox.extensions.iceberg import evolve, new_table
from meshwright.sandbox.resources.shapes import request
from tests.sandbox import evolving

PLACE = "openTableFormatInput.icebergInput.icebergTableInput"


class Lake(NoopCatalog):
    """One table in a folder, changed by commits of a writer and by updates of its definition."""

    def __init__(self, folder: Path, table: Table) -> None:
        super().__init__("lake")
        self._folder = folder
        self.metadata = new_table(update(table, folder))

    @property
    def table(self) -> IcebergTable:
        made = TableMetadataUtil.parse_obj(self.metadata)
        return IcebergTable(("d", "t"), made, f"{self._folder}/metadata.json", PyArrowFileIO(), self)

    def change(self, table: Table) -> None:
        """As Glue does it when the definition changes."""
        self.metadata = evolve(self.metadata, update(table, self._folder), "before")

    def write(self, table: Table, rows: list[dict[int, Any]]) -> None:
        shown = [evolving.named(table.columns, row) for row in rows]
        iceberg = self.table
        iceberg.append(pa.Table.from_pylist(shown, schema=iceberg.schema().as_arrow()))

    def commit_table(self, table: IcebergTable, requirements: Any, updates: Any) -> CommitTableResponse:
        made = update_table_metadata(table.metadata, updates)
        self.metadata = json.loads(made.model_dump_json(by_alias=True, exclude_none=True))
        return CommitTableResponse(metadata=made, **{"metadata-location": f"{self._folder}/metadata.json"})


def update(table: Table, folder: Path) -> dict[str, Any]:
    """What AWS is told of a table: the component's input in the words of the API."""
    told = plain(iceberg_input(table, location=folder.as_uri(), properties={"write.format.default": "parquet"}))
    found = request(
        "glue", "create_table", {"databaseName": "d", "openTableFormatInput": told}, {PLACE: "CreateIcebergTableInput"}
    )
    return dict(found["OpenTableFormatInput"]["IcebergInput"]["CreateIcebergTableInput"])


def plain(value: Any) -> Any:
    """Inputs of a resource as the SDK sends them to the engine."""
    if isinstance(value, list):
        return [plain(one) for one in value]
    if is_input_type(type(value)):
        return {name: plain(one) for name, one in input_type_to_dict(value).items() if one is not None}
    return value


def check_schema(schema: Schema, table: Table) -> None:
    """Numbers, order, names, types and docs are as declared."""
    fields = [json.loads(f.model_dump_json()) for f in schema.fields]
    expected = [{n.lower(): v for n, v in f.items()} for f in update(table, Path("/t"))["Schema"]["Fields"]]
    assert [_bare(f) for f in fields] == [_bare(f) for f in expected]
    assert schema.identifier_field_ids == [c.number for c in table.columns if c.key]


def _bare(value: Any) -> Any:
    """Without what one side leaves out and the other doesn't: empty docs, and blanks in a decimal's name."""
    if isinstance(value, Mapping):
        return {n: _bare(v) for n, v in value.items() if not (n == "doc" and not v)}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value.replace(" ", "") if isinstance(value, str) and value.startswith("decimal") else value


def by_id(rows: list[Any]) -> list[Any]:
    return sorted((_emptied(row) for row in rows), key=lambda row: str(row["id"]))


def _emptied(value: Any) -> Any:
    """pyiceberg reads a list or a map of structs that is NULL as one that holds nothing."""
    if isinstance(value, Mapping):
        return {name: _emptied(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_emptied(one) for one in value] or None
    return value


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), steps=st.integers(1, 6))
def test_every_row_stays_readable_whatever_is_allowed(seed: int, steps: int) -> None:
    random = Random(seed)
    with TemporaryDirectory() as folder:
        table = evolving.first(random)
        lake = Lake(Path(folder), table)
        written = evolving.rows(table, random)
        lake.write(table, written)
        past = {lake.metadata["current-snapshot-id"]: (table, list(written))}
        paths: dict[int, str] = {}
        for _ in range(steps):
            before, table = table, evolving.evolved(table, random)
            changes = grade(
                Product("p", version="1.0.0", tables=[before]), Product("p", version="1.1.0", tables=[table])
            )
            assert highest(changes) <= Grade.MINOR, [c.what for c in changes]
            lake.change(table)
            iceberg = lake.table
            check_schema(iceberg.schema(), table)
            expected = [evolving.named(table.columns, row) for row in written]
            assert by_id(iceberg.scan().to_arrow().to_pylist()) == by_id(expected)
            new = evolving.rows(table, random)
            lake.write(table, new)
            written += new
            past[lake.metadata["current-snapshot-id"]] = (table, list(written))
            for known in iceberg.metadata.schemas:
                for number in known.field_ids:
                    name = known.find_column_name(number)
                    assert paths.setdefault(number, str(name)) == name, "a number is one column for ever"
        iceberg = lake.table
        assert {s.snapshot_id for s in iceberg.metadata.snapshots} == set(past)
        for snapshot, (then, held) in past.items():
            seen = iceberg.scan(snapshot_id=snapshot).to_arrow().to_pylist()
            assert by_id(seen) == by_id([evolving.named(then.columns, row) for row in held])
