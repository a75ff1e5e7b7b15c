"""``mesh graph`` prints one document, the same bytes for the same mesh wherever it runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from meshwright.cli.ending import Status, run
from meshwright.recording import UNKNOWN
from tests.generated import PROJECT, write_mesh

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def mesh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("graphs")
    write_mesh(root, domains=2, products=1, tables=1, columns=4)
    return root


def test_a_stack_is_one_json_object(mesh: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(mesh)
    assert run(["graph", "d0001.sandbox"]) == Status.DONE
    graph = json.loads(capsys.readouterr().out)
    assert graph["stack"] == "d0001.sandbox"
    assert not graph["preview"]
    assert any(r["type"] == "aws:glue/catalogTable:CatalogTable" for r in graph["resources"])


def test_a_preview_leaves_open_what_only_aws_can_tell(
    mesh: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(mesh)
    assert run(["graph", "d0001.dev", "--preview"]) == Status.DONE
    out = capsys.readouterr().out
    assert json.loads(out)["preview"]
    assert UNKNOWN in out


def test_the_whole_sandbox_is_one_json_list(mesh: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(mesh)
    assert run(["graph"]) == Status.DONE
    graphs = json.loads(capsys.readouterr().out)
    assert [g["stack"] for g in graphs] == ["foundation.sandbox", "d0000.sandbox", "d0001.sandbox"]


@pytest.mark.parametrize(("format", "begin"), [("dot", 'digraph "sandbox" {'), ("mermaid", "flowchart LR")])
def test_the_whole_sandbox_is_one_drawing(
    mesh: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, format: str, begin: str
) -> None:
    monkeypatch.chdir(mesh)
    assert run(["graph", "--format", format]) == Status.DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith(begin.split()[0])] == [begin]
    drawn = "\n".join(lines)
    assert all(f"{name}-storage" in drawn for name in ("d0000", "d0001"))


def test_definitions_that_can_not_be_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=1, products=1, tables=1, columns=4)
    (tmp_path / "domains/d0000/domain.py").write_text("domain = (\n")
    monkeypatch.chdir(tmp_path)
    assert run(["graph", "foundation.sandbox"]) == Status.REFUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("domains/d0000/domain.py:1:10: ")
    assert err.endswith("mesh: nothing was recorded; mend the errors above\n")


def test_a_program_that_refuses_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=1, products=1, tables=1, columns=4)
    program = tmp_path / "stacks" / "__main__.py"
    monkeypatch.chdir(tmp_path)
    for line, told in (
        ("raise ValueError('bucket name is too long')", "foundation.sandbox: bucket name is too long"),
        ("raise KeyError('lost')", "the program of foundation.sandbox failed with KeyError: 'lost' at "),
        ("import nowhere", "the program of foundation.sandbox failed with ModuleNotFoundError: "),
        ("raise SystemExit(3)", "the program of foundation.sandbox failed with SystemExit: 3"),
        ("this is no Python", "the program of foundation.sandbox failed with SyntaxError: "),
    ):
        program.write_text(f"{line}\n")
        assert run(["graph", "foundation.sandbox"]) == Status.REFUSED
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"mesh: {told}"), line
        assert "Traceback" not in err


@pytest.mark.parametrize("format", ["json", "mermaid"])
def test_the_same_bytes_whatever_the_seed_of_hashes(format: str) -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "meshwright.cli", "graph", "fleet.sandbox", "--format", format],
            cwd=PROJECT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("0", "4711")
    }  # fmt: skip
    assert len(printed) == 1
    assert len(printed.pop()) > 5_000
