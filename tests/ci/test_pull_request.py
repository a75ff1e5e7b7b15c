"""The pull-request job and the comment's on a branch that adds a column; UPDATE_PREVIEWS=1 rewrites its comment, to be
reviewed.

What is checked out is, as on GitHub, the merge of the branch into a main branch that others have moved on meanwhile, in
a clone that holds that merge and its parents alone.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.preview.pulls.contracts import MINOR, TAX
from tests.preview.pulls.editing import Edit, change, write

from .github import GitHub, Storage
from .repository import Repository, git, repository
from .runner import CONTEXT, Outcome, Runner
from .served import served

EXPECTED = Path(__file__).parent / "expected" / "comment.md"
OF_OTHERS = change("domains/finance/domain.py", '"CC-3"', '"CC-33"')


@dataclass
class Request:
    """Number 12, from a fork."""

    place: Path
    repository: Repository
    github: GitHub

    def push(self, *edits: Edit) -> str:
        """Some edits more; the commit."""
        head = self.repository.commit("change", edits)
        self.github.pulls.clear()
        self.github.pull(12, head)
        return head

    def report(self, run: int = 9, **context: Any) -> Outcome:
        """What pull-request.yml does, which has neither a secret nor a token."""
        return self.asked("pull-request", "report", run, **context)

    def asked(self, workflow: str, job: str, run: int = 9, **context: Any) -> Outcome:
        """A job on what the request would be merged to."""
        merge = self.repository.merge("change")
        known = {key: value for key, value in CONTEXT.items() if key != "github.token"}
        known |= {"github.event_name": "pull_request", "github.sha": merge, "github.ref": "refs/pull/12/merge"}
        known |= {"github.event.pull_request.number": 12, "github.event.merge_group.base_sha": None}
        known |= {"steps.changes.outputs.platform": None}
        return self._runner({**known, **context}, None, run).run(workflow, job)

    def comment(self, run: int = 9, conclusion: str = "success", **context: Any) -> Outcome:
        """What comment.yml does then."""
        head = git(self.repository.work, "rev-parse", "change")
        known = {**CONTEXT, "github.event.workflow_run.event": "pull_request"}
        known |= {"github.event.workflow_run.conclusion": conclusion, "github.event.workflow_run.head_sha": head}
        event = self.github.event(head, run)
        return self._runner({**known, **context}, event, run).run("comment", "comment")

    def _runner(self, context: dict[str, Any], event: Any, run: int) -> Runner:
        npm = self.place / "bin" / "npm"  # of which nothing is downloaded here
        npm.parent.mkdir(exist_ok=True)
        npm.write_text("#!/bin/sh\n")
        npm.chmod(0o755)
        settings = {"TODAY": "2026-11-27", "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}
        return Runner(self.place / "runner", self.repository.bare, self.github, context, event, settings, run)


@pytest.fixture
def request_12(tmp_path: Path) -> Iterator[Request]:
    with served(Storage()) as storage, served(GitHub(storage)) as github:
        found = Request(tmp_path, repository(tmp_path), github)
        found.repository.branch("change")
        yield found


def test_a_sound_change_gets_a_comment_that_is_kept_up_to_date(request_12: Request) -> None:
    request_12.push(*TAX, MINOR)
    request_12.repository.commit("main", [OF_OTHERS])
    done = request_12.report()
    assert done.failed == "", done.said
    assert (request_12.place / "runner" / "summary.md").read_text() == done.said["report"], "for who gets no comment"
    assert request_12.comment().failed == ""
    (said,) = (c["body"] for c in request_12.github.comments)
    shown = re.sub(r"\b([0-9a-f]{9}|[0-9a-f]{40})\b", "<commit>", said)
    if os.environ.get("UPDATE_PREVIEWS"):
        EXPECTED.write_text(shown)
    assert shown == EXPECTED.read_text()
    request_12.push(change("domains/shop/domain.py", '"1.3.0"', '"1.2.0"'))
    assert request_12.report(run=10).failed == "report"
    assert request_12.comment(run=10, conclusion="failure").failed == ""
    (changed,) = (c["body"] for c in request_12.github.comments)
    assert "⛔" in changed
    assert changed != said


def test_a_change_that_breaks_readers_is_blocked_and_annotated_on_the_request(request_12: Request) -> None:
    head = request_12.push(*TAX)
    done = request_12.report()
    assert done.failed == "report"
    assert "::error" not in done.said["report"], "code scanning annotates"
    (upload,) = request_12.comment(conclusion="failure").uploads
    assert (upload["ref"], upload["sha"], upload["category"]) == ("refs/pull/12/head", head, "mesh")
    found = [r for run in upload["sarif"]["runs"] for r in run["results"]]
    assert {r["ruleId"] for r in found} == {"version-raised"}
    assert found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "domains/shop/domain.py"


def test_where_code_scanning_is_not_to_be_had_the_log_annotates(request_12: Request) -> None:
    request_12.push(*TAX)
    private = {"github.event.repository.private": True}
    done = request_12.report(**private)
    assert "\n::error file=domains/shop/domain.py,line=" in done.said["report"]
    assert request_12.comment(conclusion="failure", **private).uploads == []
    scanned = {**private, "vars.MESH_CODE_SCANNING": "on"}
    assert "::error" not in request_12.report(run=10, **scanned).said["report"]
    assert len(request_12.comment(run=10, conclusion="failure", **scanned).uploads) == 1


def test_a_definition_that_can_not_be_read_is_reported_as_any_other_finding(request_12: Request) -> None:
    request_12.push(change("domains/shop/domain.py", "domain = Domain(", "domain = Domain(("))
    assert request_12.report().failed == "report"
    done = request_12.comment(conclusion="failure")
    assert done.failed == ""
    assert len(done.uploads) == 1
    assert len(request_12.github.comments) == 1


def test_a_run_that_ended_early_does_not_leave_the_comment_of_before(request_12: Request) -> None:
    request_12.push(*TAX, MINOR)
    request_12.report()
    request_12.comment()
    request_12.push(change("Makefile", ".PHONY:", "what?\n.PHONY:"))
    assert request_12.report(run=10).failed == "install"
    assert request_12.comment(run=10, conclusion="failure").failed == ""
    (said,) = (c["body"] for c in request_12.github.comments)
    assert "There is no preview of this" in said


@pytest.mark.parametrize("conclusion", ["cancelled", "action_required", "skipped"])
def test_what_has_a_successor_or_has_not_run_is_not_commented_on(request_12: Request, conclusion: str) -> None:
    request_12.push(*TAX)
    assert request_12.comment(conclusion=conclusion).said == {}
    assert request_12.github.asked == []


def test_a_change_can_not_run_anything_where_the_comment_is_written(request_12: Request) -> None:
    def evil(root: Path) -> None:
        (root / ".ci" / "comment.py").write_text("raise SystemExit('of the change')\n")
        (root / "json.py").write_text("raise SystemExit('of the change')\n")

    request_12.push(*TAX, MINOR, evil)
    request_12.report()
    done = request_12.comment()
    assert done.failed == "", done.said
    assert len(request_12.github.comments) == 1


def test_a_merge_queue_asks_again_and_is_compared_with_what_it_is_put_upon(request_12: Request) -> None:
    request_12.push(*TAX)
    base = request_12.repository.commit("main", [OF_OTHERS])
    request_12.push(change("domains/weather/domain.py", '"CC-', '"CC-1'))
    queued: dict[str, Any] = {"github.event_name": "merge_group", "github.event.pull_request.number": None}
    done = request_12.report(**{**queued, "github.event.merge_group.base_sha": base})
    assert done.failed == "report"
    assert "`shop.orders v1`" in done.said["report"]
    assert "CC-33" not in done.said["report"], "of others"
    assert request_12.github.artifacts == []


def test_what_is_found_on_the_main_branch_is_what_requests_are_compared_with(request_12: Request) -> None:
    commit = request_12.repository.commit("main", [change("domains/shop/domain.py", '"1.2.0"', '"1.2"')])
    known = {**CONTEXT, "github.sha": commit, "github.event_name": "push"}
    runner = Runner(request_12.place / "runner", request_12.repository.bare, request_12.github, known)
    done = runner.run("findings", "findings")
    assert done.failed == "", done.said
    (upload,) = done.uploads
    assert upload["category"] == "mesh"
    assert "invalid-value" in {r["ruleId"] for run in upload["sarif"]["runs"] for r in run["results"]}
    known["github.event.repository.private"] = True
    assert runner.run("findings", "findings").said == {}


def test_the_platform_is_tested_where_a_change_touches_it(request_12: Request) -> None:
    request_12.push(*TAX, MINOR)
    request_12.repository.commit("main", [write("Makefile", "of others:\n")])
    assert request_12.asked("tests", "tests").said == {"changes": "definitions alone: there is nothing to test\n"}
    request_12.push(write("components/bucket.py", ""), change("Makefile", "lint:", "lint: ; exit 7\nother:"))
    git(request_12.repository.work, "switch", "--quiet", "main")
    git(request_12.repository.work, "reset", "--quiet", "--hard", "HEAD^")
    done = request_12.asked("tests", "tests")
    assert done.failed == "test"
    assert "Error 7" in done.said["test"]
