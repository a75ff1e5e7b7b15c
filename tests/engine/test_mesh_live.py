"""``mesh`` with ``--env``: the real engine, several stacks at a time, and what a person is told."""

import os
import re
import time
from pathlib import Path

import pytest

from meshwright.sandbox.account import ACCOUNT
from meshwright.sandbox.server import Server

from .engine import Engine
from .plugins.orders import Call, Order
from .projects import ENVIRONMENT, domain_files, write_environment, write_project
from .shell import Shell

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]


def outcomes(said: str) -> dict[str, str]:
    """By scope, what the summary says of its stack."""
    rows = (line.split() for line in said.splitlines())
    return {row[0].partition(".")[0]: row[1] for row in rows if len(row) > 2 and row[0].endswith(f".{ENVIRONMENT}")}


def stack_of(call: Call) -> str:
    return call.urn.split("::")[0].rpartition(":")[2].partition(".")[0]


@pytest.fixture(scope="module")
def shell(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    place = tmp_path_factory.mktemp("live")
    root = write_project(place / "project", aws, domain_files("alpha", "beta"))
    return Shell(Engine(root, place / "home"))


def test_a_foundation_that_fails_at_its_beginning_goes_on(shell: Shell) -> None:
    shell.engine.order(Order(do="fail", operation="create", name="platform-key-key", message="AccessDenied: not yet"))
    said = shell.mesh("up", "--env", ENVIRONMENT, "--jobs", "2", status=1)
    assert "foundation.dev: Key platform-key-key: AccessDenied: not yet" in said
    assert outcomes(said) == {"foundation": "failed", "alpha": "skipped", "beta": "skipped"}
    shell.engine.order()


def test_a_failing_stack_stops_no_sibling_and_a_second_run_goes_on(shell: Shell) -> None:
    shell.engine.order(Order(do="fail", operation="create", name="alpha-key-key", message="AccessDenied: not today"))
    said = shell.mesh("up", "--env", ENVIRONMENT, "--jobs", "2", status=1)
    assert "beta.dev: done" in said
    assert "alpha.dev: AccessDenied" in said or "AccessDenied: not today" in said
    assert (shell.engine.root / ".mesh" / "live" / "alpha.dev.log").read_text()
    shell.engine.order()
    shell.engine.forget_calls()
    said = shell.mesh("up", "--env", ENVIRONMENT, "--jobs", "2")
    assert outcomes(said) == {"foundation": "unaffected", "alpha": "done", "beta": "unaffected"}
    assert {stack_of(call) for call in shell.engine.writes()} == {"alpha"}


def test_what_nothing_affected_is_left_alone_unless_it_is_asked_for(shell: Shell) -> None:
    definition = shell.engine.root / "domains" / "alpha" / "domain.py"
    before = definition.read_text()
    shell.engine.forget_calls()
    assert set(outcomes(shell.mesh("up", "--env", ENVIRONMENT)).values()) == {"unaffected"}
    assert shell.engine.calls() == []
    definition.write_text(before.replace("what there is", "what there was"))
    preview = outcomes(shell.mesh("preview", "--live", "--env", ENVIRONMENT))
    assert preview == {"foundation": "unaffected", "alpha": "done", "beta": "unaffected"}
    assert outcomes(shell.mesh("up", "--env", ENVIRONMENT)) == preview
    definition.write_text(before)
    assert outcomes(shell.mesh("up", "--env", ENVIRONMENT, "alpha"))["alpha"] == "done"
    shell.engine.up(f"beta.{ENVIRONMENT}")  # by hand: nobody knows from what
    assert outcomes(shell.mesh("up", "--env", ENVIRONMENT)) == {
        "foundation": "unaffected", "alpha": "unaffected", "beta": "done",
    }  # fmt: skip


def test_what_is_up_is_verified_and_has_not_drifted(shell: Shell) -> None:
    for said in (shell.mesh("up", "--env", ENVIRONMENT, "alpha"), shell.mesh("verify", "--env", ENVIRONMENT)):
        assert re.search(r"verified: \d\d hold, 2 can't be told here", said), said
    assert "no drift" in shell.mesh("access", "drift", "--env", ENVIRONMENT)


def test_administrators_of_others_stay_beside_who_deploys(shell: Shell, aws: Server) -> None:
    lake = aws.client("lakeformation")
    foreign = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{ACCOUNT}:role/theirs"}
    held = lake.get_data_lake_settings()["DataLakeSettings"]
    own = held["DataLakeAdmins"]
    lake.put_data_lake_settings(DataLakeSettings={**held, "DataLakeAdmins": [foreign], "ReadOnlyAdmins": [foreign]})
    said = shell.mesh("verify", "--env", ENVIRONMENT)
    assert "names no deployer=" in said, "who deploys is not known here, so that nothing can be said of him"
    shell.mesh("up", "--env", ENVIRONMENT, "foundation")
    held = lake.get_data_lake_settings()["DataLakeSettings"]
    assert held["DataLakeAdmins"] == [*own, foreign]
    assert held["ReadOnlyAdmins"] == [foreign]


def test_a_live_preview_and_a_refresh_find_nothing(shell: Shell) -> None:
    assert "nothing to do" in shell.mesh("preview", "--live", "--env", ENVIRONMENT, "--all")
    shell.engine.forget_calls()
    shell.mesh("refresh", "--env", ENVIRONMENT)
    assert {call.operation for call in shell.engine.calls()} >= {"read"}
    assert shell.engine.writes() == []


def test_a_preview_that_asks_the_account_finds_what_somebody_deleted(shell: Shell, aws: Server) -> None:
    ask, stack = ("preview", "--live", "--refresh", "--env", ENVIRONMENT), f"alpha.{ENVIRONMENT}"
    assert set(outcomes(shell.mesh(*ask)).values()) == {"done"}, "every stack is looked at"
    (name,) = [
        r["outputs"]["bucket"] for urn, r in shell.engine.resources(stack).items()
        if urn.endswith("::alpha-storage-scratch-bucket")
    ]  # fmt: skip
    aws.client("s3").delete_bucket(Bucket=name)
    assert "not as defined" not in shell.mesh("preview", "--live", "--env", ENVIRONMENT, "--all"), "state alone"
    shell.engine.forget_calls()
    held = shell.engine.exported(stack)
    assert f"mesh: not as defined: {stack};" in shell.mesh(*ask, status=1)
    assert shell.engine.writes() == []
    assert shell.engine.exported(stack) == held
    shell.mesh("refresh", "--env", ENVIRONMENT, "alpha")
    shell.mesh("up", "--env", ENVIRONMENT, "alpha")
    shell.mesh(*ask)


def test_what_plain_pulumi_says_is_the_same(shell: Shell) -> None:
    assert shell.engine.preview("alpha.dev", "--expect-no-changes").changes == {}


def test_who_works_on_a_stack_is_named_before_anything_is_touched(shell: Shell) -> None:
    engine, stack = shell.engine, f"beta.{ENVIRONMENT}"
    engine.order(Order(do="hang", operation="read", type="aws:kms/key:Key"))
    working = engine.start("refresh", "-s", stack, "--yes", "--skip-preview")
    while not any(call.outcome == "hanging" for call in engine.calls()):
        assert working.poll() is None
        time.sleep(0.05)
    up = ("up", "--env", ENVIRONMENT, "--all")
    said = shell.mesh(*up, status=1)
    assert f"{stack}: locked by" in said
    assert f"(pid {working.pid})" in said
    engine.kill(working)
    engine.order()
    engine.forget_calls()
    said = shell.mesh(*up, status=1)
    assert "that process of this machine is gone" in said
    assert engine.calls() == []
    assert f"pulumi cancel --yes -s {stack}" in said
    engine.run("cancel", "--yes", "-s", stack)
    shell.mesh("up", "--env", ENVIRONMENT, "beta")


def test_no_state_holds_the_providers_secret_in_plain(shell: Shell) -> None:
    backend = shell.engine.home / "backend"
    texts = [path.read_text(errors="replace") for path in backend.rglob("*.json")]
    assert texts
    assert not any('"secretKey":"sandbox"' in text for text in texts)


def test_what_is_missing_is_said_before_anything_is_touched(shell: Shell, aws: Server, tmp_path: Path) -> None:
    up = ("up", "--env", ENVIRONMENT)
    shell.engine.forget_calls()
    assert "install it" in shell.mesh(*up, status=1, PATH=str(tmp_path))
    old = tmp_path / "pulumi"
    old.write_text("#!/bin/sh\necho v3.10.0\n")
    old.chmod(0o755)
    assert "3.250.0 or newer is needed" in shell.mesh(*up, status=1, PATH=f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    assert "no passphrase" in shell.mesh(*up, status=1, without="PULUMI_CONFIG_PASSPHRASE")
    assert "no environment" in shell.mesh("up", "--env", "nowhere", status=2)
    write_environment(shell.engine.root, aws, account='"210987654321"')
    try:
        assert "credentials are for account 123456789012" in shell.mesh(*up, status=1)
    finally:
        write_environment(shell.engine.root, aws)
    assert shell.engine.calls() == []


def test_plain_destroy_of_the_foundation_is_refused_before_anything_goes(shell: Shell) -> None:
    engine, stack = shell.engine, f"foundation.{ENVIRONMENT}"
    known = engine.resources(stack)
    engine.forget_calls()
    refused = engine.destroy(stack, status=None)
    assert refused.status != 0
    assert "foundation-guard" in refused.out
    assert "it is protected" in refused.out
    engine.destroy(stack, "--exclude-protected", status=None)
    (role,) = [urn for urn in known if urn.endswith("::alpha-roles-reader")]
    engine.destroy(stack, "--target", role, status=None)
    engine.destroy(stack, "--target", role, "--target-dependents", status=None)
    assert engine.writes() == []
    assert engine.resources(stack) == known


def test_the_foundation_stays_while_domains_exist_and_data_stays_after_all(shell: Shell, aws: Server) -> None:
    said = shell.mesh("destroy", "--env", ENVIRONMENT, "foundation", "--yes", status=1)
    assert "alpha, beta" in said
    before = {bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]}
    said = shell.mesh("destroy", "--env", ENVIRONMENT, "--yes")
    after = {bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]}
    kept = {name for name in before if "-data-" in name or "-landing-" in name}
    assert kept
    assert kept <= after
    assert all(name in said for name in kept)
