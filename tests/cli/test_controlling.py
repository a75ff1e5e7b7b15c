"""``mesh check --deep`` and ``mesh controls`` over the example mesh, and over one whose code is worse."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guardrails.recorded import ROOT, SCOPES


def mesh(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "meshwright.cli", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example mesh with keys that never rotate."""
    root = tmp_path_factory.mktemp("careless")
    for name in ("stacks", "components", "domains"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "Pulumi.yaml", root)
    key = root / "components" / "domain_key.py"
    key.write_text(key.read_text().replace("enable_key_rotation=True", "enable_key_rotation=False"))
    return root


def test_the_example_mesh_passes() -> None:
    done = mesh(ROOT, "check", "--deep")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_breach_is_a_finding_at_the_definition_it_is_built_from(careless: Path) -> None:
    done = mesh(careless, "check", "--deep", "--format", "json")
    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 1
    assert {(f["id"], f["path"]) for f in found} == {
        ("keys-rotate", f"domains/{name}/domain.py") for name in SCOPES[1:]
    }


def test_without_deep_only_definitions_are_judged(careless: Path) -> None:
    assert mesh(careless, "check").returncode == 0


def test_a_broken_control_is_told(careless: Path) -> None:
    done = mesh(careless, "controls", "--format", "json")
    assert done.returncode == 1
    assert [c["number"] for c in json.loads(done.stdout)["controls"] if c["result"] == "broken"] == [3]


def test_an_environment_is_named_rightly() -> None:
    done = mesh(ROOT, "check", "--deep", "--env", "prd")
    assert done.returncode == 2
    assert "did you mean prod?" in done.stderr
    assert mesh(ROOT, "check", "--env", "prod").returncode == 2
