"""Puts the report of a pull or merge request into its comment. Usage: comment.py [FOLDER]

The report comes from a run that anybody can start, so it is data: of it three files are read, none larger than it may
be, nothing of it is run, unpacked or taken for a path, and its Markdown means no more than a preview's. Which run,
commit and request it is about, the platform says. On GitHub the run's artifact is fetched; on GitLab FOLDER holds it.
Prints ``number=`` and ``sarif=`` for the steps that follow, empty where nothing follows.
"""

import io
import json
import lzma
import os
import sys
import tempfile
import urllib.parse
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forge import GitHub, GitLab, Unreachable, forge
from harmless import harmless

MARKER = "<!-- meshwright-preview -->"
"""How ``mesh preview --format md`` begins, and the comment is found again."""
LARGEST = {"number": 20, "comment.md": 65_000 * 4, "findings.sarif": 5_000_000}
"""The files of a report that are read, with the most bytes that each may have."""
LARGEST_COMMENT = 65_000
"""Characters, of which GitHub takes 65,536."""
LARGEST_REPORT = 10_000_000
NOTHING = "There is no preview of this, or it is too large to be shown here"

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What reading an archive may come to that somebody made on purpose."""


class Refused(Exception):
    """The report is not what it should be."""


@dataclass(frozen=True)
class Run:
    """What made a report, as the platform tells it."""

    commit: str
    log: str
    """Its address."""
    requests: tuple[int, ...]
    """The open ones that are at that commit."""
    report: Mapping[str, bytes]
    """Files by name; none where the run made none."""


def main(folder: Path | None) -> int:
    """Comment, and say what follows; 1 where the report is refused, or the platform refuses."""
    try:
        platform = forge()
        run = of_github(platform) if isinstance(platform, GitHub) else of_gitlab(platform, folder or Path("report"))
        if not run.requests:
            print(f"nothing to say: no open request is at {run.commit} any more", file=sys.stderr)
            print("number=\nsarif=")
            return 0
        number = number_of(run)
        platform.say(number, platform.comment(number, MARKER), body_of(run))
    except (Refused, Unreachable) as refusal:
        print(f"no comment: {refusal}", file=sys.stderr)
        return 1
    print(f"number={number}")
    print(f"sarif={sarif_of(run) or ''}")
    return 0


def of_github(github: GitHub) -> Run:
    """The run that ended, which the event names."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))["workflow_run"]
    commit, source = str(event["head_sha"]), event["head_repository"] or {}
    requests: list[int] = []
    if source:  # a fork can be deleted
        head = urllib.parse.quote(f"{source['owner']['login']}:{event['head_branch']}", safe="")
        for found in github.api.pages(f"pulls?state=open&head={head}"):
            if found["head"]["sha"] == commit and (found["head"]["repo"] or {}).get("id") == source["id"]:
                requests.append(int(found["number"]))
    report = artifact(github, int(event["id"])) if requests else {}
    return Run(commit, str(event["html_url"]), tuple(requests), report)


def artifact(github: GitHub, run: int) -> dict[str, bytes]:
    """What a run handed over, read where it is; nothing, where that is more or other than a report."""
    listed = github.api.pages(f"actions/runs/{run}/artifacts?name=report", "artifacts")
    kept = [found for found in listed if found["name"] == "report" and not found["expired"]]
    if not kept:
        return {}
    newest = max(kept, key=lambda found: int(found["id"]))  # of a run that was run again
    if int(newest["size_in_bytes"]) > LARGEST_REPORT:
        print(f"the report has more than {LARGEST_REPORT:,} bytes", file=sys.stderr)
        return {}
    packed = github.api.read(f"actions/artifacts/{int(newest['id'])}/zip", largest=LARGEST_REPORT)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            names = set(archive.namelist())
            return {name: archive.open(name).read(most + 1) for name, most in LARGEST.items() if name in names}
    except UNREADABLE as problem:
        print(f"the report can't be read: {problem}", file=sys.stderr)
        return {}


def of_gitlab(gitlab: GitLab, folder: Path) -> Run:
    """The merge request's pipeline that this job is of."""
    number = int(os.environ["CI_MERGE_REQUEST_IID"])
    commit = os.environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or os.environ["CI_COMMIT_SHA"]
    report = {}
    for name, most in LARGEST.items():
        path = folder / name
        if path.is_file() and not path.is_symlink() and not folder.is_symlink():
            with path.open("rb") as file:
                report[name] = file.read(most + 1)
    requests = (number,) if gitlab.head(number) == commit else ()
    return Run(commit, os.environ["CI_PIPELINE_URL"], requests, report)


def number_of(run: Run) -> int:
    """The request; the report is asked only which of several of the same branch it is about."""
    if len(run.requests) == 1:
        return run.requests[0]
    said = (_text(run, "number") or "").strip()
    for number in run.requests:
        if said == str(number):
            return number
    raise Refused(
        f"requests {', '.join(map(str, run.requests))} are at {run.commit}, and the report is about none of them"
    )


def body_of(run: Run) -> str:
    """What is to be said; where the report has nothing that can be shown, that."""
    ending = f"\n<sub>Of {run.commit[:9]}; [the run's log]({run.log}).</sub>\n"
    text = _text(run, "comment.md") or ""
    if text.startswith(MARKER):
        shown = f"{MARKER}{harmless(text[len(MARKER) :])}{ending}"
        if len(shown) <= LARGEST_COMMENT:
            return shown
    return f"{MARKER}\n{NOTHING}.\n{ending}"


def sarif_of(run: Run) -> Path | None:
    """A file of the findings, written anew, where they are SARIF."""
    try:
        found: Any = json.loads(_text(run, "findings.sarif") or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("version") != "2.1.0":
        return None
    path = Path(os.environ.get("RUNNER_TEMP") or tempfile.mkdtemp()) / "findings.sarif"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def _text(run: Run, name: str) -> str | None:
    content = run.report.get(name)
    if content is None or len(content) > LARGEST[name]:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
