"""What can't be changed in place."""

from pathlib import Path
from typing import Any

import pytest

from meshwright.loader import load
from meshwright.recording import record_stacks
from meshwright.recording.replacing import FIXED, forcing

ROOT = Path(__file__).parents[2]


def test_every_type_of_the_example_mesh_is_in_the_table() -> None:
    stacks = ["foundation.sandbox", *(f"{d.name}.sandbox" for d in load(ROOT).mesh.domains)]
    used = {r.type for graph in record_stacks(ROOT, stacks).values() for r in graph.resources if r.custom}
    assert {token for token in used if not token.startswith("pulumi:")} <= set(FIXED)


def test_every_line_names_its_source() -> None:
    assert all(line.source.endswith(".go") and line.inputs for line in FIXED.values())


TABLE: dict[str, tuple[str, dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "tags": ("aws:s3/bucket:Bucket", {"tags": {"a": "1"}}, {"tags": {"a": "2"}}, ()),
    "a name": ("aws:s3/bucket:Bucket", {"bucket": "a"}, {"bucket": "b"}, ("bucket",)),
    "a property that is new": ("aws:s3/bucket:Bucket", {}, {"objectLockEnabled": True}, ("objectLockEnabled",)),
    "anything": (
        "aws:lakeformation/permissions:Permissions",
        {"permissions": ["SELECT"], "principal": "a"},
        {"permissions": ["DESCRIBE"], "principal": "a"},
        ("permissions",),
    ),
    "a part": (
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        {"tableData": {"name": "a", "columnNames": ["x"]}},
        {"tableData": {"name": "b", "columnNames": ["y"]}},
        ("tableData.name",),
    ),
    "another part": (
        "aws:lakeformation/dataCellsFilter:DataCellsFilter",
        {"tableData": {"name": "a", "columnNames": ["x"]}},
        {"tableData": {"name": "a", "columnNames": ["y"]}},
        (),
    ),
    "a block in a list of one": (
        "aws:glue/catalogTable:CatalogTable",
        {"openTableFormatInput": [{"icebergInput": {"version": "2"}}]},
        {"openTableFormatInput": {"icebergInput": {"version": "3"}}},
        ("openTableFormatInput.icebergInput.version",),
    ),
    "a type that nobody uses": ("aws:ec2/vpc:Vpc", {"cidrBlock": "a"}, {"cidrBlock": "b"}, ()),
}


@pytest.mark.parametrize("name", TABLE)
def test_only_what_cannot_be_changed_in_place_forces_a_replacement(name: str) -> None:
    token, old, new, expected = TABLE[name]
    assert forcing(token, old, new) == expected
