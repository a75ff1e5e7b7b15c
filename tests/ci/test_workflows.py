"""The workflows of those who use the platform: pinned, and powerless where anybody can start them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from .lab_runner import extended
from .scripts import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text())
    assert isinstance(found, dict)
    return found


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = read(path)["jobs"]
    return found


def test_there_is_one_for_each_occasion() -> None:
    named = [p.stem for p in WORKFLOWS]
    assert named == ["comment", "deploy", "findings", "nightly", "pull-request", "release", "tests"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_actions_are_pinned_by_commit_and_say_their_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)(.*)", path.read_text())
    assert used
    for action, said in used:
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", said), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_nothing_is_permitted_that_a_job_does_not_name(path: Path) -> None:
    assert read(path)["permissions"] == {}
    assert all("permissions" in job and "timeout-minutes" in job for job in jobs(path).values())
    assert read(path)["defaults"]["run"]["shell"] == "bash", "without the word pipefail is off"
    assert "concurrency" in read(path)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_no_checkout_leaves_a_token_behind(path: Path) -> None:
    steps = [s for job in jobs(path).values() for s in job["steps"] if "checkout" in s.get("uses", "")]
    assert all(s["with"]["persist-credentials"] is False for s in steps)


def test_nothing_that_changes_an_account_is_cancelled_or_done_twice_at_once() -> None:
    for name in ("deploy", "nightly", "release", "comment"):
        assert read(ROOT / ".github" / "workflows" / f"{name}.yml")["concurrency"]["cancel-in-progress"] is False
    lab = read(ROOT / ".gitlab-ci.yml")
    assert lab["deploy"]["resource_group"] == "prod"
    assert not any(lab[job]["interruptible"] for job in ("deploy", "release", "watch", "tell"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_no_text_of_somebody_else_becomes_a_command(path: Path) -> None:
    for job in jobs(path).values():
        assert not [s["run"] for s in job["steps"] if "${{" in s.get("run", "")]


@pytest.mark.parametrize("name", ["pull-request", "tests"])
def test_a_pull_request_gets_no_secret_and_writes_nothing(name: str) -> None:
    path = ROOT / ".github" / "workflows" / f"{name}.yml"
    assert "secrets." not in path.read_text()
    assert "github.token" not in path.read_text()
    assert set(read(path)[True]) == {"pull_request", "merge_group"}  # YAML 1.1 reads "on" as true
    assert [job["permissions"] for job in jobs(path).values()] == [{"contents": "read"}]


def test_who_may_write_checks_out_the_default_branch_only() -> None:
    (job,) = jobs(ROOT / ".github" / "workflows" / "comment.yml").values()
    checkouts = [s["with"] for s in job["steps"] if "checkout" in s.get("uses", "")]
    assert [c["ref"] for c in checkouts] == ["${{ github.event.repository.default_branch }}"]


@pytest.mark.parametrize(("name", "job"), [("deploy", "prod"), ("nightly", "watch")])
def test_aws_is_reached_by_a_token_and_no_key(name: str, job: str) -> None:
    path = ROOT / ".github" / "workflows" / f"{name}.yml"
    assert [n for n, found in jobs(path).items() if found["permissions"].get("id-token")] == [job]
    assert "AWS_SECRET" not in path.read_text()
    assert "aws-secret" not in path.read_text()


def test_gitlab_does_the_same() -> None:
    found = read(ROOT / ".gitlab-ci.yml")
    wanted = ("report", "findings", "comment", "deploy", "watch", "tell", "release")
    assert all(extended(found, name)["stage"] in found["stages"] for name in wanted)
    assert {"if": "$CI_COMMIT_TAG =~ /^v/"} in found["workflow"]["rules"]
    assert found["report"]["artifacts"]["reports"]["codequality"] == "report/findings.codequality"
    assert found["findings"]["artifacts"]["reports"]["codequality"] == "findings.codequality"
    assert found["deploy"]["environment"]["name"] == "prod"
    assert found["deploy"]["rules"][-1]["when"] == "manual"
    watched = found["watch"]["parallel"]["matrix"][0]["WHAT"]
    nightly = jobs(ROOT / ".github" / "workflows" / "nightly.yml")
    assert watched == nightly["watch"]["strategy"]["matrix"]["what"]
    last = nightly["tell"]["steps"][-1]["run"].splitlines()[-1]
    assert found["tell"]["script"][-1] == "python3 .ci/tell.py watched 3"
    assert last.startswith(f"python3 .ci/tell.py watched {len(watched)}")
    script = "\n".join(line for job in found.values() if isinstance(job, dict) for line in job.get("script", []))
    assert "AWS_ACCESS_KEY" not in script
