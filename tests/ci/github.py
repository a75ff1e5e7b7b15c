"""GitHub as far as the workflows ask it: requests, comments, issues and artifacts of one repository."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .served import Query, Refusing

REPOSITORY = "example/mesh"
TOKEN = "of-the-job"
BOT = {"login": "github-actions[bot]", "type": "Bot"}
SOMEBODY = {"login": "somebody", "type": "User"}
ANOTHER_BOT = {"login": "another[bot]", "type": "Bot"}


def packed(files: Mapping[str, bytes]) -> bytes:
    """An artifact as it is downloaded."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


@dataclass
class Storage:
    """Where artifacts are kept: another host, which a token may not be shown."""

    kept: dict[int, bytes] = field(default_factory=dict)
    address: str = ""

    def answer(self, method: str, path: str, query: Query, data: bytes, headers: dict[str, str]) -> bytes:
        assert "Authorization" not in headers
        return self.kept[int(path.removeprefix("/"))]


@dataclass
class GitHub:
    """The repository, which numbers what it holds as it comes."""

    storage: Storage
    main: str = "f" * 40
    pulls: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Methods and paths, without the repository's."""
    refuses: str = ""
    """A part of a path of which nothing is told."""
    address: str = ""

    def pull(self, number: int, head: str, branch: str = "change", owner: str = "somebody", id: int = 2) -> None:
        """Open a request, by default from a fork."""
        source = {"sha": head, "ref": branch, "repo": {"id": id}, "user": {"login": owner}}
        self.pulls.append({"number": number, "state": "open", "head": source})

    def hand_over(self, run: int, files: Mapping[str, bytes], name: str = "report") -> None:
        """Keep an artifact."""
        number, content = len(self.artifacts) + 1, packed(files)
        self.storage.kept[number] = content
        about = {"id": number, "name": name, "size_in_bytes": len(content), "expired": False, "run": run}
        self.artifacts.append(about)

    def unpacked(self, about: dict[str, Any]) -> dict[str, bytes]:
        """The files of an artifact."""
        with zipfile.ZipFile(io.BytesIO(self.storage.kept[about["id"]])) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def event(self, head: str, run: int = 9, branch: str = "change", owner: str = "somebody", id: int = 2) -> Any:
        """What a workflow is told of a run of another that has ended."""
        source = {"id": id, "owner": {"login": owner}, "full_name": f"{owner}/mesh"}
        about = {"id": run, "head_sha": head, "head_branch": branch, "head_repository": source}
        return {"workflow_run": {**about, "html_url": f"https://github.example/{REPOSITORY}/actions/runs/{run}"}}

    def answer(self, method: str, path: str, query: Query, data: bytes, headers: dict[str, str]) -> bytes | str:
        """As the API does."""
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Refusing(401)
        path = path.removeprefix(f"/repos/{REPOSITORY}/")
        self.asked.append(f"{method} {path}")
        if self.refuses and self.refuses in path:
            raise Refusing(403)
        if path == "commits/main":
            return self.main.encode()
        if found := re.fullmatch(r"actions/artifacts/(\d+)/zip", path):
            return f"{self.storage.address}/{found[1]}"
        return json.dumps(self._of(method, path, query, json.loads(data or b"null"))).encode()

    def _of(self, method: str, path: str, query: Query, sent: Any) -> Any:
        if path == "pulls":
            owner, _, branch = query["head"].partition(":")
            wanted = (owner, branch)
            return paged([p for p in self.pulls if (p["head"]["user"]["login"], p["head"]["ref"]) == wanted], query)
        if found := re.fullmatch(r"actions/runs/(\d+)/artifacts", path):
            listed = [a for a in self.artifacts if a["run"] == int(found[1]) and a["name"] == query["name"]]
            return {"total_count": len(listed), "artifacts": paged(listed, query)}
        if found := re.fullmatch(r"issues(?:/(\d+))?", path):
            return self._issue(method, found[1], query, sent)
        return self._comment(method, path, query, sent)

    def _comment(self, method: str, path: str, query: Query, sent: Any) -> Any:
        if found := re.fullmatch(r"issues/(\d+)/comments", path):
            of = [c for c in self.comments if c["on"] == int(found[1])]
            if method == "GET":
                return paged(of, query)
            self.comment(int(found[1]), sent["body"])
            return self.comments[-1]
        found = re.fullmatch(r"issues/comments/(\d+)", path)
        assert found, path
        assert method == "PATCH"
        (comment,) = (c for c in self.comments if c["id"] == int(found[1]))
        if comment["user"] != BOT:
            raise Refusing(403)
        comment["body"] = sent["body"]
        return comment

    def comment(self, on: int, body: str, user: dict[str, str] = BOT) -> None:
        """Write one."""
        self.comments.append({"id": 100 + len(self.comments), "on": on, "user": user, "body": body})

    def _issue(self, method: str, number: str | None, query: Query, sent: Any) -> Any:
        if method == "GET":
            labelled = [i for i in self.issues if {"name": query["labels"]} in i["labels"]]
            return paged([i for i in labelled if i["state"] == query["state"]], query)
        if number is None:
            labels = [{"name": name} for name in sent.pop("labels")]
            self.issues.append(
                {"number": 30 + len(self.issues), "user": BOT, "state": "open", "labels": labels, **sent}
            )
            return self.issues[-1]
        (issue,) = (i for i in self.issues if i["number"] == int(number))
        return issue.update(sent)


def paged(found: list[Any], query: Query) -> list[Any]:
    """One page; both platforms give 30 or 20 to a page unless they are asked for more."""
    size, page = int(query.get("per_page", "30")), int(query.get("page", "1"))
    return found[(page - 1) * size : page * size]
