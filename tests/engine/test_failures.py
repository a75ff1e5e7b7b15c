"""The provider fails at many places: running again ends where an undisturbed run would have."""

from pathlib import Path

import pytest

from meshwright.sandbox.server import Server

from .faults import ONE_BY_ONE, STACKS, Undisturbed, inventory, known, next_place, project
from .plugins.orders import Order

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

FAILURES = 14
"""For each of the two stacks; with the twelve kills, forty places."""


def test_failing_at_many_places_one_after_another_loses_and_doubles_nothing(
    undisturbed: Undisturbed, server: Server, tmp_path: Path
) -> None:
    engine = project(tmp_path, server)
    for stack in STACKS:
        for number in range(FAILURES):
            name = next_place(engine, undisturbed.created[stack], FAILURES - number)
            engine.order(Order(do="fail", operation="create", name=name))
            done = engine.up(stack, *ONE_BY_ONE, status=1, PULUMI_SKIP_CHECKPOINTS="true", PULUMI_EXPERIMENTAL="true")
            assert "the test wants it so" in done.out, name
        engine.order()
        engine.up(stack)
    assert inventory(server) == undisturbed.inventory
    assert known(engine) == undisturbed.known
