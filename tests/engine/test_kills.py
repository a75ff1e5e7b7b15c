"""The CLI is killed at many places: running again ends where an undisturbed run would have."""

import time
from pathlib import Path

import pytest

from meshwright.live.project import Project
from meshwright.live.recovery import recover, unfinished
from meshwright.loader import load
from meshwright.sandbox.server import Server

from .engine import Engine
from .faults import ONE_BY_ONE, STACKS, Undisturbed, inventory, known, next_place, project
from .plugins.orders import Order

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

KILLS = 3
"""For each of the two stacks, before and after AWS has done what was asked."""
SECONDS = 60.0


@pytest.mark.parametrize("after", [False, True], ids=["before AWS has it", "after AWS has it"])
def test_killed_at_many_places_mesh_up_goes_on(
    after: bool, undisturbed: Undisturbed, server: Server, tmp_path: Path
) -> None:
    engine = project(tmp_path, server)
    for stack in STACKS:
        nameable = [name for name in undisturbed.created[stack] if not name.endswith("-key")]
        for number in range(KILLS):
            name = next_place(engine, nameable, KILLS - number)
            _killed(engine, stack, name, after=after)
            engine.run("cancel", "--yes", "-s", stack)
            _goes_on(engine, stack)
        engine.up(stack)
    assert inventory(server) == undisturbed.inventory
    assert known(engine) == undisturbed.known


def _goes_on(engine: Engine, stack: str) -> None:
    """What ``mesh up`` does before it lets the engine begin."""
    mesh = load(engine.root).mesh
    (environment,) = mesh.environments
    with pytest.MonkeyPatch.context() as patched:
        for name, value in engine.environment.items():
            patched.setenv(name, value)
        project = Project(engine.root, environment, {})
        recover(project, stack, project.state(stack))
        assert not unfinished(project.state(stack))


def _killed(engine: Engine, stack: str, name: str, *, after: bool) -> None:
    """``pulumi up`` that gets SIGKILL, with all that it started, while it creates one resource."""
    before = len(engine.calls())
    engine.order(Order(do="hang", operation="create", name=name, after=after))
    process = engine.start("up", "-s", stack, "--yes", "--skip-preview", *ONE_BY_ONE)
    deadline = time.monotonic() + SECONDS
    while not any(call.outcome == "hanging" for call in engine.calls()[before:]):
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline, name
        time.sleep(0.05)
    engine.kill(process)
    engine.order()
