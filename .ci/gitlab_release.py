"""Makes the release of a tag in GitLab, with what was built attached. Usage: gitlab_release.py FOLDER

The files go to the project's generic packages, whose addresses the release names. Runs as the job, with its own token.
"""

import json
import os
import sys
import urllib.parse
import urllib.request
from pathlib import Path


def attached(path: Path, project: str, tag: str) -> dict[str, str]:
    """Upload a file; how the release links to it."""
    address = f"{project}/packages/generic/meshwright/{urllib.parse.quote(tag)}/{urllib.parse.quote(path.name)}"
    _send("PUT", address, path.read_bytes(), "application/octet-stream")
    return {"name": path.name, "url": address, "link_type": "package"}


def _send(method: str, address: str, data: bytes, kind: str) -> None:
    headers = {"JOB-TOKEN": os.environ["CI_JOB_TOKEN"], "Content-Type": kind}
    with urllib.request.urlopen(urllib.request.Request(address, data, headers, method=method), timeout=60):
        pass


def main(folder: Path) -> int:
    """Upload, then release; 1 where there is nothing to attach, or GitLab refuses."""
    project = f"{os.environ['CI_API_V4_URL']}/projects/{os.environ['CI_PROJECT_ID']}"
    tag = os.environ["CI_COMMIT_TAG"]
    files = sorted(path for path in folder.glob("meshwright-*") if path.is_file())
    if not files:
        print(f"no release: {folder} holds no package; build it first", file=sys.stderr)
        return 1
    try:
        links = [attached(path, project, tag) for path in files]
        _send(
            "POST",
            f"{project}/releases",
            json.dumps({"tag_name": tag, "assets": {"links": links}}).encode(),
            "application/json",
        )
    except OSError as problem:
        print(f"no release of {tag}: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
