"""A runner of GitLab's, which runs a job as ``.gitlab-ci.yml`` says, in a fresh clone as shallow as GitLab's."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .gitlab import GitLab
from .runner import SETTINGS, prepared
from .scripts import ROOT

Variables = Mapping[str, str]
DEPTH = 20
"""Commits of a clone, unless the job says GIT_DEPTH."""
_TERM = re.compile(r'\$(\w+)(?:\s*(==|!=|=~)\s*("[^"]*"|\$\w+|/[^/]*/))?')


@dataclass
class LabRunner:
    """A machine, with what the project gives to each job."""

    home: Path
    origin: Path
    """The repository, bare."""
    lab: GitLab
    settings: Variables = field(default_factory=dict)
    skipped: tuple[str, ...] = ("apt-get ",)
    """How lines begin that a test doesn't run; what the image has to be given is here already."""
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """The artifacts of jobs that have ended, by job."""

    @property
    def workspace(self) -> Path:
        """Where the repository is checked out."""
        return self.home / "work"

    def starts(self, job: str, variables: Variables) -> bool:
        """Whether a pipeline with these variables has the job; those that wait for somebody are there as well."""
        found = jobs()
        return _matched(found["workflow"]["rules"], variables) and _matched(found[job]["rules"], variables)

    def run(self, job: str, variables: Variables) -> "subprocess.CompletedProcess[str]":
        """The job on a commit, ``CI_COMMIT_SHA``; its artifacts are kept, and those of the jobs it needs are there."""
        assert self.starts(job, variables), job
        what = extended(jobs(), job)
        shutil.rmtree(self.home, ignore_errors=True)
        self._clone(variables["CI_COMMIT_SHA"], str(what.get("variables", {}).get("GIT_DEPTH", DEPTH)))
        for needed in what.get("needs", []):
            for name, content in self.kept.get(needed["job"], {}).items():
                (self.workspace / name).parent.mkdir(parents=True, exist_ok=True)
                (self.workspace / name).write_bytes(content)
        done = self._shell([*what.get("before_script", []), *what["script"]], variables)
        for path in what.get("artifacts", {}).get("paths", []):
            files = [f for f in (self.workspace / path).rglob("*") if f.is_file()]
            self.kept.setdefault(job, {}).update({str(f.relative_to(self.workspace)): f.read_bytes() for f in files})
        return done

    def _clone(self, commit: str, depth: str) -> None:
        self.workspace.mkdir(parents=True)
        shallow = [] if depth == "0" else [f"--depth={depth}"]
        for arguments in (
            ["init", "--quiet"],
            ["remote", "add", "origin", f"file://{self.origin}"],
            ["fetch", "--quiet", "--prune", *shallow, "origin", f"+{commit}:refs/pipelines/9"],
            ["checkout", "--quiet", "--force", "--detach", commit],
        ):
            subprocess.run(["git", *arguments], cwd=self.workspace, check=True, capture_output=True)
        prepared(self.workspace)

    def _shell(self, lines: list[str], variables: Variables) -> "subprocess.CompletedProcess[str]":
        """As the runner does where there is a bash."""
        script = "\n".join(line for line in lines if not line.startswith(self.skipped))
        environment = {
            **{name: os.environ[name] for name in SETTINGS if name in os.environ},
            "HOME": str(self.home), "TMPDIR": str(self.home), "CI": "true", "GITLAB_CI": "true",
            "CI_API_V4_URL": self.lab.address, "CI_PROJECT_ID": "3", "CI_DEFAULT_BRANCH": "main",
            "CI_JOB_TOKEN": "job", "CI_PIPELINE_ID": "9", "CI_PIPELINE_URL": "https://gitlab.example/p/-/pipelines/9",
            **self.settings, **variables,
        }  # fmt: skip
        command = ["bash", "-c", f"set -eo pipefail\n{script}"]
        return subprocess.run(command, cwd=self.workspace, env=environment, capture_output=True, text=True, check=False)


def jobs() -> dict[str, Any]:
    """The file."""
    found: dict[str, Any] = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    return found


def extended(found: dict[str, Any], job: str) -> dict[str, Any]:
    """A job with what it takes from another, of which maps are merged."""
    what = found[job]
    base = found[what["extends"]] if "extends" in what else {}
    merged = {k: {**base[k], **v} if isinstance(v, dict) else v for k, v in what.items() if k in base}
    return {**base, **what, **merged}


def _matched(rules: list[dict[str, str]], variables: Variables) -> bool:
    return any(all(_holds(term, variables) for term in rule["if"].split("&&")) for rule in rules)


def _holds(term: str, variables: Variables) -> bool:
    """One comparison, or whether a variable has a value."""
    found = _TERM.fullmatch(term.strip())
    assert found, term
    value, sign, other = variables.get(found[1], ""), found[2], found[3]
    if sign is None:
        return bool(value)
    if sign == "=~":
        return re.search(other.strip("/"), value) is not None
    wanted = other.strip('"') if other.startswith('"') else variables.get(other[1:], "")
    return (value == wanted) == (sign == "==")
