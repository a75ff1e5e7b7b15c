"""GitLab's jobs on a branch that adds a column, and on a tag, as the pipeline's file says."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.pulls.contracts import MINOR, TAX
from tests.preview.pulls.editing import change

from .gitlab import GitLab
from .lab_runner import LabRunner, Variables
from .repository import Repository, git, repository
from .served import served

OF_OTHERS = change("domains/finance/domain.py", '"CC-3"', '"CC-33"')
TOKEN = {"MESH_COMMENT_TOKEN": "reporter"}


@pytest.fixture
def mesh(tmp_path: Path) -> Repository:
    made = repository(tmp_path)
    made.branch("change")
    return made


@pytest.fixture
def runner(tmp_path: Path, mesh: Repository) -> Iterator[LabRunner]:
    with served(GitLab()) as lab:
        yield LabRunner(tmp_path / "runner", mesh.bare, lab, {"TODAY": "2026-11-27"})


def asked(mesh: Repository, **more: str) -> dict[str, str]:
    """The variables of merge request 12's pipeline, from a branch of the same project."""
    head = git(mesh.work, "rev-parse", "change")
    return {
        "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_IID": "12", "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(mesh.work, "merge-base", "main", "change"),
        "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "3", "CI_PROJECT_ID": "3", **more,
    }  # fmt: skip


def test_a_sound_change_gets_a_note_that_is_kept_up_to_date(mesh: Repository, runner: LabRunner) -> None:
    runner.lab.heads[12] = mesh.commit("change", [*TAX, MINOR])
    mesh.commit("main", [OF_OTHERS])
    done = runner.run("report", asked(mesh))
    assert done.returncode == 0, done.stderr
    assert json.loads((runner.workspace / "report" / "findings.codequality").read_text()) == []
    assert runner.run("comment", asked(mesh, **TOKEN)).returncode == 0
    (note,) = runner.lab.notes
    assert "✅ Nothing needs attention" in note["body"]
    assert "CC-33" not in note["body"], "of others"
    runner.lab.heads[12] = mesh.commit("change", [change("domains/shop/domain.py", '"1.3.0"', '"1.2.0"')])
    assert runner.run("report", asked(mesh)).returncode == 1
    (found,) = json.loads((runner.workspace / "report" / "findings.codequality").read_text())
    assert (found["check_name"], found["severity"]) == ("version-raised", "blocker")
    assert found["location"]["path"] == "domains/shop/domain.py"
    assert runner.run("comment", asked(mesh, **TOKEN)).returncode == 0
    (note,) = runner.lab.notes
    assert "⛔" in note["body"]


def test_merged_results_are_compared_with_what_they_are_merged_into(mesh: Repository, runner: LabRunner) -> None:
    runner.lab.heads[12] = mesh.commit("change", [*TAX, MINOR])
    target = mesh.commit("main", [OF_OTHERS])
    merged = {"CI_COMMIT_SHA": mesh.merge("change"), "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": target}
    merged["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] = runner.lab.heads[12]
    assert runner.run("report", asked(mesh, **merged)).returncode == 0
    assert runner.run("comment", asked(mesh, **merged, **TOKEN)).returncode == 0
    (note,) = runner.lab.notes
    assert "finance` (pipeline, reader) **gets more of**" in note["body"]
    assert "CC-33" not in note["body"]


def test_the_note_is_written_by_the_default_branch_s_script(mesh: Repository, runner: LabRunner) -> None:
    def evil(root: Path) -> None:
        (root / ".ci" / "comment.py").write_text("raise SystemExit('of the change')\n")

    runner.lab.heads[12] = mesh.commit("change", [*TAX, MINOR, evil])
    runner.run("report", asked(mesh))
    done = runner.run("comment", asked(mesh, **TOKEN))
    assert done.returncode == 0, done.stderr
    assert len(runner.lab.notes) == 1


@pytest.mark.parametrize(
    ("job", "there", "variables"),
    [
        ("comment", True, TOKEN),
        ("comment", False, {}),
        ("comment", False, {**TOKEN, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "4"}),
        ("deploy", False, {}),
        ("watch", False, {}),
        ("release", False, {}),
        ("findings", False, {}),
    ],
)
def test_a_merge_request_has_no_more_than_its_report(
    mesh: Repository, runner: LabRunner, job: str, there: bool, variables: Variables
) -> None:
    assert runner.starts(job, asked(mesh, **variables)) is there


def test_each_occasion_has_its_jobs(runner: LabRunner) -> None:
    main = {"CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"}
    names = ("report", "findings", "comment", "deploy", "watch", "tell", "release")
    for variables, wanted in (
        ({**main, "CI_PIPELINE_SOURCE": "push", **TOKEN}, {"findings", "deploy"}),
        ({**main, "CI_PIPELINE_SOURCE": "schedule", **TOKEN}, {"watch", "tell"}),
        ({**main, "CI_PIPELINE_SOURCE": "schedule"}, {"watch"}),
        ({"CI_COMMIT_TAG": "v1.2.0", "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}, {"release"}),
        ({"CI_COMMIT_BRANCH": "other", "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}, set[str]()),
    ):
        assert {name for name in names if runner.starts(name, variables)} == wanted


def test_what_is_found_on_the_default_branch_is_kept_also_where_there_is_something(
    mesh: Repository, runner: LabRunner
) -> None:
    variables = {"CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": "push"}
    commit = mesh.commit("main", [change("domains/shop/domain.py", "domain = Domain(", "domain = Domain((")])
    assert runner.run("findings", {**variables, "CI_COMMIT_SHA": commit}).returncode == 0
    assert json.loads((runner.workspace / "findings.codequality").read_text()) != []
