"""Every component passes every guardrail by itself."""

import pytest

from meshwright.guardrails import bounds_of, judge, stack_of
from tests.harness import deploy

from .ground import GOVERNANCE, SANDBOX
from .test_ground_components import COMPONENTS, Build


@pytest.mark.parametrize("build", [build for build, _ in COMPONENTS], ids=lambda b: b.__name__)
def test_every_component_passes(build: Build) -> None:
    verdicts = judge({"it": stack_of(deploy(build).graph, bounds_of(SANDBOX, GOVERNANCE))})
    assert [b.message for v in verdicts for found in v.breaches.values() for b in found] == []
