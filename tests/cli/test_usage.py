"""Wrong usage is told in a sentence with the cure, in status 2, before anything is done."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from meshwright.cli.ending import Status, run
from tests.generated import PROJECT

Captured = pytest.CaptureFixture[str]

WRONG: dict[str, tuple[list[str], str]] = {
    "an unknown command": (["fly"], r"no such command 'fly'; see `mesh --help`"),
    "an unknown option": (["check", "--fast"], r"no such option: --fast.*; see `mesh check --help`"),
    "an argument too many": (["check", "extra"], r"got unexpected extra argument.*extra.*; see `mesh check --help`"),
    "a format of findings": (
        ["check", "--format", "xml"],
        r"'--format': 'xml' is not one of 'text', 'json', 'sarif', 'codequality', 'github'",
    ),
    "a format of graphs": (["graph", "--format", "png"], r"'--format': 'png' is not one of 'json', 'dot', 'mermaid'"),
    "a format of rows": (["ls", "--format", "xml"], r"'--format': 'xml' is not one of 'table', 'json', 'csv'"),
    "no day at all": (["check", "--today", "soon"], r'--today "soon" is not a date; write year-month-day'),
    "a day that does not exist": (["up", "--today", "2026-02-30"], r'--today "2026-02-30" is not a date'),
    "an empty day": (["ls", "--today", ""], r'--today "" is not a date'),
    "no question": (["query"], r"missing argument 'sql'; see `mesh query --help`"),
    "nobody who asks": (["query", "SELECT 1 AS one"], r"missing option '--as'; see `mesh query --help`"),
    "an unknown domain": (
        ["query", "SELECT 1 AS one", "--as", "flet"],
        r'no domain "flet"; did you mean fleet\? there are',
    ),
    "a domain of two lines": (["query", "SELECT 1 AS one", "--as", "a\nb"], r'no domain "a\\nb"; there are'),
    "an unknown role": (
        ["query", "SELECT 1 AS one", "--as", "fleet", "--role", "king"],
        r'no role "king"; there are owner',
    ),
    "a limit of nothing": (["query", "SELECT 1 AS one", "--as", "fleet", "--limit", "0"], r"'--limit'.*greater than"),
    "an account that is not asked": (["preview", "--refresh"], r"--refresh.*only an account can be asked, with --live"),
    "no product": (["run"], r"missing argument 'product'"),
    "an unknown product": (["run", "fleet.aircrafts"], r'no product "fleet.aircrafts"; did you mean fleet.aircraft\?'),
    "a domain in place of a product": (["run", "fleet"], r'no product "fleet"'),
    "an unknown major": (
        ["run", "fleet.aircraft:9"],
        r'no product "fleet.aircraft:9"; did you mean fleet.aircraft:1\?',
    ),
    "a major that is no number": (["run", "fleet.aircraft:one"], "one is no major version; write"),
    "a major that is empty": (["run", "fleet.aircraft:"], "nothing is no major version; write"),
    "an unknown stack": (["graph", "nosuch.sandbox"], r'no stack "nosuch.sandbox"; did you mean network.sandbox\?'),
    "an unknown environment": (["graph", "fleet.moon"], r'no stack "fleet.moon"; did you mean'),
    "a stack without an environment": (["graph", "fleet"], r'no stack "fleet"; did you mean'),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_told(
    arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(PROJECT)
    assert run(arguments) == Status.MISUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert re.match(f"mesh: .*{told}", err), err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["check"], ["graph"], ["up"], ["down"], ["run", "a.b"], ["ls"]], ids=lambda c: c[0]
)
def test_outside_of_a_mesh_nothing_is_done(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(command) == Status.MISUSED
    expected = f"mesh: {tmp_path} is not inside a mesh; change to a folder with Pulumi.yaml and domains/\n"
    assert capsys.readouterr() == ("", expected)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert run(["check"]) == Status.MISUSED
    assert capsys.readouterr().err.startswith("mesh: the current folder is gone; change to")
    monkeypatch.chdir(tmp_path)


def test_a_mesh_is_found_from_a_folder_within(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(PROJECT / "domains" / "fleet" / "transforms")
    assert run(["check"]) == Status.DONE
    assert capsys.readouterr().err.startswith("5 domains, 6 products")


def test_no_command_shows_what_there_is(capsys: Captured) -> None:
    assert run([]) == Status.MISUSED
    shown = capsys.readouterr().out
    assert all(f" {command} " in shown for command in ("check", "graph", "up", "down", "run", "query", "ls"))
    assert " ".join(shown.split()).count("2 wrong usage, nothing was done") == 1


def test_the_version_is_told(capsys: Captured) -> None:
    assert run(["--version"]) == Status.DONE
    assert re.fullmatch(r"meshwright \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("missing", ["duckdb", "moto"])
def test_a_missing_package_of_the_sandbox_is_named(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else found(name))
    monkeypatch.chdir(PROJECT)
    for command in (["up"], ["down"], ["ls"], ["run", "a.b"], ["query", "SELECT 1 AS one", "--as", "fleet"]):
        assert run(command) == Status.REFUSED
        expected = f"mesh: the sandbox needs {missing}; install it with: pip install 'meshwright[sandbox]'\n"
        assert capsys.readouterr() == ("", expected)


def test_the_installed_command_ends_with_the_status() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "meshwright.cli", "fly"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "mesh: no such command 'fly'; see `mesh --help`\n"
