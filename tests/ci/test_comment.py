"""A report is data: what is not as it should be is refused or replaced, and one comment is kept up to date."""

import importlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .github import ANOTHER_BOT, REPOSITORY, SOMEBODY, TOKEN, GitHub, Storage
from .scripts import loaded
from .served import served

comment = loaded("comment")
HEAD, OTHER = "a" * 40, "b" * 40
BODY = f"{comment.MARKER}\n### fine\n"
ENDING = f"\n<sub>Of aaaaaaaaa; [the run's log](https://github.example/{REPOSITORY}/actions/runs/9).</sub>\n"
SARIF: dict[str, Any] = {"version": "2.1.0", "runs": []}
REPORT = {"number": b"12\n", "comment.md": BODY.encode(), "findings.sarif": json.dumps(SARIF).encode()}
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """With request 12 of a fork, whose run 9 has ended and handed a report over."""
    with served(Storage()) as storage, served(GitHub(storage)) as platform:
        platform.pull(12, HEAD)
        told(tmp_path, platform.event(HEAD))
        platform.hand_over(9, REPORT)
        for name, value in (("API_URL", platform.address), ("REPOSITORY", REPOSITORY)):
            monkeypatch.setenv(f"GITHUB_{name}", value)
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))
        monkeypatch.setenv("GH_TOKEN", TOKEN)
        monkeypatch.setenv("RUNNER_TEMP", str(tmp_path))
        yield platform


def told(folder: Path, event: Any) -> None:
    (folder / "event.json").write_text(json.dumps(event))


def again(github: GitHub, **changed: bytes | None) -> int:
    """Another attempt of the run, whose report has these files instead."""
    named = {name.replace("_", "."): content for name, content in changed.items()}
    github.hand_over(9, {name: content for name, content in {**REPORT, **named}.items() if content is not None})
    return int(comment.main(None))


def bodies(github: GitHub) -> list[str]:
    return [c["body"] for c in github.comments]


def test_the_first_report_makes_a_comment_and_the_next_changes_it(
    github: GitHub, capsys: Captured, tmp_path: Path
) -> None:
    for user in (SOMEBODY, ANOTHER_BOT):
        github.comment(12, f"{comment.MARKER} not ours", user)
    assert comment.main(None) == 0
    assert capsys.readouterr().out == f"number=12\nsarif={tmp_path / 'findings.sarif'}\n"
    assert json.loads((tmp_path / "findings.sarif").read_text()) == SARIF
    assert again(github, comment_md=f"{BODY}more\n".encode()) == 0
    assert bodies(github) == [f"{comment.MARKER} not ours"] * 2 + [f"{BODY}more\n{ENDING}"]


def test_the_comment_is_found_behind_hundreds_of_others(github: GitHub) -> None:
    for number in range(250):
        github.comment(12, f"look at this, {number}", SOMEBODY)
    github.comment(12, f"{comment.MARKER} of before")
    github.comment(13, f"{comment.MARKER} of another request")
    assert comment.main(None) == 0
    assert bodies(github)[250:] == [BODY + ENDING, f"{comment.MARKER} of another request"]
    assert github.asked.count("GET issues/12/comments") == 3


def test_the_request_is_the_branch_s_whatever_the_report_says(github: GitHub) -> None:
    github.pull(13, OTHER, owner="victim")
    assert again(github, number=b"13") == 0
    assert {c["on"] for c in github.comments} == {12}


def test_a_branch_may_be_called_as_git_lets_it(github: GitHub, tmp_path: Path) -> None:
    github.pulls.clear()
    github.pull(12, HEAD, branch="fix/ä #1&head=x%20+y")
    told(tmp_path, github.event(HEAD, branch="fix/ä #1&head=x%20+y"))
    assert comment.main(None) == 0
    assert {c["on"] for c in github.comments} == {12}


def test_another_s_request_at_the_same_commit_is_not_ours(github: GitHub) -> None:
    github.pulls.clear()
    github.pull(13, HEAD, owner="victim", id=3)
    github.pull(14, HEAD, id=3)
    assert comment.main(None) == 0
    assert github.comments == []


def test_of_two_requests_of_one_branch_the_report_says_which(github: GitHub, capsys: Captured) -> None:
    github.pull(13, HEAD)
    assert again(github, number=b"13\n") == 0
    assert {c["on"] for c in github.comments} == {13}
    for wrong in (b"14", b"", b"1; rm -rf /", b"../12", b"1" * 30, "१२".encode(), b"12\n13", b"\xff", None):
        assert again(github, number=wrong) == 1
    assert "requests 12, 13 are at" in capsys.readouterr().err
    assert len(github.comments) == 1


def test_a_report_of_a_commit_that_is_the_request_s_no_more_says_nothing(github: GitHub, capsys: Captured) -> None:
    github.pulls[0]["head"]["sha"] = OTHER
    assert comment.main(None) == 0
    said = capsys.readouterr()
    assert said.out == "number=\nsarif=\n"
    assert "no open request is at aaaa" in said.err
    assert github.comments == []


def test_a_fork_that_is_gone_says_nothing(github: GitHub, tmp_path: Path) -> None:
    event = github.event(HEAD)
    event["workflow_run"]["head_repository"] = None
    told(tmp_path, event)
    assert comment.main(None) == 0
    assert github.comments == []


def test_a_comment_of_an_older_commit_does_not_stay_where_there_is_no_report(github: GitHub, capsys: Captured) -> None:
    assert comment.main(None) == 0
    github.artifacts.clear()
    github.hand_over(8, REPORT)  # of another run
    github.hand_over(9, REPORT, name="reports")
    assert comment.main(None) == 0
    assert bodies(github) == [f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"]
    assert capsys.readouterr().out.endswith("number=12\nsarif=\n")


@pytest.mark.parametrize("text", [b"", b"no marker", BODY.encode() + b"x" * 70_000, BODY.encode() + b"x" * 300_000])
def test_what_is_no_preview_or_too_long_is_not_shown(github: GitHub, text: bytes) -> None:
    assert again(github, comment_md=text) == 0
    assert bodies(github) == [f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"]


def test_as_many_characters_as_a_preview_may_have_are_shown_however_many_bytes_they_are(github: GitHub) -> None:
    markdown = importlib.import_module("meshwright.preview.markdown")
    assert markdown.MARKER == comment.MARKER
    longest = BODY + "→" * (markdown.LIMIT - len(BODY))
    assert again(github, comment_md=longest.encode()) == 0
    assert bodies(github) == [longest + ENDING]


def test_what_is_shown_calls_nobody_and_points_nowhere(github: GitHub) -> None:
    evil = f"{BODY}@everyone <img src=x> [approved](https://evil.example) fixes #1\n"
    assert again(github, comment_md=evil.encode()) == 0
    (said,) = bodies(github)
    assert said == f"{BODY}{loaded('harmless').harmless(evil.removeprefix(BODY))}{ENDING}"
    assert not [word for word in ("@everyone", "<img", "](https://evil", "#1") if word in said]


@pytest.mark.parametrize("text", [b"", b"[]", b'{"version": "1"}', b"{", b"[" * 100_000, b"\xff", b" " * 5_000_001])
def test_what_is_no_sarif_is_not_uploaded(github: GitHub, capsys: Captured, text: bytes) -> None:
    assert again(github, findings_sarif=text) == 0
    assert capsys.readouterr().out == "number=12\nsarif=\n"


def test_nothing_is_unpacked_and_names_are_no_paths(github: GitHub, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    evil = {"../evil": b"x", "/tmp/evil-of-a-report": b"x", "report/comment.md": b"x", "GITHUB_ENV": b"x"}
    github.hand_over(9, {**evil, "comment.md": BODY.encode()})
    assert comment.main(None) == 0
    assert bodies(github) == [BODY + ENDING]
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/tmp/evil-of-a-report").exists()


def test_a_report_that_swells_is_read_as_far_as_it_may_be_long(github: GitHub) -> None:
    assert again(github, comment_md=BODY.encode() + b"\0" * 200_000_000) == 0
    read = comment.artifact(comment.GitHub(), 9)
    assert {name: len(content) for name, content in read.items()} == {
        **{name: len(content) for name, content in REPORT.items()},
        "comment.md": comment.LARGEST["comment.md"] + 1,
    }
    assert bodies(github) == [f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"]


def test_a_link_in_a_report_is_text(github: GitHub) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        link = zipfile.ZipInfo("comment.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    github.hand_over(9, {})
    github.storage.kept[len(github.artifacts)] = written.getvalue()
    assert comment.main(None) == 0
    assert bodies(github) == [f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"]


def test_what_is_no_archive_or_too_large_is_no_report(github: GitHub, capsys: Captured) -> None:
    assert comment.main(None) == 0
    github.storage.kept[1] = b"no archive"
    assert comment.main(None) == 0
    assert "can't be read: File is not a zip file" in capsys.readouterr().err
    assert bodies(github) == [f"{comment.MARKER}\n{comment.NOTHING}.\n{ENDING}"], "and not that of before"
    github.artifacts[0]["size_in_bytes"] = 10_000_001
    assert comment.main(None) == 0
    assert "more than 10,000,000 bytes" in capsys.readouterr().err


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_archive_that_is_broken_ends_in_a_traceback(github: GitHub, method: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in REPORT.items():
            archive.writestr(name, content)
    content = written.getvalue()
    for at in range(0, len(content), 5):
        github.storage.kept[1] = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        assert isinstance(comment.artifact(comment.GitHub(), 9), dict)


def test_what_is_longer_than_was_said_is_not_read_to_its_end(github: GitHub, capsys: Captured) -> None:
    github.storage.kept[1] = b" " * (comment.LARGEST_REPORT + 1)
    assert comment.main(None) == 1
    assert "more than 10,000,000 bytes" in capsys.readouterr().err
    assert github.comments == []


def test_a_refusal_of_github_is_said_as_it_is(github: GitHub, capsys: Captured) -> None:
    github.refuses = "/comments"
    assert comment.main(None) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "no comment: GET issues/12/comments?per_page=100&page=1: HTTP Error 403: Forbidden\n"
