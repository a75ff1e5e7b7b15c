"""What breaks around the engine, by accident or by others: said clearly, and mended as docs/operations.md says."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from meshwright.sandbox.server import Server

from .engine import Engine
from .plugins.orders import Order
from .projects import ENVIRONMENT, domain_files, write_environment, write_project
from .shell import Shell

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

STACK = f"alpha.{ENVIRONMENT}"
UP = ("up", "--env", ENVIRONMENT)
SECONDS = 60.0


@pytest.fixture(scope="module")
def shell(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    place = tmp_path_factory.mktemp("broken")
    made = Shell(Engine(write_project(place / "project", aws, domain_files("alpha")), place / "home"))
    made.mesh(*UP)
    return made


def test_a_damaged_state_file_is_named_and_the_last_good_one_is_taken_back(shell: Shell) -> None:
    states = shell.engine.home / "backend" / ".pulumi"
    path = states / "stacks" / "meshwright" / f"{STACK}.json"
    known = sorted(shell.engine.resources(STACK))
    path.write_text(path.read_text()[:2000])
    shell.engine.forget_calls()
    said = shell.mesh(*UP, "--all", status=1)
    assert f"the state of {STACK} can't be read" in said
    assert "docs/operations.md#a-damaged-state-file" in said
    assert shell.engine.writes() == []
    backups = sorted((states / "backups" / "meshwright" / STACK).glob("*.json"))
    assert backups
    path.write_bytes(backups[-1].read_bytes())
    shell.mesh("refresh", "--env", ENVIRONMENT, "alpha")
    shell.mesh(*UP, "--all")
    assert sorted(shell.engine.resources(STACK)) == known
    assert [call for call in shell.engine.writes() if call.operation in ("create", "delete")] == []


def test_an_operation_that_was_cut_off_is_cleared_up_by_the_next_run(shell: Shell) -> None:
    """A change; what was cut off while it was created is in the tests of kills."""
    path = shell.engine.home / "backend" / ".pulumi" / "stacks" / "meshwright" / f"{STACK}.json"
    state = json.loads(path.read_text())
    latest = state["checkpoint"]["latest"]
    (bucket,) = [r for r in latest["resources"] if r["urn"].endswith("::alpha-storage-scratch-bucket")]
    latest["pending_operations"] = [{"resource": bucket, "type": "updating"}]
    path.write_text(json.dumps(state))
    assert shell.engine.exported(STACK)["pending_operations"]
    shell.engine.forget_calls()
    shell.mesh(*UP, "--all")
    assert not shell.engine.exported(STACK).get("pending_operations")
    assert {call.operation for call in shell.engine.calls()} >= {"read"}
    assert shell.engine.writes() == []


def test_a_bucket_that_somebody_deleted_is_made_again(shell: Shell, aws: Server) -> None:
    (name,) = [
        r["outputs"]["bucket"] for urn, r in shell.engine.resources(STACK).items()
        if urn.endswith("::alpha-storage-scratch-bucket")
    ]  # fmt: skip
    aws.client("s3").delete_bucket(Bucket=name)
    said = shell.mesh("refresh", "--env", ENVIRONMENT, "alpha")
    assert "delete" in said
    shell.mesh(*UP)
    assert name in {bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]}


def test_another_account_is_refused_by_mesh_and_by_the_provider(shell: Shell, aws: Server) -> None:
    write_environment(shell.engine.root, aws, account='"210987654321"')
    try:
        said = shell.mesh(*UP, "--all", status=1)
        assert "210987654321" in said
        assert "credentials are for account 123456789012" in said
        shell.engine.forget_calls()
        done = shell.engine.up(STACK, status=None)
        assert done.status != 0
        assert "account ID not allowed: 123456789012" in done.out
        assert [call for call in shell.engine.writes() if call.outcome == "done"] == []
    finally:
        write_environment(shell.engine.root, aws)


def test_an_interrupt_ends_what_is_under_way_and_begins_no_more(shell: Shell) -> None:
    definition = shell.engine.root / "domains" / "alpha" / "domain.py"
    definition.write_text(definition.read_text().replace("what there is", "whatever there is"))
    shell.engine.forget_calls()
    shell.engine.order(Order(do="slow", operation="update", seconds=2.0))
    process = subprocess.Popen(
        [sys.executable, "-m", "meshwright.cli", *UP],
        cwd=shell.engine.root, env=shell.engine.environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    deadline = time.monotonic() + SECONDS
    while not (shell.engine.root / ".mesh" / "live" / f"{STACK}.events").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    while "updating" not in (shell.engine.root / ".mesh" / "live" / f"{STACK}.log").read_text():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=SECONDS)
    shell.engine.order()
    assert process.returncode == 130, said
    assert "interrupted; `mesh up` again goes on from here" in said
    assert "Traceback" not in said
    assert not shell.engine.exported(STACK).get("pending_operations")
    shell.mesh(*UP)
    assert shell.engine.preview(STACK).changes == {}
