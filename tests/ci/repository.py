"""A repository as a code host keeps it: a small mesh with what this one brings for pipelines."""

import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.preview.pulls.editing import Edit, lay_out

from .scripts import ROOT

BROUGHT = ("Makefile", "pyproject.toml", ".gitignore", ".gitlab-ci.yml", "LICENSE", "README.md")


def git(root: Path, *arguments: str) -> str:
    """What it says; raises CalledProcessError where it fails."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@dataclass(frozen=True)
class Repository:
    """A work tree, and what it is pushed to."""

    work: Path
    bare: Path

    def commit(self, branch: str, edits: Sequence[Edit], message: str = "change") -> str:
        """Some edits on a branch; the commit."""
        git(self.work, "switch", "--quiet", branch)
        for edit in edits:
            edit(self.work)
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--message", message)
        git(self.work, "push", "--quiet", "origin", branch)
        return git(self.work, "rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        """A new one, off the main branch."""
        git(self.work, "switch", "--quiet", "--create", name, "main")

    def merge(self, branch: str) -> str:
        """What a code host makes of a request: the merge into the main branch, on no branch; its commit."""
        git(self.work, "switch", "--quiet", "--detach", "main")
        git(self.work, "merge", "--quiet", "--no-ff", "--message", "merge", branch)
        git(self.work, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/12/merge")
        return git(self.work, "rev-parse", "HEAD")


def repository(place: Path, mesh: Callable[[Path], object] = lay_out) -> Repository:
    """The small mesh, or another, on its main branch."""
    made = Repository(place / "work", place / "bare.git")
    made.work.mkdir(parents=True)
    mesh(made.work)
    for name in BROUGHT:
        shutil.copy(ROOT / name, made.work)
    for name in (".ci", "requirements"):
        shutil.copytree(ROOT / name, made.work / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    git(place, "init", "--quiet", "--bare", "--initial-branch", "main", str(made.bare))
    git(made.bare, "config", "uploadpack.allowAnySHA1InWant", "true")
    git(made.work, "init", "--quiet", "--initial-branch", "main")
    git(made.work, "remote", "add", "origin", str(made.bare))
    git(made.work, "add", "--all")
    git(made.work, "commit", "--quiet", "--message", "base")
    git(made.work, "push", "--quiet", "origin", "main")
    return made
