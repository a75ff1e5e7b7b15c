"""The same matrix by somebody else's evaluator, in a process of its own; the two have to agree.

Needs node and what ``npm ci --ignore-scripts --prefix .ci/tools`` installs; ``IAM_SIMULATE`` names another folder.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from . import people_cases, pipeline_cases
from .askers import SIGNED_IN
from .cases import Cell, cells
from .environments import CENTRAL, NOBODY, OIDC, SAML
from .evaluator import Fields
from .ground import Ground
from .recorded import ROOT, SHOWN, example, site

SCRIPT = Path(__file__).with_name("second_opinion.mjs")
PACKAGE = "@cloud-copilot/iam-simulate"
FOLDER = Path(os.environ.get("IAM_SIMULATE") or ROOT / ".ci" / "tools")
NODE = 20
"""The oldest Node.js that the package is known to run on."""
UNHEARD = re.compile(r"(?:kms:EncryptionContext:[\w:-]+|[a-z]+(?:\.[a-z]+)+:(?:aud|sub))(?=\")")
"""It drops the encryption context and what tokens say from requests, so both sides call them by names that it keeps."""
IMPOSSIBLE = "no.resource.types"
"""Its answer where an action is never about such a resource: we answer all the same, since a policy might."""
VOUCHED = re.compile(r"arn:aws:iam::\d{12}:(?:oidc|saml)-provider/[\w.-]+")
"""It knows no providers of identity, so both sides take each for a service of its own."""
COMPARED = {CENTRAL: 13_000, SAML: 280, OIDC: 190, NOBODY: 50}
"""By environment, how many cells it answers, at least."""


def document(statements: Iterable[Fields]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def simulation(cell: Cell, policy: tuple[Fields, ...] | None, told: Callable[[Iterable[Fields]], int]) -> object:
    """One question; ``told`` numbers the policies."""
    asker, request = cell.request.asker, cell.request
    return {
        "request": {
            "principal": asker.arn,
            "action": request.action,
            "resource": {"resource": request.resource, "accountId": cell.account},
            "contextVariables": dict(request.context),
        },
        "identity": told(asker.identity) if asker.identity else None,
        "resource": None if policy is None else told(policy),
        "boundary": None if asker.boundary is None else told(asker.boundary),
    }


def opinions(asked: Sequence[Cell], ground: Ground) -> list[dict[str, str]]:
    """Its answers, in the order of the questions; each policy is sent once."""
    policies: dict[str, int] = {}

    def told(statements: Iterable[Fields]) -> int:
        return policies.setdefault(heard(document(statements)), len(policies))

    simulations = [heard(simulation(c, ground.on(c.bearer, c.kind), told)) for c in asked]
    text = f'{{"policies":[{",".join(policies)}],"simulations":[{",".join(simulations)}]}}'
    run = subprocess.run(["node", SCRIPT], input=text, cwd=FOLDER, check=True, capture_output=True, text=True)
    answers: list[dict[str, str]] = json.loads(run.stdout)
    return answers


def heard(said: object) -> str:
    """As JSON, in the words that it knows."""
    text = UNHEARD.sub(lambda m: f"aws:PrincipalTag/{m[0].replace(':', '_')}", json.dumps(said))
    return VOUCHED.sub(lambda m: re.sub(r"\W", "-", m[0]) + ".amazonaws.com", text.replace('"Federated"', '"Service"'))


def repeated(cell: Cell) -> bool:
    """People who are signed in may take a role and nothing else: for the rest one of them speaks for all."""
    return cell.request.asker.name in SIGNED_IN[1:] and not cell.case.action.startswith("sts:")


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


@pytest.mark.parametrize("environment", COMPARED)
def test_both_evaluators_agree(environment: str) -> None:
    """About the domain that is shown: the policies of the others differ in names alone."""
    if why := lacking():
        pytest.skip(why)
    chapters = None if environment == CENTRAL else (people_cases, pipeline_cases)
    asked = tuple(c for c in cells(site(SHOWN, environment), chapters) if not repeated(c))
    compared, differing = 0, set()
    for cell, opinion in zip(asked, opinions(asked, example(environment)), strict=True):
        if "error" in opinion:
            assert opinion["error"] == IMPOSSIBLE, cell
            continue
        compared += 1
        if (opinion["result"] == "Allowed") != cell.answer.allowed:
            differing.add((cell.case.group, cell.case.what, cell.request.asker.name))
    assert differing == set()
    assert compared >= COMPARED[environment]
