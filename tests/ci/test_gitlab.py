"""What GitLab is asked for by the scripts of its jobs: one note that is kept up to date, and releases with packages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .gitlab import SOMEBODY, US, GitLab
from .scripts import loaded
from .served import served
from .test_comment import BODY, HEAD, OTHER, comment

release = loaded("gitlab_release")
ENDING = "\n<sub>Of aaaaaaaaa; [the run's log](https://gitlab.example/p/-/pipelines/9).</sub>\n"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitLab]:
    """With merge request 12, to which somebody has written a note that looks like ours."""
    with served(GitLab({12: HEAD})) as platform:
        platform.note(12, BODY, SOMEBODY)
        monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
        settings = {
            "API_V4_URL": platform.address, "PROJECT_ID": "3", "JOB_TOKEN": "job", "COMMIT_TAG": "v1.2.0",
            "COMMIT_SHA": HEAD, "MERGE_REQUEST_IID": "12", "PIPELINE_URL": "https://gitlab.example/p/-/pipelines/9",
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setenv(f"CI_{name}", value)
        monkeypatch.setenv("MESH_COMMENT_TOKEN", "reporter")
        yield platform


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "number").write_text("13\n")
    (tmp_path / "comment.md").write_text(BODY)
    return tmp_path


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name in ("meshwright-1.2.0.tar.gz", "meshwright-1.2.0-py3-none-any.whl", ".gitignore"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_first_report_makes_a_note_and_the_next_changes_it_and_nobody_else_s(report: Path, lab: GitLab) -> None:
    for number in range(150):
        lab.note(12, f"look, {number}", SOMEBODY)
    assert comment.main(report) == 0
    (report / "comment.md").write_text(f"{BODY}more & more\n")
    assert comment.main(report) == 0
    assert [n["body"] for n in lab.notes if n["author"]["id"] == US] == [f"{BODY}more & more\n{ENDING}"]
    assert lab.notes[0]["body"] == BODY


def test_a_report_commands_nothing(report: Path, lab: GitLab) -> None:
    (report / "comment.md").write_text(f"{BODY}\n/merge\n/assign @me\n")
    assert comment.main(report) == 0
    assert not [line for line in lab.notes[-1]["body"].splitlines() if line.startswith("/")]


def test_a_link_is_not_followed(report: Path, lab: GitLab, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(BODY)
    (report / "comment.md").unlink()
    (report / "comment.md").symlink_to(tmp_path / "secret")
    assert comment.main(report) == 0
    assert lab.notes[-1]["body"] == f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"


def test_a_pipeline_without_a_report_says_so(tmp_path: Path, lab: GitLab) -> None:
    assert comment.main(tmp_path / "report") == 0
    assert comment.NOTHING in lab.notes[-1]["body"]


def test_a_report_about_another_commit_says_nothing(report: Path, lab: GitLab, capsys: Captured) -> None:
    lab.heads[12] = OTHER
    assert comment.main(report) == 0
    assert "no open request is at aaaa" in capsys.readouterr().err
    assert len(lab.notes) == 1


def test_of_merged_results_the_source_s_commit_counts(
    report: Path, lab: GitLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab.heads[12] = OTHER
    monkeypatch.setenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", OTHER)
    assert comment.main(report) == 0
    assert len(lab.notes) == 2


def test_a_refusal_is_said_without_a_traceback(report: Path, lab: GitLab, capsys: Captured) -> None:
    lab.refuses = "/notes"
    assert comment.main(report) == 1
    assert "notes?per_page=100&page=1: HTTP Error 403" in capsys.readouterr().err


def test_a_release_has_the_packages_attached_and_nothing_else(dist: Path, lab: GitLab) -> None:
    assert release.main(dist) == 0
    packages = "/packages/generic/meshwright/v1.2.0"
    wheel, source = "meshwright-1.2.0-py3-none-any.whl", "meshwright-1.2.0.tar.gz"
    assert lab.packages == {f"{packages}/{name}": name.encode() for name in (wheel, source)}
    (made,) = lab.releases
    assert made["tag_name"] == "v1.2.0"
    addresses = [f"{lab.address}/projects/3{packages}/{name}" for name in (wheel, source)]
    assert [link["url"] for link in made["assets"]["links"]] == addresses


def test_nothing_is_released_where_a_package_is_refused(dist: Path, lab: GitLab, capsys: Captured) -> None:
    lab.refuses = ".tar.gz"
    assert release.main(dist) == 1
    assert "no release of v1.2.0: HTTP Error 403" in capsys.readouterr().err
    assert lab.releases == []


def test_an_empty_folder_is_no_release(tmp_path: Path, lab: GitLab) -> None:
    assert release.main(tmp_path) == 1
    assert lab.asked == []
