"""A runner of GitHub's, which runs a job as the workflow's file says, on a fresh machine with a checkout of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .expressions import evaluated, expanded
from .github import REPOSITORY, TOKEN, GitHub
from .scripts import ROOT

BINARIES = Path(sys.executable).parent
SETTINGS = ("PATH", "LANG")
"""What a step sees of this machine; nothing else leaks in."""


@dataclass
class Outcome:
    """How a job ended."""

    failed: str = ""
    """The step that did; empty where none did."""
    said: dict[str, str] = field(default_factory=dict)
    """What steps said, by name."""
    uploads: list[dict[str, Any]] = field(default_factory=list)
    """What code scanning was given, with the file's content as ``sarif``."""


@dataclass
class Runner:
    """A machine."""

    home: Path
    origin: Path
    """The repository, bare."""
    github: GitHub
    context: dict[str, Any]
    """What expressions may look up, by its path."""
    event: Any = None
    settings: Mapping[str, str] = field(default_factory=dict)
    run_id: int = 9
    """Of the workflow's run, to which its artifacts belong."""
    skipped: tuple[str, ...] = ()
    """Names of steps that a test doesn't run, and says why."""

    @property
    def workspace(self) -> Path:
        """Where the repository is checked out."""
        return self.home / "work"

    def run(self, workflow: str, job: str) -> Outcome:
        """The job's steps, up to the first that fails and those that run always; none where it has no leave to run."""
        found = yaml.safe_load((ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text())
        assert found["defaults"]["run"]["shell"] == "bash"
        what, outcome = found["jobs"][job], Outcome()
        if not evaluated(what.get("if", "'yes'"), self.context):
            return outcome
        shutil.rmtree(self.home, ignore_errors=True)
        (self.workspace).mkdir(parents=True)
        (self.home / "temp").mkdir()
        (self.home / "event.json").write_text(json.dumps(self.event))
        for step in what["steps"]:
            self._step(step, outcome)
        return outcome

    def _step(self, step: dict[str, Any], outcome: Outcome) -> None:
        condition, name = step.get("if", "'yes'"), step.get("name", step.get("uses", "").partition("@")[0])
        if name in self.skipped or (outcome.failed and "always()" not in condition):
            return
        if not evaluated(condition, self.context):
            return
        given = {key: expanded(str(value), self.context) for key, value in step.get("with", {}).items()}
        if "uses" in step:
            ACTIONS[name if "name" not in step else step["uses"].partition("@")[0]](self, given, outcome)
        else:
            done = self._shell(step)
            outcome.said[name] = done.stdout + done.stderr
            if done.returncode:
                outcome.failed = outcome.failed or name

    def _shell(self, step: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
        script, output = self.home / "temp" / "step.sh", self.home / "temp" / "output"
        script.write_text(step["run"])  # in which no expression is expanded: test_workflows says that there are none
        output.write_text("")
        environment = {
            **{name: os.environ[name] for name in SETTINGS if name in os.environ},
            "HOME": str(self.home), "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_WORKSPACE": str(self.workspace), "GITHUB_API_URL": self.github.address,
            "GITHUB_EVENT_PATH": str(self.home / "event.json"), "GITHUB_OUTPUT": str(output),
            "GITHUB_SHA": str(self.context.get("github.sha", "")), "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary.md"),
            **self.settings,
            **{name: expanded(str(value), self.context) for name, value in step.get("env", {}).items()},
        }  # fmt: skip
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, cwd=self.workspace, env=environment, capture_output=True, text=True, check=False)
        for line in output.read_text().splitlines():
            name, _, value = line.partition("=")
            self.context[f"steps.{step['id']}.outputs.{name}"] = value
        return done

    def _checkout(self, given: dict[str, str], outcome: Outcome) -> None:
        """One commit, or as deep as is asked for, of the event's ref or of another; detached where that is a merge."""
        assert given["persist-credentials"].lower() == "false"
        depth, ref = int(given.get("fetch-depth", "1")), given.get("ref")
        wanted = f"refs/heads/{ref}" if ref else str(self.context["github.sha"])
        kept = "refs/remotes/pull/12/merge" if self.context.get("github.event_name") == "pull_request" else "kept"
        self._git("init", "--quiet")
        self._git("remote", "add", "origin", f"file://{self.origin}")
        refs = [f"+{wanted}:{kept if kept.startswith('refs') else 'refs/remotes/origin/kept'}"]
        if depth:
            self._git("fetch", "--quiet", "--no-tags", "--prune", f"--depth={depth}", "origin", *refs)
        else:
            self._git(
                "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*", *refs
            )
        self._git("checkout", "--quiet", "--force", "--detach", refs[0].rpartition(":")[2])

    def _git(self, *arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=self.workspace, check=True, capture_output=True)

    def _python(self, given: dict[str, str], outcome: Outcome) -> None:
        prepared(self.workspace)

    def _hand_over(self, given: dict[str, str], outcome: Outcome) -> None:
        folder = self.workspace / given["path"]
        files = [f for f in sorted(folder.rglob("*")) if f.is_file() and not f.name.startswith(".")]
        if files:
            content = {str(f.relative_to(folder)): f.read_bytes() for f in files}
            self.github.hand_over(self.run_id, content, given["name"])
        elif given["if-no-files-found"] == "error":
            outcome.failed = outcome.failed or "actions/upload-artifact"

    def _download(self, given: dict[str, str], outcome: Outcome) -> None:
        prefix = given.get("pattern", given.get("name", "")).removesuffix("*")
        for about in self.github.artifacts:
            if about["run"] == self.run_id and about["name"].startswith(prefix):
                for name, content in self.github.unpacked(about).items():
                    path = self.workspace / given["path"] / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)

    def _upload_sarif(self, given: dict[str, str], outcome: Outcome) -> None:
        sarif = json.loads((self.workspace / given["sarif_file"]).read_text())
        for run in sarif["runs"]:
            assert all(result["locations"] for result in run["results"]), "GitHub refuses what has no place"
        outcome.uploads.append({**given, "sarif": sarif})

    def _nothing(self, given: dict[str, str], outcome: Outcome) -> None:
        """What needs GitHub or AWS themselves."""


ACTIONS: dict[str, Callable[[Runner, dict[str, str], Outcome], None]] = {
    "actions/checkout": Runner._checkout,
    "actions/setup-python": Runner._python,
    "actions/upload-artifact": Runner._hand_over,
    "actions/download-artifact": Runner._download,
    "github/codeql-action/upload-sarif": Runner._upload_sarif,
    "pulumi/actions": Runner._nothing,
    "aws-actions/configure-aws-credentials": Runner._nothing,
    "actions/attest-build-provenance": Runner._nothing,
}
CONTEXT: dict[str, Any] = {
    "github.token": TOKEN,
    "github.repository": REPOSITORY,
    "github.server_url": "https://github.example",
    "github.run_id": "9",
    "github.run_attempt": 1,
    "github.ref": "refs/heads/main",
    "github.event.repository.private": False,
    "github.event.repository.default_branch": "main",
    "vars.MESH_CODE_SCANNING": "",
    "vars.MESH_ATTEST": "",
    "vars.MESH_DEPLOY_ROLE": "arn:aws:iam::111122223333:role/mesh-platform/mesh-prod-ci-deploy",
    "vars.MESH_PLAN_ROLE": "arn:aws:iam::111122223333:role/mesh-platform/mesh-prod-ci-plan",
    "vars.MESH_REGION": "eu-west-1",
}
"""What every run of a workflow knows."""


def prepared(workspace: Path) -> None:
    """A ``.venv`` that is installed already, so that ``make`` has nothing to download."""
    (workspace / ".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (workspace / ".venv" / name).symlink_to(BINARIES.parent / name)
    for name in ("base", "sandbox", "dev"):
        (workspace / ".venv" / f"{name}.done").touch()
