"""What GitHub and GitLab are asked and told about comments and issues, with the standard library and one token."""

import json
import os
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

PAGE = 100
"""Things on a page, of which there may be many: the most that both give."""


class Unreachable(Exception):
    """The platform refused, or did not answer."""


class Api:
    """JSON over HTTP. Raises Unreachable, with what was asked and the answer."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        self._address = address.rstrip("/")
        self._headers = headers

    def call(self, path: str, method: str = "GET", sent: object = None) -> Any:
        """What is answered, read as JSON."""
        answer = self.read(path, method, sent)
        try:
            return json.loads(answer or b"null")
        except ValueError:
            raise Unreachable(f"{method} {path}: the answer is no JSON") from None

    def pages(self, path: str, key: str | None = None) -> Iterator[dict[str, Any]]:
        """Everything of a list, page by page; of the list below ``key``, where lists come so."""
        join = "&" if "?" in path else "?"
        page = 1
        while True:
            answer = self.call(f"{path}{join}per_page={PAGE}&page={page}")
            found = answer if key is None else answer[key]
            yield from found
            if len(found) < PAGE:
                return
            page += 1

    def read(self, path: str, method: str = "GET", sent: object = None, largest: int = 50_000_000) -> bytes:
        """The bytes of an answer, which may not be more than ``largest``."""
        data = None if sent is None else json.dumps(sent).encode()
        asked = urllib.request.Request(f"{self._address}/{path}", data=data, method=method)
        asked.add_header("Content-Type", "application/json")
        for name, value in self._headers.items():
            asked.add_unredirected_header(name, value)  # where files are kept the token is nobody's business
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                content: bytes = answer.read(largest + 1)
        except OSError as problem:  # a refusal is one as well
            raise Unreachable(f"{method} {path}: {problem}") from None
        if len(content) > largest:
            raise Unreachable(f"{method} {path}: the answer has more than {largest:,} bytes")
        return content


class GitHub:
    """A repository there, as the job's own token."""

    _US = "github-actions[bot]"

    def __init__(self) -> None:
        token = os.environ["GH_TOKEN"]
        self.api = Api(
            f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}",
            {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"},
        )

    def comment(self, number: int, marker: str) -> str | None:
        """Where the comment is that we made on a request, and that begins so."""
        found = first(self.api.pages(f"issues/{number}/comments"), lambda c: self._ours(c, marker))
        return found and f"issues/comments/{found['id']}"

    def issue(self, marker: str, label: str) -> str | None:
        """Where the open issue is that we made, and that begins so."""
        listed = self.api.pages(f"issues?state=open&labels={urllib.parse.quote(label)}")
        found = first(listed, lambda i: "pull_request" not in i and self._ours(i, marker))
        return found and f"issues/{found['number']}"

    def say(self, number: int, address: str | None, body: str) -> None:
        """Make the comment, or change it."""
        self.api.call(address or f"issues/{number}/comments", "PATCH" if address else "POST", {"body": body})

    def raise_issue(self, address: str | None, title: str, body: str, label: str) -> None:
        """Open the issue, or change it."""
        if address:
            self.api.call(address, "PATCH", {"title": title, "body": body})
        else:
            self.api.call("issues", "POST", {"title": title, "body": body, "labels": [label]})

    def close_issue(self, address: str, body: str) -> None:
        """Say in the issue why it is closed, and close it."""
        self.api.call(f"{address}/comments", "POST", {"body": body})
        self.api.call(address, "PATCH", {"state": "closed", "state_reason": "completed"})

    def _ours(self, thing: dict[str, Any], marker: str) -> bool:
        return (thing["user"] or {}).get("login") == self._US and (thing["body"] or "").startswith(marker)


class GitLab:
    """A project there, as whom the token ``MESH_COMMENT_TOKEN`` is of."""

    def __init__(self) -> None:
        self._project = f"projects/{os.environ['CI_PROJECT_ID']}"
        self.api = Api(os.environ["CI_API_V4_URL"], {"PRIVATE-TOKEN": os.environ["MESH_COMMENT_TOKEN"]})

    def head(self, number: int) -> str:
        """The commit that a merge request is at."""
        return str(self.api.call(f"{self._project}/merge_requests/{number}")["sha"])

    def comment(self, number: int, marker: str) -> str | None:
        """As GitHub's; whoever else begins a note so is left alone."""
        notes = f"{self._project}/merge_requests/{number}/notes"
        us = self._us()
        found = first(self.api.pages(notes), lambda n: n["author"]["id"] == us and n["body"].startswith(marker))
        return found and f"{notes}/{found['id']}"

    def issue(self, marker: str, label: str) -> str | None:
        """As GitHub's."""
        us = self._us()
        listed = self.api.pages(f"{self._project}/issues?state=opened&labels={urllib.parse.quote(label)}")
        found = first(listed, lambda i: i["author"]["id"] == us and (i["description"] or "").startswith(marker))
        return found and f"{self._project}/issues/{found['iid']}"

    def say(self, number: int, address: str | None, body: str) -> None:
        """As GitHub's."""
        notes = f"{self._project}/merge_requests/{number}/notes"
        self.api.call(address or notes, "PUT" if address else "POST", {"body": body})

    def raise_issue(self, address: str | None, title: str, body: str, label: str) -> None:
        """As GitHub's; what an account is like is for members only."""
        sent: dict[str, object] = {"title": title, "description": body}
        if address:
            self.api.call(address, "PUT", sent)
        else:
            self.api.call(f"{self._project}/issues", "POST", {**sent, "labels": label, "confidential": True})

    def close_issue(self, address: str, body: str) -> None:
        """As GitHub's."""
        self.api.call(f"{address}/notes", "POST", {"body": body})
        self.api.call(address, "PUT", {"state_event": "close"})

    def _us(self) -> int:
        return int(self.api.call("user")["id"])


def forge() -> GitHub | GitLab:
    """Where this job runs."""
    return GitHub() if "GITHUB_REPOSITORY" in os.environ else GitLab()


def first(things: Iterator[dict[str, Any]], wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    """The first that is wanted; no more is asked for."""
    return next(filter(wanted, things), None)
