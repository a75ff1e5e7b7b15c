"""A report is data: what is not as it should be is refused or replaced, and one comment is kept up to date."""

import importlib.util
import json
import stat
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
HEAD = "a" * 40


def loaded(name: str) -> ModuleType:
    """A script of .ci, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


comment = loaded("comment")
BODY = f"{comment.MARKER}\n### fine\n"
GH = """#!{python}
import json, sys
state = {state!r}
held = json.load(open(state))
if held.get("refuses"):
    sys.exit("gh: " + held["refuses"])
method, path = sys.argv[3], sys.argv[4]
sent = json.load(sys.stdin) if "--input" in sys.argv else None
held["calls"].append([method, path])
answer = {{}}
if "/pulls/" in path:
    answer = {{"head": {{"sha": held["head"]}}}}
elif method == "GET":
    answer = held["comments"] if path.endswith("page=1") else []
elif method == "POST":
    held["comments"].append({{"id": 7, "user": {{"type": "Bot"}}, "body": sent["body"]}})
else:
    held["comments"][-1]["body"] = sent["body"]
json.dump(held, open(state, "w"))
print(json.dumps(answer))
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "number").write_text("12\n")
    (folder / "comment.md").write_text(BODY)
    (folder / "findings.sarif").write_text(json.dumps({"version": "2.1.0", "runs": []}))
    return folder


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ``gh`` that keeps what it was asked in a file."""
    state = tmp_path / "state.json"
    somebody = {"id": 1, "user": {"type": "User"}, "body": f"{comment.MARKER} not ours"}
    state.write_text(json.dumps({"head": HEAD, "comments": [somebody], "calls": []}))
    program = tmp_path / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(GH.format(python=sys.executable, state=str(state)))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/mesh")
    return state


def held(state: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(state.read_text())
    return found


def test_the_first_report_makes_a_comment_and_the_next_changes_it(
    report: Path, github: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert comment.main(report, HEAD) == 0
    assert capsys.readouterr().out == f"number=12\nsarif={report / 'findings.sarif'}\n"
    (report / "comment.md").write_text(f"{BODY}more\n")
    assert comment.main(report, HEAD) == 0
    assert [c["body"] for c in held(github)["comments"]] == [f"{comment.MARKER} not ours", f"{BODY}more\n"]
    assert [call for call in held(github)["calls"] if call[0] != "GET"] == [
        ["POST", "repos/example/mesh/issues/12/comments"],
        ["PATCH", "repos/example/mesh/issues/comments/7"],
    ]


def test_a_report_about_another_request_is_refused(
    report: Path, github: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert comment.main(report, "b" * 40) == 1
    assert "request 12 is not at bbbb" in capsys.readouterr().err
    assert len(held(github)["comments"]) == 1


def test_a_refusal_of_github_is_said_as_it_is(report: Path, github: Path, capsys: pytest.CaptureFixture[str]) -> None:
    github.write_text(json.dumps({"refuses": "Resource not accessible by integration (HTTP 403)"}))
    assert comment.main(report, HEAD) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "no comment: GET pulls/12: gh: Resource not accessible by integration (HTTP 403)\n"


@pytest.mark.parametrize("number", ["", "0", "-1", "1; rm -rf /", "../12", "1" * 30, "१२", "12\n13"])
def test_a_number_that_is_none_is_refused(report: Path, github: Path, number: str) -> None:
    (report / "number").write_text(number)
    assert comment.main(report, HEAD) == 1
    assert held(github)["calls"] == []


@pytest.mark.parametrize("text", ["", "no marker", "x" * 70_000])
def test_what_is_no_preview_is_not_shown(report: Path, text: str) -> None:
    (report / "comment.md").write_text(text)
    assert comment.body_of(report) == f"{comment.MARKER}\n{comment.TOO_LARGE}\n"


def test_a_link_is_not_followed(report: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(BODY)
    (report / "comment.md").unlink()
    (report / "comment.md").symlink_to(secret)
    assert comment.TOO_LARGE in comment.body_of(report)


@pytest.mark.parametrize("text", ["", "[]", '{"version": "1"}', "{", "[" * 100_000])
def test_what_is_no_sarif_is_not_uploaded(report: Path, text: str) -> None:
    (report / "findings.sarif").write_text(text)
    assert comment.sarif_of(report) is None


def test_bytes_that_are_no_text_are_refused(report: Path) -> None:
    (report / "number").write_bytes(b"\xff")
    with pytest.raises(comment.Refused, match="not UTF-8"):
        comment.number_of(report)


def test_the_marker_is_the_preview_s() -> None:
    assert importlib.import_module("meshwright.preview.markdown").MARKER == comment.MARKER
