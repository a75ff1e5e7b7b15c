"""``mesh check`` prints what is wrong for people and for machines, and its status tells whether there is anything."""

import json
from pathlib import Path

import pytest

from meshwright.cli.ending import Status, run
from tests.generated import PROJECT, write_mesh

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_mesh(tmp_path, domains=2, products=1, tables=1, columns=4)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoil(mesh: Path) -> None:
    path = mesh / "domains/d0001/domain.py"
    path.write_text(path.read_text().replace("owner=", "ownr="))


def test_a_clean_mesh_is_status_0(mesh: Path, capsys: Captured) -> None:
    assert run(["check"]) == Status.DONE
    assert capsys.readouterr() == ("", "2 domains, 2 products: 0 errors, 0 warnings\n")


def test_the_example_mesh_is_clean(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.chdir(PROJECT)
    assert run(["check", "--today", "2026-11-23"]) == Status.DONE
    assert capsys.readouterr() == ("", "5 domains, 6 products: 0 errors, 0 warnings\n")


def test_a_finding_is_a_line_with_place_id_and_fix(mesh: Path, capsys: Captured) -> None:
    spoil(mesh)
    assert run(["check"]) == Status.REFUSED
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("domains/d0001/domain.py:6:26: unexpected-argument ")
    assert "; write owner=" in out
    assert "1 error" in err


def test_a_warning_is_no_failure(tmp_path: Path, mesh: Path, capsys: Captured) -> None:
    path = mesh / "domains/d0000/domain.py"
    path.write_text(path.read_text().replace('purpose="planning")', 'purpose="planning", until="2026-12-01")'))
    assert run(["check", "--today", "2026-11-23"]) == Status.DONE
    out, err = capsys.readouterr()
    assert ": warning: agreement-expiring " in out
    assert err.endswith("0 errors, 1 warning\n")


def test_the_day_can_be_another(mesh: Path, capsys: Captured) -> None:
    path = mesh / "domains/d0000/domain.py"
    path.write_text(path.read_text().replace('purpose="planning")', 'purpose="planning", until="2026-12-01")'))
    assert run(["check", "--today", "2026-12-02"]) == Status.REFUSED
    assert "agreement-expired" in capsys.readouterr().out


def test_json_holds_every_finding(mesh: Path, capsys: Captured) -> None:
    spoil(mesh)
    assert run(["check", "--format", "json"]) == Status.REFUSED
    out, err = capsys.readouterr()
    first = json.loads(out)["findings"][0]
    assert set(first) == {"path", "line", "column", "id", "level", "message", "fix"}
    assert (first["path"], first["line"], first["id"]) == ("domains/d0001/domain.py", 6, "unexpected-argument")
    assert err == ""


def test_json_of_a_clean_mesh_is_an_empty_list(mesh: Path, capsys: Captured) -> None:
    assert run(["check", "--format", "json"]) == Status.DONE
    assert json.loads(capsys.readouterr().out) == {"findings": []}


def test_sarif_explains_every_rule_that_it_names(mesh: Path, capsys: Captured) -> None:
    spoil(mesh)
    assert run(["check", "--format", "sarif"]) == Status.REFUSED
    report = json.loads(capsys.readouterr().out)
    assert report["version"] == "2.1.0"
    (found,) = report["runs"]
    rules = found["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) > 50
    assert all(rule["shortDescription"]["text"] for rule in rules)
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
    place = found["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "domains/d0001/domain.py"
    assert place["region"] == {"startLine": 6, "startColumn": 26}


@pytest.mark.parametrize("format", ["text", "json", "sarif", "codequality", "github"])
def test_the_same_mesh_gives_the_same_bytes(mesh: Path, capsys: Captured, format: str) -> None:
    spoil(mesh)
    first, second = [(run(["check", "--format", format]), capsys.readouterr().out) for _ in range(2)]
    assert first == second


def test_without_domains_there_is_nothing_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=0)
    (tmp_path / "domains").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(["check"]) == Status.DONE
    assert capsys.readouterr().err == "0 domains, 0 products: 0 errors, 0 warnings\n"
