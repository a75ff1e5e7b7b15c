"""Puts the report of a pull or merge request into its comment. Usage: comment.py FOLDER HEAD

The report comes from a run that anybody can start, so it is data: its size and its form are checked, the request that
it names has to be at the commit HEAD, which the platform tells, and nothing of it is run or read as a path. Uses the
standard library only, and on GitHub the program ``gh``. Prints ``number=`` and ``sarif=`` for the steps that follow.
"""

import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

MARKER = "<!-- meshwright-preview -->"
"""How ``mesh preview --format md`` begins, and the comment is found again."""
LARGEST_COMMENT = 65_000
LARGEST_SARIF = 5_000_000
TOO_LARGE = "The preview is too large to be shown here, or is no preview; see the run's log."


class Refused(Exception):
    """The report is not what it should be."""


def number_of(folder: Path) -> int:
    """The request that the report says it is about."""
    text = _text(folder / "number", 20).strip()
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 10**9:
        raise Refused("the report names no request")
    return int(text)


def body_of(folder: Path) -> str:
    """What is to be said; where the report has nothing that can be shown, that."""
    try:
        text = _text(folder / "comment.md", LARGEST_COMMENT)
    except Refused:
        text = ""
    return text if text.startswith(MARKER) else f"{MARKER}\n{TOO_LARGE}\n"


def sarif_of(folder: Path) -> Path | None:
    """The findings, where they are SARIF."""
    path = folder / "findings.sarif"
    try:
        found = json.loads(_text(path, LARGEST_SARIF))
    except (Refused, ValueError, RecursionError):
        return None
    return path if isinstance(found, dict) and found.get("version") == "2.1.0" else None


def _text(path: Path, largest: int) -> str:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > largest:
        raise Refused(f"{path.name} is missing or larger than {largest:,} bytes")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{path.name} is not UTF-8") from None


class Unreachable(Exception):
    """The platform refused, or did not answer."""


class GitHub:
    """The comments of a pull request, through ``gh``."""

    def __init__(self) -> None:
        self._repository = os.environ["GITHUB_REPOSITORY"]

    def head(self, number: int) -> str:
        """The commit that the request is at."""
        return str(self._call(f"pulls/{number}")["head"]["sha"])

    def ours(self, number: int) -> int | None:
        """The comment that was made before."""
        page = 1
        while found := self._call(f"issues/{number}/comments?per_page=100&page={page}"):
            for comment in found:
                if comment["user"]["type"] == "Bot" and comment["body"].startswith(MARKER):
                    return int(comment["id"])
            page += 1
        return None

    def put(self, number: int, comment: int | None, body: str) -> None:
        """Make the comment, or change it."""
        if comment is None:
            self._call(f"issues/{number}/comments", "POST", {"body": body})
        else:
            self._call(f"issues/comments/{comment}", "PATCH", {"body": body})

    def _call(self, path: str, method: str = "GET", sent: object = None) -> Any:
        command = ["gh", "api", "--method", method, f"repos/{self._repository}/{path}"]
        command += [] if sent is None else ["--input", "-"]
        given = None if sent is None else json.dumps(sent)
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unreachable(f"{method} {path}: {done.stderr.strip() or f'gh ended with {done.returncode}'}")
        return json.loads(done.stdout)


class GitLab:
    """The notes of a merge request, through its API."""

    def __init__(self) -> None:
        self._api = os.environ["CI_API_V4_URL"]
        self._requests = f"projects/{os.environ['CI_PROJECT_ID']}/merge_requests"

    def head(self, number: int) -> str:
        """The commit that the request is at."""
        return str(self._call(f"{self._requests}/{number}")["sha"])

    def ours(self, number: int) -> int | None:
        """The note that was made before, by whom the token is of: others may begin a note as we do."""
        us, page = self._call("user")["id"], 1
        while found := self._call(f"{self._requests}/{number}/notes?per_page=100&page={page}"):
            for note in found:
                if note["author"]["id"] == us and note["body"].startswith(MARKER):
                    return int(note["id"])
            page += 1
        return None

    def put(self, number: int, comment: int | None, body: str) -> None:
        """Make the note, or change it."""
        path = f"{self._requests}/{number}/notes" + ("" if comment is None else f"/{comment}")
        self._call(path, "POST" if comment is None else "PUT", {"body": body})

    def _call(self, path: str, method: str = "GET", sent: dict[str, str] | None = None) -> Any:
        data = None if sent is None else urllib.parse.urlencode(sent).encode()
        headers = {"PRIVATE-TOKEN": os.environ["MESH_COMMENT_TOKEN"]}
        asked = urllib.request.Request(f"{self._api}/{path}", data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return json.loads(answer.read())
        except OSError as problem:  # a refusal is one as well
            raise Unreachable(f"{method} {path}: {problem}") from None


def main(folder: Path, head: str) -> int:
    """Comment, and say what follows; 1 where the report is refused, or the platform refuses."""
    platform = GitHub() if "GITHUB_REPOSITORY" in os.environ else GitLab()
    try:
        number = number_of(folder)
        if platform.head(number) != head:
            raise Refused(f"request {number} is not at {head} any more; the report of what it is at now will follow")
        platform.put(number, platform.ours(number), body_of(folder))
    except (Refused, Unreachable) as refusal:
        print(f"no comment: {refusal}", file=sys.stderr)
        return 1
    print(f"number={number}")
    print(f"sarif={sarif_of(folder) or ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
