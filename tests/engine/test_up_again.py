"""The example mesh on the real engine: what it builds once it leaves alone, and it is what was recorded."""

from dataclasses import dataclass

import pytest

from meshwright.recording import record_stacks
from meshwright.sandbox.server import Server

from .comparing import deployed, differences, recorded, standins
from .engine import AT_THE_END, Done, Engine
from .projects import stacks_of, write_project

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]


@dataclass(frozen=True)
class Example:
    """The example mesh, built."""

    engine: Engine
    stacks: tuple[str, ...]
    first: dict[str, Done]


@pytest.fixture(scope="module")
def example(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Example:
    place = tmp_path_factory.mktemp("example")
    engine = Engine(write_project(place / "project", aws), place / "home", AT_THE_END)
    stacks = tuple(stacks_of(engine.root))
    return Example(engine, stacks, {stack: _built(engine, stack) for stack in stacks})


def _built(engine: Engine, stack: str) -> Done:
    engine.init(stack)
    return engine.up(stack)


def test_everything_is_created_and_nothing_else_happens(example: Example) -> None:
    for stack, done in example.first.items():
        assert set(done.changes) == {"create"}, stack


def test_a_second_run_sends_nothing(example: Example) -> None:
    engine = example.engine
    engine.forget_calls()
    for stack in example.stacks:
        assert engine.up(stack).changes == {}, stack
    assert engine.calls() != []  # it did look
    assert engine.writes() == []


def test_a_preview_that_asks_aws_first_finds_nothing_to_do(example: Example) -> None:
    engine = example.engine
    engine.forget_calls()
    for stack in example.stacks:
        assert engine.preview(stack, "--refresh", "--expect-no-changes").changes == {}, stack
    assert {call.operation for call in engine.calls()} >= {"read"}


def test_a_refresh_finds_nothing_to_do(example: Example) -> None:
    for stack in example.stacks[:2]:  # one of each kind; a preview that refreshes looked at them all
        assert example.engine.refresh(stack, "--expect-no-changes").changes == {}, stack


def test_the_engine_knows_what_was_recorded(example: Example) -> None:
    engine = example.engine
    graphs = record_stacks(engine.root, example.stacks)
    states = {stack: engine.resources(stack) for stack in example.stacks}
    real = [pair for stack in example.stacks for pair in standins(graphs[stack], states[stack])]
    for stack in example.stacks:
        expected, actual = recorded(graphs[stack], real), deployed(states[stack], engine.root)
        assert len(expected) > 50, stack
        assert differences(expected, actual) == [], stack


def test_a_state_holds_one_place_in_the_code_for_each_resource(example: Example) -> None:
    """Whole stacks of calls would be two fifths of it, and name the paths of the machine."""
    state = example.engine.resources(example.stacks[-1])
    frames = [len(resource.get("stackTrace", ())) for resource in state.values() if "$aws:" in resource["urn"]]
    assert set(frames) == {1}
