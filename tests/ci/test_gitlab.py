"""What GitLab is asked for by the scripts of its jobs: one note that is kept up to date, and releases with packages."""

import json
import threading
import urllib.parse
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from .test_comment import BODY, HEAD, comment, loaded

release = loaded("gitlab_release")
US, SOMEBODY = 5, 6


class Lab(HTTPServer):
    """A GitLab with one merge request, 12, which somebody has written a note to that looks like ours."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.notes: list[dict[str, Any]] = [{"id": 1, "author": {"id": SOMEBODY}, "body": BODY}]
        self.calls: list[tuple[str, str, str | None]] = []
        self.sent: list[bytes] = []
        self.refuses = ""

    def answer(self, method: str, path: str, data: bytes) -> object:
        """As the API does; raises KeyError for what it does not know."""
        if path == "/user":
            return {"id": US}
        if path == "/projects/3/merge_requests/12":
            return {"sha": HEAD}
        if method == "GET" and path.startswith("/projects/3/merge_requests/12/notes?"):
            return self.notes if path.endswith("&page=1") else []
        if path.startswith("/projects/3/merge_requests/12/notes"):
            body = urllib.parse.parse_qs(data.decode())["body"][0]
            if method == "POST":
                self.notes.append({"id": 7, "author": {"id": US}, "body": body})
            else:
                next(n for n in self.notes if path.endswith(f"/{n['id']}"))["body"] = body
            return {}
        if path.startswith("/projects/3/packages/generic/meshwright/") or path == "/projects/3/releases":
            return {}
        raise KeyError(path)


class Answering(BaseHTTPRequestHandler):
    server: Lab

    def _any(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        token = self.headers.get("PRIVATE-TOKEN") or self.headers.get("JOB-TOKEN")
        self.server.calls.append((self.command, self.path, token))
        self.server.sent.append(data)
        refused = self.server.refuses and self.server.refuses in self.path
        said = b"{}" if refused else json.dumps(self.server.answer(self.command, self.path, data)).encode()
        self.send_response(403 if refused else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = do_PUT = _any

    def log_message(self, format: str, *arguments: object) -> None:
        """Says nothing."""


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lab]:
    server = Lab()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.setenv("CI_API_V4_URL", f"http://127.0.0.1:{server.server_port}")
    for name, value in (("PROJECT_ID", "3"), ("JOB_TOKEN", "job"), ("COMMIT_TAG", "v1.2.0")):
        monkeypatch.setenv(f"CI_{name}", value)
    monkeypatch.setenv("MESH_COMMENT_TOKEN", "reporter")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "number").write_text("12\n")
    (tmp_path / "comment.md").write_text(BODY)
    return tmp_path


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name in ("meshwright-1.2.0.tar.gz", "meshwright-1.2.0-py3-none-any.whl", ".gitignore"):
        (tmp_path / name).write_text(name)
    return tmp_path


def test_the_first_report_makes_a_note_and_the_next_changes_it_and_nobody_else_s(report: Path, lab: Lab) -> None:
    assert comment.main(report, HEAD) == 0
    (report / "comment.md").write_text(f"{BODY}more & more\n")
    assert comment.main(report, HEAD) == 0
    assert [(n["author"]["id"], n["body"]) for n in lab.notes] == [(SOMEBODY, BODY), (US, f"{BODY}more & more\n")]
    assert {token for _, _, token in lab.calls} == {"reporter"}


def test_a_report_about_another_commit_is_refused(report: Path, lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    assert comment.main(report, "b" * 40) == 1
    assert "request 12 is not at bbbb" in capsys.readouterr().err
    assert len(lab.notes) == 1


def test_a_refusal_is_said_without_a_traceback(report: Path, lab: Lab, capsys: pytest.CaptureFixture[str]) -> None:
    lab.refuses = "/notes"
    assert comment.main(report, HEAD) == 1
    assert "notes?per_page=100&page=1: HTTP Error 403" in capsys.readouterr().err


def test_a_release_has_the_packages_attached_and_nothing_else(dist: Path, lab: Lab) -> None:
    assert release.main(dist) == 0
    packages = "/projects/3/packages/generic/meshwright/v1.2.0"
    wheel, source = "meshwright-1.2.0-py3-none-any.whl", "meshwright-1.2.0.tar.gz"
    assert lab.calls == [
        ("PUT", f"{packages}/{wheel}", "job"),
        ("PUT", f"{packages}/{source}", "job"),
        ("POST", "/projects/3/releases", "job"),
    ]
    assert lab.sent[:2] == [wheel.encode(), source.encode()]
    made = json.loads(lab.sent[2])
    assert made["tag_name"] == "v1.2.0"
    address = f"http://127.0.0.1:{lab.server_port}{packages}"
    assert [link["url"] for link in made["assets"]["links"]] == [f"{address}/{wheel}", f"{address}/{source}"]


def test_nothing_is_released_where_a_package_is_refused(
    dist: Path, lab: Lab, capsys: pytest.CaptureFixture[str]
) -> None:
    lab.refuses = ".tar.gz"
    assert release.main(dist) == 1
    assert "no release of v1.2.0: HTTP Error 403" in capsys.readouterr().err
    assert "/projects/3/releases" not in [path for _, path, _ in lab.calls]


def test_an_empty_folder_is_no_release(tmp_path: Path, lab: Lab) -> None:
    assert release.main(tmp_path) == 1
    assert lab.calls == []
