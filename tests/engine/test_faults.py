"""The provider fails, or the CLI is killed, at many places of the example mesh: running again ends as ever."""

from typing import Any

import pytest

from meshwright.recording import record_stacks
from meshwright.sandbox.server import Server
from tests.embedded import embedded_aws

from .comparing import deployed, differences, recorded, standins
from .engine import AT_THE_END
from .faults import (
    DOMAIN,
    FOUNDATION,
    MARK,
    ONE_BY_ONE,
    STACKS,
    Disturbed,
    Fault,
    data_buckets,
    inventory,
    name_of,
    project,
)

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

ROUND: tuple[Fault, ...] = ("fails", "killed after", "fails", "fails", "killed before", "fails", "fails")
CREATED = (3 * ROUND)[:18]
"""For each of the two stacks."""
CHANGED: tuple[Fault, ...] = ("fails", "killed before", "killed after")
"""Where what is there is changed, and where it goes: forty-two places in all."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, Any]]:
    """How much is created by stack, and what is in the account, if nothing happens."""
    place = tmp_path_factory.mktemp("undisturbed")
    with embedded_aws(place / "aws") as server:
        engine = project(place, server)
        for stack in STACKS:
            engine.up(stack, *ONE_BY_ONE, status=0, **AT_THE_END)
        calls = [c.urn for c in engine.calls() if c.operation == "create" and not c.preview]
        return {s: sum(urn.startswith(f"urn:pulumi:{s}:") for urn in calls) for s in STACKS}, inventory(server)


@pytest.fixture(scope="module")
def disturbed(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Disturbed:
    return Disturbed(project(tmp_path_factory.mktemp("disturbed"), aws), aws)


def held(disturbed: Disturbed) -> None:
    """Every data bucket was created once, is not deleted, and has what somebody put there."""
    calls = [c for c in disturbed.engine.calls() if name_of(c).endswith(("-data-bucket", "-landing-bucket"))]
    made = [name_of(c) for c in calls if c.operation == "create" and c.outcome == "done"]
    assert len(made) == len(set(made))
    assert not [c for c in calls if c.operation == "delete"]
    buckets = data_buckets(disturbed.server)
    assert len(buckets) == 2
    for name in buckets:
        body = disturbed.server.client("s3").get_object(Bucket=name, Key="kept")["Body"].read()
        assert body == MARK, name


def differing(disturbed: Disturbed, *stacks: str) -> list[str]:
    """How the engine's states differ from the desired ones, in which undisturbed runs end: ``test_up_again``."""
    engine = disturbed.engine
    graphs = record_stacks(engine.root, STACKS)
    states = {stack: engine.resources(stack) for stack in STACKS}
    real = [pair for stack in STACKS for pair in standins(graphs[stack], states[stack])]
    return [
        line for stack in stacks
        for line in differences(recorded(graphs[stack], real), deployed(states[stack], engine.root))
    ]  # fmt: skip


def test_creations_that_fail_or_are_cut_off_lose_and_double_nothing(
    undisturbed: tuple[dict[str, int], dict[str, Any]], disturbed: Disturbed
) -> None:
    counts, there = undisturbed
    for stack in STACKS:
        disturbed.once("up", stack, "create", "killed after", type="aws:kms/key:Key", passing=0)
        made = {c.urn for c in disturbed.engine.calls() if c.operation == "create" and f":{stack}:" in c.urn}
        disturbed.run("up", stack, "create", counts[stack] - len(made), CREATED)
    assert len(set(disturbed.places)) == 2 * len(CREATED) + 2
    assert 2 * len(CREATED) + 2 * len(CHANGED) >= 40
    assert inventory(disturbed.server) == there
    assert differing(disturbed, *STACKS) == []
    held(disturbed)


def test_changes_that_fail_or_are_cut_off_are_made_in_the_end(
    undisturbed: tuple[dict[str, int], dict[str, Any]], disturbed: Disturbed
) -> None:
    engine = disturbed.engine
    definition = engine.root / "domains" / "operations" / "domain.py"
    text = definition.read_text()
    definition.write_text(text.replace('cost_center="', 'cost_center="NEW-'))
    assert definition.read_text() != text
    tagged = [resource for resource in engine.resources(DOMAIN).values() if "tagsAll" in resource.get("outputs", {})]
    disturbed.run("up", DOMAIN, "update", len(tagged), CHANGED)
    assert inventory(disturbed.server) == undisturbed[1]
    assert differing(disturbed, DOMAIN) == []
    held(disturbed)


def test_deletions_that_fail_or_are_cut_off_take_nothing_that_holds_data(disturbed: Disturbed) -> None:
    engine = disturbed.engine
    before = engine.resources(DOMAIN)
    going = [urn for urn, r in before.items() if "$aws:" in urn and r["custom"] and not r.get("retainOnDelete")]
    tables = inventory(disturbed.server)["tables"]
    disturbed.run("destroy", DOMAIN, "delete", len(going), CHANGED)
    assert engine.resources(DOMAIN) == {}
    there = inventory(disturbed.server)
    assert there["tables"] == tables
    assert there["machines"] == []
    assert not [name for name in there["roles"] if "operations" in name and name not in _of_foundation(disturbed)]
    held(disturbed)


def _of_foundation(disturbed: Disturbed) -> set[str]:
    return {str(r.get("id")) for r in disturbed.engine.resources(FOUNDATION).values()}
