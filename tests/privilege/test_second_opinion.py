"""The same matrix by somebody else's evaluator, in a process of its own; the two have to agree.

Needs node and what ``npm ci --ignore-scripts --prefix .ci/tools`` installs; ``IAM_SIMULATE`` names another folder.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .cases import Cell, cells
from .evaluator import Fields
from .recorded import DOMAINS, ROOT, site

SCRIPT = Path(__file__).with_name("second_opinion.mjs")
PACKAGE = "@cloud-copilot/iam-simulate"
FOLDER = Path(os.environ.get("IAM_SIMULATE") or ROOT / ".ci" / "tools")
NODE = 20
"""The oldest Node.js that the package is known to run on."""
UNHEARD = re.compile(r"kms:EncryptionContext:([\w:-]+)")
"""It drops the encryption context from requests, so both sides call it by a name that it keeps."""
IMPOSSIBLE = "no.resource.types"
"""Its answer where an action is never about such a resource: we answer all the same, since a policy might."""
COMPARED = 4500
"""Cells of a domain that it answers, at least."""


def document(statements: Iterable[Fields]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def simulation(cell: Cell, policy: tuple[Fields, ...] | None) -> dict[str, Any]:
    asker, request = cell.request.asker, cell.request
    found: dict[str, Any] = {
        "request": {
            "principal": asker.arn,
            "action": request.action,
            "resource": {"resource": request.resource, "accountId": cell.account},
            "contextVariables": dict(request.context),
        },
        "identityPolicies": [{"name": "identity", "policy": document(asker.identity)}] if asker.identity else [],
        "serviceControlPolicies": [],
        "resourceControlPolicies": [],
    }
    if policy is not None:
        found["resourcePolicy"] = document(policy)
    if asker.boundary is not None:
        found["permissionBoundaryPolicies"] = [{"name": "boundary", "policy": document(asker.boundary)}]
    return found


def opinions(asked: list[Cell], domain: str) -> list[dict[str, str]]:
    ground = site(domain).ground
    text = json.dumps([simulation(c, ground.on(c.bearer, c.kind)) for c in asked])
    heard = UNHEARD.sub(lambda m: f"aws:PrincipalTag/{m[1].replace(':', '_')}", text)
    run = subprocess.run(["node", SCRIPT], input=heard, cwd=FOLDER, check=True, capture_output=True, text=True)
    answers: list[dict[str, str]] = json.loads(run.stdout)
    return answers


@cache
def lacking() -> str | None:
    """Why it can't be asked here, and the cure; None where it can."""
    node = shutil.which("node")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout if node else "none"
    if not re.match(r"v(\d+)\.", version) or int(version[1:].partition(".")[0]) < NODE:
        return f"node is {version.strip()}: install Node.js {NODE} or newer"
    if not (FOLDER / "node_modules" / PACKAGE).is_dir():
        return f"{PACKAGE} is not in {FOLDER}: run npm ci --ignore-scripts --prefix .ci/tools"
    return None


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_evaluators_agree(domain: str) -> None:
    if why := lacking():
        pytest.skip(why)
    asked = list(cells(site(domain)))
    compared, differing = 0, set()
    for cell, opinion in zip(asked, opinions(asked, domain), strict=True):
        if "error" in opinion:
            assert opinion["error"] == IMPOSSIBLE, cell
            continue
        compared += 1
        if (opinion["result"] == "Allowed") != cell.answer.allowed:
            differing.add((cell.case.group, cell.case.what, cell.request.asker.name))
    assert differing == set()
    assert compared >= COMPARED
