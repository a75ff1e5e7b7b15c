"""The stacks of this very project, made true in the sandbox."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from meshwright.recording import Graph, record_stacks
from meshwright.sandbox.api import Api
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.resources import NOTHING, kind_of, table
from meshwright.sandbox.server import Server
from meshwright.sandbox.standins import substituted
from meshwright.sandbox.state import State

pytestmark = pytest.mark.sandbox

PROJECT = Path(__file__).parents[2]
MADE_UP = {
    "createDate",
    "creationDate",
    "lastModificationDate",
    "lastModified",
    "revisionId",
    "policyId",
    "stateMachineVersionArn",
}
"""Outputs that only AWS knows, and that no other resource may be built on."""
DEFAULTS = {
    "attachmentCount", "catalogId", "confirmationWasAuthenticated", "isEnabled", "logGroupClass", "maxSessionDuration",
    "objectLockEnabled", "pendingConfirmation", "requestPayer", "state", "storageClass", "tagsAll", "targetKeyArn",
    "type",
}  # fmt: skip
"""Outputs that a recording has and a realised resource needn't: AWS's own defaults."""
NUMBERED = ("DataLakeSettings", "Permissions", "ResourceLfTags")
"""Types whose id is a number in pulumi-aws and a readable text here; nothing refers to it."""


@pytest.fixture(scope="module")
def graphs() -> list[Graph]:
    domains = sorted(path.parent.name for path in (PROJECT / "domains").glob("*/domain.py"))
    assert domains
    return list(record_stacks(PROJECT, ["foundation.sandbox", *(f"{name}.sandbox" for name in domains)]).values())


def up(graphs: Sequence[Graph], server: Server, root: Path) -> Report:
    (root / ".mesh").mkdir(exist_ok=True)
    return realise(graphs, replace(server, root=str(PROJECT)), State.open(root, server.nonce))


def test_every_type_has_a_row_or_a_reason(graphs: list[Graph]) -> None:
    types = {r.type for graph in graphs for r in graph.resources if r.custom}
    assert types <= set(table()) | set(NOTHING)


def test_the_whole_mesh_is_made_and_a_second_run_calls_nothing(
    graphs: list[Graph], server: Server, tmp_path: Path
) -> None:
    first = up(graphs, server, tmp_path)
    assert set(first.counts) == {"created"}
    assert first.counts["created"] > 300
    second = up(graphs, server, tmp_path)
    assert second.counts == {"unchanged": first.counts["created"]}
    assert second.calls == {}
    assert second.seconds < 2

    state, api = State.open(tmp_path, server.nonce), Api(server.client)
    for record in state.records.values():
        assert kind_of(record.type).read(api, record.outputs) is not None, record.urn
    wrong = _differences(graphs, state)
    assert wrong == [], "\n".join(wrong)


def test_a_mesh_that_is_removed_leaves_its_data_and_finds_it_again(
    graphs: list[Graph], server: Server, tmp_path: Path
) -> None:
    up(graphs, server, tmp_path)
    api = Api(server.client)
    keys, tables = _keys(api), _tables(api)
    gone = up([], server, tmp_path)
    assert set(gone.counts) == {"deleted", "retained"}
    assert State.open(tmp_path, server.nonce).records == {}
    assert _tables(api) == tables
    up(graphs, server, tmp_path)
    assert (_keys(api), _tables(api)) == (keys, tables)


def _keys(api: Api) -> set[str]:
    return {key["KeyId"] for key in api.pages("kms", "list_keys", "Keys")}


def _tables(api: Api) -> dict[str, str]:
    """Where the current metadata of each table lies."""
    databases = [d["Name"] for d in api.call("glue", "get_databases")["DatabaseList"]]
    found = [t for name in databases for t in api.call("glue", "get_tables", DatabaseName=name)["TableList"]]
    return {f"{t['DatabaseName']}.{t['Name']}": t["StorageDescriptor"]["Location"] for t in found}


def _differences(graphs: list[Graph], state: State) -> list[str]:
    """What a recording promised of a resource and AWS did otherwise."""
    real = {stand: id_ for record in state.records.values() for stand, id_ in record.standins.items()}
    wrong = []
    for resource in (r for graph in graphs for r in graph.resources if r.urn in state.records):
        outputs = state.records[resource.urn].outputs
        for name in set(resource.outputs) - set(resource.inputs) - MADE_UP - DEFAULTS:
            if name == "id" and resource.type.endswith(NUMBERED):
                continue
            promised = substituted(resource.outputs[name], real)
            if outputs.get(name) != promised:
                wrong.append(f"{resource.urn}: {name} was {promised!r}, is {outputs.get(name)!r}")
    return wrong
