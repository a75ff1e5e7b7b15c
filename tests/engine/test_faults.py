"""Failures and kills at many places: running again ends where an undisturbed run would have."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from meshwright.live.project import Project
from meshwright.live.recovery import recover, unfinished
from meshwright.loader import load
from meshwright.sandbox import server as embedded
from meshwright.sandbox.server import Server

from .engine import Engine
from .plugins.orders import Order
from .projects import ENVIRONMENT, write_project
from .test_mesh_live import domain_files

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

STACKS = (f"foundation.{ENVIRONMENT}", f"alpha.{ENVIRONMENT}")
ONE_BY_ONE = ("--parallel", "1")
"""So that the same things come before and after a place in every run."""
FAILURES = 20
"""For each of the two stacks."""
KILLS = 3
"""For each of the two stacks, before and after AWS has done what was asked."""
SECONDS = 60.0


@pytest.fixture
def account(tmp_path: Path) -> Iterator[Server]:
    """An account of the test's own."""
    (tmp_path / "aws").mkdir()
    yield embedded.start(tmp_path / "aws")
    embedded.stop(tmp_path / "aws")


def _project(place: Path, server: Server) -> Engine:
    engine = Engine(write_project(place / "project", server, domain_files("alpha")), place / "home")
    for stack in STACKS:
        engine.init(stack)
    return engine


def _created(place: Path, server: Server) -> dict[str, list[str]]:
    """By stack, the names of what an undisturbed run creates in the account, in that order."""
    engine = _project(place, server)
    for stack in STACKS:
        engine.up(stack, *ONE_BY_ONE)
    calls = [c.urn for c in engine.calls() if c.operation == "create" and not c.preview]
    return {stack: [u.rpartition("::")[2] for u in calls if u.startswith(f"urn:pulumi:{stack}:")] for stack in STACKS}


def _next(engine: Engine, names: list[str], left: int) -> str:
    """The place of the next fault: one that is not created yet, so that ``left`` more are spread over the rest.

    The engine's order is not the same in every run, so a place can't be chosen long before.
    """
    made = {c.urn.rpartition("::")[2] for c in engine.calls() if c.operation == "create" and c.outcome == "done"}
    rest = [name for name in names if name not in made]
    return rest[len(rest) // (left + 1)]


def _inventory(server: Server) -> dict[str, Any]:
    """What is in the account and could be doubled or lost."""
    ask = server.client
    keys = ask("kms").list_keys()["Keys"]
    described = [ask("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in keys]
    buckets = ask("s3").list_buckets()["Buckets"]
    databases = ask("glue").get_databases()["DatabaseList"]
    return {
        "keys": sorted(key["Description"] for key in described if key["KeyManager"] == "CUSTOMER"),
        "buckets": sorted(bucket["Name"].rpartition("-")[0] for bucket in buckets),
        "roles": sorted(role["RoleName"] for role in ask("iam").list_roles()["Roles"]),
        "databases": sorted(database["Name"] for database in databases),
        "tables": sorted(
            t["Name"] for d in databases for t in ask("glue").get_tables(DatabaseName=d["Name"])["TableList"]
        ),
        "topics": len(ask("sns").list_topics()["Topics"]),
        "grants": len(ask("lakeformation").list_permissions()["PrincipalResourcePermissions"]),
        "machines": sorted(m["name"] for m in ask("stepfunctions").list_state_machines()["stateMachines"]),
    }


def _known(engine: Engine) -> dict[str, list[str]]:
    return {stack: sorted(engine.resources(stack)) for stack in STACKS}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, list[str]], Any, Any]]:
    """What is created, what is in the account then, and what the engine knows."""
    place = tmp_path_factory.mktemp("undisturbed")
    (place / "aws").mkdir()
    server = embedded.start(place / "aws")
    created = _created(place, server)
    yield created, _inventory(server), _known(Engine(place / "project", place / "home"))
    embedded.stop(place / "aws")


def test_failing_at_forty_places_one_after_another_loses_and_doubles_nothing(
    undisturbed: tuple[dict[str, list[str]], Any, Any], account: Server, tmp_path: Path
) -> None:
    created, inventory, known = undisturbed
    engine = _project(tmp_path, account)
    for stack in STACKS:
        for number in range(FAILURES):
            name = _next(engine, created[stack], FAILURES - number)
            engine.order(Order(do="fail", operation="create", name=name))
            done = engine.up(stack, *ONE_BY_ONE, status=1, PULUMI_SKIP_CHECKPOINTS="true", PULUMI_EXPERIMENTAL="true")
            assert "the test wants it so" in done.out, name
        engine.order()
        engine.up(stack)
    assert _inventory(account) == inventory
    assert _known(engine) == known


@pytest.mark.parametrize("after", [False, True], ids=["before AWS has it", "after AWS has it"])
def test_killed_at_many_places_mesh_up_goes_on(
    after: bool, undisturbed: tuple[dict[str, list[str]], Any, Any], account: Server, tmp_path: Path
) -> None:
    created, inventory, known = undisturbed
    engine = _project(tmp_path, account)
    for stack in STACKS:
        nameable = [name for name in created[stack] if not name.endswith("-key")]
        for number in range(KILLS):
            name = _next(engine, nameable, KILLS - number)
            _killed(engine, stack, name, after=after)
            engine.run("cancel", "--yes", "-s", stack)
            _goes_on(engine, stack)
        engine.up(stack)
    assert _inventory(account) == inventory
    assert _known(engine) == known


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
