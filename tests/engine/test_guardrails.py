"""The policy pack in the real engine: ``pulumi preview --policy-pack stacks/guardrails``, as its page says."""

import sys

import pytest

from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import Server

from .engine import Engine
from .projects import ENVIRONMENT, domain_files, write_project

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

PACK = ("--policy-pack", "stacks/guardrails")
STACKS = [f"{scope}.{ENVIRONMENT}" for scope in ("foundation", "alpha")]
USER = """
import pulumi
from pulumi_aws import Provider, ProviderEndpointArgs, iam

endpoints = [ProviderEndpointArgs(iam="{endpoint}", sts="{endpoint}")]
mine = Provider("mine", region="{region}", allowed_account_ids=["{account}"], endpoints=endpoints)
iam.User("left-behind", opts=pulumi.ResourceOptions(provider=mine))
"""
"""What somebody adds to the program."""


@pytest.fixture(scope="module")
def engine(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    place = tmp_path_factory.mktemp("guardrails")
    root = write_project(place / "project", aws, domain_files("alpha"))
    (root / ".venv").symlink_to(sys.prefix)  # where PulumiPolicy.yaml has it
    return Engine(root, place / "home", {"PYTHONPATH": str(root)})


def test_what_the_platform_builds_passes_before_it_is_built_and_while_it_is(engine: Engine) -> None:
    for stack in STACKS:
        engine.init(stack)
        for done in (engine.preview(stack, *PACK), engine.up(stack, *PACK)):
            assert set(done.changes) == {"create"}, stack
            assert "✅ meshwright" in done.out
            assert "Policy Violations" not in done.out


def test_what_breaks_a_guardrail_is_refused_with_its_cure_and_not_built(engine: Engine, aws: Server) -> None:
    program = engine.root / "stacks" / "__main__.py"
    user = USER.format(endpoint=aws.endpoint, region=REGION, account=ACCOUNT)
    program.write_text(program.read_text() + user)
    engine.forget_calls()
    for seen in (engine.preview(STACKS[1], *PACK, status=None), engine.up(STACKS[1], *PACK, status=None)):
        assert seen.status != 0
        assert "❌ meshwright" in seen.out
        assert "[mandatory] [severity: critical]  there-are-no-users  (aws:iam:User: left-behind)" in seen.out
        assert "let people in through Identity Center" in seen.out
    assert engine.writes() == []
    assert not any("left-behind" in urn for urn in engine.resources(STACKS[1]))
