"""``mesh preview``: its statuses and its forms."""

import json
from pathlib import Path

import pytest

from meshwright.cli.ending import run
from tests.history.repositories import commit, git, repository
from tests.preview.pulls.editing import Edit, change, lay_out

Captured = pytest.CaptureFixture[str]
FINANCE, SHOP = "domains/finance/domain.py", "domains/shop/domain.py"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(tmp_path_factory.mktemp("mesh"))
    lay_out(root)
    (root / ".gitignore").write_text(".mesh/\n__pycache__/\n")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "work")
    return root


@pytest.fixture
def root(repo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mesh as it was committed, and here."""
    git(repo, "checkout", "--quiet", "--", ".")
    monkeypatch.chdir(repo)
    return repo


@pytest.mark.parametrize(
    ("edit", "status", "verdict"),
    [
        (change(FINANCE, '"CC-3"', '"CC-33"'), 0, "Nothing needs attention: dev"),
        (change(FINANCE, "Domain(\n", "Domain((\n"), 1, "Blocked for 1 reason: dev"),
        (change(SHOP, 'until="2027-12-31"', 'until="2028-12-31"'), 3, "Needs 1 approval: dev"),
    ],
    ids=["nothing needs attention", "blocked", "needs an approval"],
)
def test_the_status_says_whether_somebody_has_to_look(
    root: Path, capsys: Captured, edit: Edit, status: int, verdict: str
) -> None:
    edit(root)
    assert run(["preview", "--today", "2026-11-27"]) == status
    assert capsys.readouterr().out.startswith(verdict)


def test_markdown_begins_with_the_marker_and_json_is_json(root: Path, capsys: Captured) -> None:
    change(FINANCE, '"CC-3"', '"CC-33"')(root)
    assert run(["preview", "--format", "md", "--base", "main", "--env", "lab"]) == 0
    assert capsys.readouterr().out.startswith("<!-- meshwright-preview -->\n")
    assert run(["preview", "--format", "json", "finance"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["environment"], told["counts"]) == (0, "dev", {"update": 15})


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--env", "prod"], "there is no environment \"prod\"; there are lab, dev"),
        (["shops"], 'there is no domain "shops"; did you mean shop?'),
        (["--format", "html"], "'html' is not one of 'text', 'md', 'json'"),
        (["--today", "soon"], '--today "soon" is not a date'),
    ],
    ids=["environment", "domain", "format", "day"],
)  # fmt: skip
def test_wrong_usage_is_told_with_the_cure(root: Path, capsys: Captured, arguments: list[str], words: str) -> None:
    assert run(["preview", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_base_that_is_not_there_is_told_with_the_cure(root: Path, capsys: Captured) -> None:
    assert run(["preview", "--base", "origin/nowhere"]) == 1
    assert "origin/nowhere" in capsys.readouterr().err
