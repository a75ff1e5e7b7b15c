"""A tag releases the version that it names, from the default branch: on GitHub by ``gh``, of which a stand-in keeps
what it was asked, on GitLab by the API. The project's own tests, which a release runs before, are not run here.
"""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.preview.pulls.editing import write

from .github import GitHub, Storage
from .gitlab import GitLab
from .lab_runner import LabRunner
from .repository import Repository, git, repository
from .runner import CONTEXT, Outcome, Runner
from .scripts import ROOT
from .served import served

PACKAGES = ["meshwright-0.1.0-py3-none-any.whl", "meshwright-0.1.0.tar.gz"]
TESTS = "make lint types check test"


@dataclass
class Releasing:
    """A repository with a package, and both code hosts."""

    place: Path
    mesh: Repository
    github: GitHub
    lab: GitLab

    def tag(self, name: str) -> str:
        """Name what is checked out; the commit."""
        git(self.mesh.work, "tag", name)
        git(self.mesh.work, "push", "--quiet", "origin", name)
        return git(self.mesh.work, "rev-parse", "HEAD")

    def on_github(self, job: str, tag: str, commit: str) -> Outcome:
        """A job of release.yml."""
        known = {**CONTEXT, "github.ref_name": tag, "github.sha": commit, "github.event_name": "push"}
        gh = self.place / "bin" / "gh"
        gh.parent.mkdir(exist_ok=True)
        gh.write_text(f'#!/bin/sh\n[ "$GH_TOKEN" ] && printf "%s\\n" "$GH_REPO" "$@" > {self.place}/asked\n')
        gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
        settings = {"PATH": f"{gh.parent}:/usr/local/bin:/usr/bin:/bin"}
        runner = Runner(self.place / "runner", self.mesh.bare, self.github, known, None, settings, skipped=("test",))
        return runner.run("release", job)

    def on_gitlab(self, tag: str, commit: str) -> tuple[int, str]:
        """The job release."""
        runner = LabRunner(self.place / "lab", self.mesh.bare, self.lab, skipped=(TESTS,))
        variables = {"CI_COMMIT_TAG": tag, "CI_COMMIT_SHA": commit, "CI_PIPELINE_SOURCE": "push"}
        done = runner.run("release", variables)
        return done.returncode, done.stderr


@pytest.fixture
def releasing(tmp_path: Path) -> Iterator[Releasing]:
    with served(Storage()) as storage, served(GitHub(storage)) as github, served(GitLab()) as lab:
        found = Releasing(tmp_path, repository(tmp_path), github, lab)
        found.mesh.commit("main", [write("meshwright/__init__.py", '"""Small."""\n')])
        yield found


def test_a_release_has_the_packages_of_the_version_that_the_tag_names(releasing: Releasing) -> None:
    commit = releasing.tag("v0.1.0")
    releasing.mesh.commit("main", [write("later", "")])
    built = releasing.on_github("build", "v0.1.0", commit)
    assert built.failed == "", built.said
    (kept,) = releasing.github.artifacts
    assert sorted(releasing.github.unpacked(kept)) == PACKAGES
    assert releasing.on_github("publish", "v0.1.0", commit).failed == ""
    repository, *asked = (releasing.place / "asked").read_text().splitlines()
    assert repository == "example/mesh"
    assert asked == [
        "release",
        "create",
        "v0.1.0",
        "--verify-tag",
        "--generate-notes",
        *(f"dist/{n}" for n in PACKAGES),
    ]
    status, said = releasing.on_gitlab("v0.1.0", commit)
    assert status == 0, said
    assert [path.rpartition("/")[2] for path in releasing.lab.packages] == PACKAGES
    assert [made["tag_name"] for made in releasing.lab.releases] == ["v0.1.0"]


def test_a_tag_that_names_another_version_releases_nothing(releasing: Releasing) -> None:
    commit = releasing.tag("v0.2.0")
    done = releasing.on_github("build", "v0.2.0", commit)
    assert done.failed == "version"
    assert 'the tag is v0.2.0, and pyproject.toml says version = "0.1.0"' in done.said["version"]
    assert releasing.on_gitlab("v0.2.0", commit)[0] == 1
    assert releasing.lab.releases == []


def test_a_tag_that_is_not_on_the_default_branch_releases_nothing(releasing: Releasing) -> None:
    releasing.mesh.branch("aside")
    releasing.mesh.commit("aside", [write("aside", "")])
    commit = releasing.tag("v0.1.0")
    done = releasing.on_github("build", "v0.1.0", commit)
    assert done.failed == "version"
    assert "v0.1.0 is not on origin/main" in done.said["version"]
    status, said = releasing.on_gitlab("v0.1.0", commit)
    assert (status, "v0.1.0 is not on FETCH_HEAD" in said) == (1, True)


def test_what_a_release_runs_before_is_what_lands() -> None:
    for workflow, job in (("release", "build"), ("tests", "tests")):
        steps = yaml.safe_load((ROOT / ".github" / "workflows" / f"{workflow}.yml").read_text())["jobs"][job]["steps"]
        assert [s["run"].splitlines()[-1] for s in steps if s.get("name") == "test"] == [TESTS]
    lab = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text())
    assert all(TESTS in lab[job]["script"] for job in ("release", "tests"))
    landing = (ROOT / ".ci" / "run").read_text()
    assert all(f"make {target}\n" in landing for target in TESTS.split()[1:])
