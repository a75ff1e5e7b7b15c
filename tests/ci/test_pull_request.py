"""The pull-request job on a branch that adds a column; UPDATE_PREVIEWS=1 rewrites its comment, to be reviewed.

What is checked out is, as on GitHub, the merge of the branch into a main branch that others have moved on meanwhile.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.preview.pulls.contracts import MINOR, TAX
from tests.preview.pulls.editing import Edit, change, lay_out

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected" / "comment.md"
Job = Callable[[list[Edit]], tuple[int, Path]]


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Runs the job's own steps on a branch with some edits: the status of the report's, and the report."""
    root = tmp_path / "mesh"
    root.mkdir()
    lay_out(root)
    (root / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "report", root / ".ci")
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "base")
    git(root, "switch", "--quiet", "--create", "change")

    def run(edits: list[Edit]) -> tuple[int, Path]:
        for edit in edits:
            edit(root)
        git(root, "commit", "--quiet", "--all", "--message", "change")
        git(root, "switch", "--quiet", "main")
        change("domains/finance/domain.py", '"CC-3"', '"CC-33"')(root)
        git(root, "commit", "--quiet", "--all", "--message", "of others")
        git(root, "merge", "--quiet", "--no-ff", "--message", "merge", "change")
        workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "pull-request.yml").read_text())
        (step,) = (s for s in workflow["jobs"]["report"]["steps"] if s.get("name") == "report")
        assert set(step["env"]) == {"NUMBER"}
        mesh = str(Path(sys.executable).parent / "mesh")
        environment = {**os.environ, "NUMBER": "12", "MESH": mesh, "TODAY": "2026-11-27"}
        command = ["bash", "-e", "-c", step["run"]]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
        assert (root / "report" / "number").read_text() == "12\n", done.stderr
        return done.returncode, root / "report"

    return run


def test_a_change_that_is_sound_gets_its_comment(job: Job) -> None:
    status, report = job([MINOR, *TAX])
    assert status == 0
    said = re.sub(r"\b([0-9a-f]{9}|[0-9a-f]{40})\b", "<commit>", (report / "comment.md").read_text())
    if os.environ.get("UPDATE_PREVIEWS"):
        EXPECTED.parent.mkdir(exist_ok=True)
        EXPECTED.write_text(said)
    assert said == EXPECTED.read_text()


def test_a_change_that_breaks_readers_is_blocked_and_annotated(job: Job) -> None:
    status, report = job([*TAX])
    assert status == 1
    assert (report / "comment.md").read_text().startswith("<!-- meshwright-preview -->")
    sarif = json.loads((report / "findings.sarif").read_text())
    found = [r for run in sarif["runs"] for r in run["results"]]
    assert {r["ruleId"] for r in found} == {"version-raised"}
    assert found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "domains/shop/domain.py"


def test_gitlab_gets_the_same_findings_in_its_own_form(job: Job) -> None:
    _, report = job([*TAX])
    command = ["bash", ".ci/report", "HEAD^1", "lab", "codequality"]
    mesh = str(Path(sys.executable).parent / "mesh")
    environment = {**os.environ, "MESH": mesh, "TODAY": "2026-11-27"}
    done = subprocess.run(command, cwd=report.parent, env=environment, capture_output=True, check=False)
    assert done.returncode == 1
    (found,) = json.loads((report.parent / "lab" / "findings.codequality").read_text())
    assert (found["check_name"], found["severity"]) == ("version-raised", "blocker")
    assert found["location"]["path"] == "domains/shop/domain.py"
