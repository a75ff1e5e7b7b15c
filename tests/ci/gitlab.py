"""GitLab as far as the jobs ask it: one project's merge requests, notes, issues, packages and releases."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from .github import paged
from .served import Query, Refusing

PROJECT = "/projects/3"
TOKENS = {"PRIVATE-TOKEN": "reporter", "JOB-TOKEN": "job"}
US, SOMEBODY = 5, 6


@dataclass
class GitLab:
    """The project, as whom the token is of sees it."""

    heads: dict[int, str] = field(default_factory=dict)
    """Of merge requests."""
    notes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    packages: dict[str, bytes] = field(default_factory=dict)
    releases: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refuses: str = ""
    address: str = ""

    def answer(self, method: str, path: str, query: Query, data: bytes, headers: dict[str, str]) -> bytes:
        """As the API does."""
        lower = {name.upper(): value for name, value in headers.items()}
        if not any(lower.get(name) == token for name, token in TOKENS.items()):
            raise Refusing(401)
        path = path.removeprefix(PROJECT)
        self.asked.append(f"{method} {path}")
        if self.refuses and self.refuses in path:
            raise Refusing(403)
        if path.startswith("/packages/generic/"):
            self.packages[path] = data
            return b"{}"
        return json.dumps(self._of(method, path, query, json.loads(data or b"null"))).encode()

    def note(self, on: int, body: str, author: int = US) -> None:
        """Write one."""
        self.notes.append({"id": 100 + len(self.notes), "on": on, "author": {"id": author}, "body": body})

    def _of(self, method: str, path: str, query: Query, sent: Any) -> Any:
        if path == "/user":
            return {"id": US}
        if path == "/releases":
            return self.releases.append(sent)
        if found := re.fullmatch(r"/merge_requests/(\d+)", path):
            return {"sha": self.heads[int(found[1])]}
        if found := re.fullmatch(r"/merge_requests/(\d+)/notes(?:/(\d+))?", path):
            return self._note(method, int(found[1]), found[2], query, sent)
        if found := re.fullmatch(r"/issues/(\d+)/notes", path):
            return self.note(int(found[1]), sent["body"])
        found = re.fullmatch(r"/issues(?:/(\d+))?", path)
        assert found, path
        return self._issue(method, found[1], query, sent)

    def _note(self, method: str, on: int, id: str | None, query: Query, sent: Any) -> Any:
        if method == "GET":
            return paged([n for n in self.notes if n["on"] == on], query)
        if id is None:
            assert method == "POST"
            return self.note(on, sent["body"])
        (note,) = (n for n in self.notes if n["id"] == int(id))
        assert (method, note["author"]["id"]) == ("PUT", US)
        return note.update(sent)

    def _issue(self, method: str, iid: str | None, query: Query, sent: Any) -> Any:
        if method == "GET":
            there = [i for i in self.issues if query["labels"] == i["labels"]]
            return paged([i for i in there if i["state"] == query["state"]], query)
        if iid is None:
            self.issues.append({"iid": 30 + len(self.issues), "author": {"id": US}, "state": "opened", **sent})
            return self.issues[-1]
        (issue,) = (i for i in self.issues if i["iid"] == int(iid))
        if sent.pop("state_event", "") == "close":
            issue["state"] = "closed"
        return issue.update(sent)
