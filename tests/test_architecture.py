"""Imports run one way, and what is slow to load is loaded late."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for top in ("meshwright", "components", "stacks", "domains") for p in (ROOT / top).rglob("*.py"))

ALLOWED = {
    "meshwright/language": {"meshwright.language"},
    "meshwright/runtime": {"meshwright.runtime"},
    "meshwright": {"meshwright"},
    "components": {
        "components",
        "meshwright.language",
        "meshwright.names",
        "meshwright.access",
        "meshwright.contracts",
        "meshwright.runtime",
        "pulumi",
        "pulumi_aws",
        "pulumi_random",
    },
    "stacks": {"stacks", "components", "meshwright", "pulumi", "pulumi_aws", "pulumi_random"},
    "domains": {"meshwright"},
}
"""Folder to what of ours, and of Pulumi's, it may import. The longest folder that fits counts."""
OURS = ("meshwright", "components", "stacks", "domains", "tests", "pulumi", "pulumi_aws", "pulumi_random")


def _imports(path: Path) -> set[str]:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            source = ".".join(p for p in (above, node.module or "") if p)
            found.update(f"{source}.{a.name}" if _is_module(f"{source}.{a.name}") else source for a in node.names)
    return {name for name in found if name.partition(".")[0] in OURS}


def _is_module(name: str) -> bool:
    place = ROOT / name.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").is_file()


def _allowed(path: Path) -> set[str]:
    place = path.relative_to(ROOT).as_posix()
    if place.startswith("meshwright/recording/"):
        return ALLOWED["meshwright"] | {"pulumi", "pulumi_aws"}
    if place.startswith("meshwright/live/"):
        return ALLOWED["meshwright"] | {"pulumi.automation"}
    return ALLOWED[max((folder for folder in ALLOWED if place.startswith(f"{folder}/")), key=len)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    allowed = _allowed(path)
    wrong = {n for n in _imports(path) if not any(n == a or n.startswith(f"{a}.") for a in allowed)}
    assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)}; it may import {sorted(allowed)}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_can_be_held_in_the_head(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_help_loads_nothing_heavy() -> None:
    script = "import sys, meshwright.cli.app; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    heavy = {"pydantic", "sqlglot", "pulumi", "boto3", "moto", "duckdb", "pyarrow", "pyiceberg"}
    assert not heavy & {name.partition(".")[0] for name in loaded}


def test_reading_a_graph_needs_no_pulumi() -> None:
    script = "import sys, meshwright.recording.graph; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert "pulumi" not in loaded
