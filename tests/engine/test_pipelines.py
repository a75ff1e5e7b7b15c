"""What deploys and what watches, as the files of GitHub's and GitLab's pipelines say, on the real engine."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from meshwright.sandbox.account import ACCOUNT, REGION
from meshwright.sandbox.server import Server
from tests.ci.github import GitHub, Storage
from tests.ci.gitlab import GitLab
from tests.ci.lab_runner import LabRunner
from tests.ci.repository import Repository, git, repository
from tests.ci.runner import CONTEXT, Outcome, Runner
from tests.ci.served import served

from .engine import Engine
from .projects import domain_files, write_project

pytestmark = [pytest.mark.engine, pytest.mark.sandbox]

WATCHED = ("verify --env prod", "access drift --env prod", "preview --live --refresh --env prod")
FOREIGN = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{ACCOUNT}:role/foreign"}


@dataclass
class Mesh:
    """A repository, its account, and both code hosts."""

    place: Path
    aws: Server
    repository: Repository
    engine: Engine
    github: GitHub
    lab: GitLab
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def on_github(self, workflow: str, job: str, run: int = 9, **context: Any) -> Outcome:
        """A job on the main branch, or as the context says."""
        known = {**CONTEXT, "github.sha": self.main, "github.event_name": "push", **context}
        self.github.main = self.main
        place = self.place / "runner"
        return Runner(place, self.repository.bare, self.github, known, None, self.settings, run).run(workflow, job)

    def watch(self, number: int, run: int) -> str:
        """One look of a night; the step that failed."""
        named = {"matrix.what": WATCHED[number], "strategy.job-index": number}
        return self.on_github("nightly", "watch", run, **named).failed

    def tell(self, run: int) -> Outcome:
        """What follows."""
        return self.on_github("nightly", "tell", run)

    def on_gitlab(self, job: str, **variables: str) -> tuple[int, str]:
        """A job of the default branch; as it ends, and what it says."""
        known = {
            "CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": self.main,
            "MESH_TOKEN": "of minutes", "MESH_REGION": REGION, "MESH_COMMENT_TOKEN": "reporter",
            "MESH_DEPLOY_ROLE": "arn:of:who:deploys", "MESH_PLAN_ROLE": "arn:of:who:plans", **variables,
        }  # fmt: skip
        runner = LabRunner(self.place / "lab", self.repository.bare, self.lab, self.settings, kept=self.kept)
        done = runner.run(job, known)
        return done.returncode, done.stdout + done.stderr

    @property
    def main(self) -> str:
        """The commit that the main branch is at."""
        return git(self.repository.work, "rev-parse", "main")

    @property
    def settings(self) -> dict[str, str]:
        """The engine's, with its plugins and its backend; of this machine nothing else."""
        return {k: v for k, v in self.engine.environment.items() if k.startswith(("PATH", "PULUMI_", "ENGINE_TEST_"))}


@pytest.fixture(scope="module")
def mesh(aws: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mesh]:
    place = tmp_path_factory.mktemp("pipelines")

    def lay_out(root: Path) -> None:
        write_project(root, aws, domain_files("alpha"))
        environments = root / "stacks" / "environments.py"
        environments.write_text(environments.read_text().replace('"dev"', '"prod"'))

    made = repository(place, lay_out)
    engine = Engine(made.work, place / "home")
    with served(Storage()) as storage, served(GitHub(storage)) as github, served(GitLab()) as lab:
        yield Mesh(place, aws, made, engine, github, lab)


def test_a_merge_is_deployed_and_verified(mesh: Mesh) -> None:
    done = mesh.on_github("deploy", "prod")
    assert done.failed == "", done.said
    assert "alpha.prod" in done.said["up"]
    assert "verified:" in done.said["verify"]


def test_nothing_but_the_main_branch_is_deployed_or_watched(mesh: Mesh) -> None:
    for workflow, job in (("deploy", "prod"), ("nightly", "watch"), ("nightly", "tell")):
        other: dict[str, Any] = {"github.ref": "refs/heads/other"}
        assert mesh.on_github(workflow, job, **other).said == {}


def test_an_old_run_is_refused_once_the_main_branch_has_moved_on(mesh: Mesh) -> None:
    old = mesh.main
    again: dict[str, Any] = {"github.run_attempt": 2, "github.sha": old[::-1]}
    refused = mesh.on_github("deploy", "prod", **again)
    assert refused.failed == "not an old one again"
    assert list(refused.said) == ["not an old one again"]
    assert f"main is at {old} by now" in refused.said["not an old one again"]


def test_a_night_opens_an_issue_changes_it_and_closes_it(mesh: Mesh) -> None:
    lake = mesh.aws.client("lakeformation")
    mesh.aws.client("iam").create_role(RoleName="foreign", AssumeRolePolicyDocument="{}")
    grant: dict[str, Any] = {
        "Principal": FOREIGN, "Permissions": ["DESCRIBE"], "Resource": {"Database": {"Name": "alpha_items_v1"}},
    }  # fmt: skip
    lake.grant_permissions(**grant)
    assert mesh.watch(1, run=20) == "watch"
    assert mesh.tell(run=20).failed == ""
    (issue,) = mesh.github.issues
    assert (issue["state"], issue["labels"]) == ("open", [{"name": "mesh-nightly"}])
    assert "`mesh access drift --env prod`: **exit" in issue["body"]
    assert "role/foreign" in issue["body"]
    assert "2 of 3 looks did not happen" in issue["body"]
    assert mesh.tell(run=21).failed == ""
    assert "3 of 3 looks did not happen" in issue["body"]
    lake.revoke_permissions(**grant)
    assert [mesh.watch(number, run=22) for number in range(3)] == ["", "", ""]
    assert mesh.tell(run=22).failed == ""
    assert [i["state"] for i in mesh.github.issues] == ["closed"]
    assert "All is as defined again" in mesh.github.comments[-1]["body"]
    assert mesh.tell(run=22).failed == ""
    assert len(mesh.github.issues) == 1, "a good night says nothing"


def test_gitlab_deploys_watches_and_tells_as_github_does(mesh: Mesh) -> None:
    status, said = mesh.on_gitlab("deploy", CI_PIPELINE_SOURCE="push")
    assert status == 0, said
    assert "unaffected" in said
    assert "verified:" in said
    night = {"CI_PIPELINE_SOURCE": "schedule"}
    status, said = mesh.on_gitlab("watch", **night, WHAT=WATCHED[1], CI_NODE_INDEX="2")
    assert status == 0, said
    status, said = mesh.on_gitlab("tell", **night)
    assert status == 0, said
    (issue,) = mesh.lab.issues
    assert issue["confidential"]
    assert "2 of 3 looks did not happen" in issue["description"]
    for number in (0, 2):
        mesh.kept["watch"] |= {
            path.replace("/2/", f"/{number}-/"): content for path, content in mesh.kept["watch"].items()
        }
    assert mesh.on_gitlab("tell", **night)[0] == 0
    assert [i["state"] for i in mesh.lab.issues] == ["closed"]
