"""``mesh check --base`` judges what has changed since a commit, in real repositories."""

import json
from pathlib import Path

import pytest

from meshwright.cli.ending import Status, run
from tests.generated import write_mesh
from tests.history.repositories import commit, git, repository

Captured = pytest.CaptureFixture[str]
TODAY = ["--today", "2026-11-23"]


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two domains, committed on main, with a branch checked out."""
    root = repository(tmp_path / "mesh")
    write_mesh(root, domains=2, products=1, tables=1, columns=4)
    commit(root)
    git(root, "checkout", "--quiet", "-b", "change")
    monkeypatch.chdir(root)
    return root


def edit(root: Path, old: str, new: str, domain: str = "d0000") -> None:
    path = root / "domains" / domain / "domain.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_nothing_changed_is_status_0(mesh: Path, capsys: Captured) -> None:
    assert run(["check", "--base", "main"]) == Status.DONE
    assert capsys.readouterr() == ("", "2 domains, 2 products: 0 errors, 0 warnings\n")


def test_a_change_without_a_new_version_is_a_finding_that_names_it(mesh: Path, capsys: Captured) -> None:
    edit(mesh, 'purpose="', 'purpose="all ')
    assert run(["check", "--base", "main", *TODAY]) == Status.REFUSED
    out, _ = capsys.readouterr()
    assert out.startswith("domains/d0000/domain.py:")
    assert " version-raised d0000.product0: version 1.2.0 stays, " in out
    assert 'write version="1.2.1"' in out


def test_without_a_base_a_change_is_no_finding(mesh: Path) -> None:
    edit(mesh, 'purpose="', 'purpose="all ')
    assert run(["check", *TODAY]) == Status.DONE


def test_the_next_version_passes(mesh: Path) -> None:
    edit(mesh, 'purpose="', 'purpose="all ')
    edit(mesh, 'version="1.2.0"', 'version="1.2.1"')
    assert run(["check", "--base", "main", *TODAY]) == Status.DONE


def test_what_others_did_on_main_since_is_no_change_of_the_branch(mesh: Path) -> None:
    git(mesh, "checkout", "--quiet", "main")
    edit(mesh, 'purpose="', 'purpose="all ')
    edit(mesh, 'version="1.2.0"', 'version="1.2.1"')
    commit(mesh)
    git(mesh, "checkout", "--quiet", "change")
    assert run(["check", "--base", "main", *TODAY]) == Status.DONE


def test_the_work_tree_counts_and_stays_as_it_is(mesh: Path) -> None:
    edit(mesh, 'purpose="', 'purpose="all ')
    before = git(mesh, "status", "--porcelain"), (mesh / ".git/index").read_bytes()
    assert run(["check", "--base", "main", *TODAY]) == Status.REFUSED
    assert (git(mesh, "status", "--porcelain"), (mesh / ".git/index").read_bytes()) == before


def test_a_removed_domain_that_is_read_is_refused_by_name(mesh: Path, capsys: Captured) -> None:
    for file in sorted((mesh / "domains/d0000").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (mesh / "domains/d0000").rmdir()
    assert run(["check", "--base", "main", *TODAY]) == Status.REFUSED
    assert "removal-unread domain d0000 is removed, and d0001 subscribes to it" in capsys.readouterr().out


def test_a_domain_that_cant_be_read_is_not_removed(mesh: Path, capsys: Captured) -> None:
    edit(mesh, "owner=", "ownr=")
    assert run(["check", "--base", "main", *TODAY]) == Status.REFUSED
    assert "removal-unread" not in capsys.readouterr().out


def test_what_can_t_be_read_in_the_base_is_named_and_left_out(mesh: Path, capsys: Captured) -> None:
    git(mesh, "checkout", "--quiet", "main")
    edit(mesh, "owner=", "ownr=")
    commit(mesh)
    git(mesh, "checkout", "--quiet", "-B", "change")
    edit(mesh, "ownr=", "owner=")
    edit(mesh, 'purpose="', 'purpose="all ')
    assert run(["check", "--base", "main", *TODAY]) == Status.DONE
    assert capsys.readouterr().err.startswith("not compared, since main has definitions that can't be read: d0000\n")


def test_findings_of_a_change_are_explained_in_reports(mesh: Path, capsys: Captured) -> None:
    edit(mesh, 'purpose="', 'purpose="all ')
    run(["check", "--base", "main", "--format", "sarif", *TODAY])
    (record,) = json.loads(capsys.readouterr().out)["runs"]
    rules = {rule["id"]: rule for rule in record["tool"]["driver"]["rules"]}
    assert rules["version-raised"]["help"]["text"] == "write the version that the message names"


def test_a_missing_ref_is_told_with_the_command_that_fetches_it(mesh: Path, capsys: Captured) -> None:
    git(mesh, "remote", "add", "origin", "../elsewhere")
    assert run(["check", "--base", "origin/main"]) == Status.REFUSED
    out, err = capsys.readouterr()
    assert out == ""
    assert err == ('mesh: the clone has no "origin/main"; run `git fetch origin main:refs/remotes/origin/main`\n')


def test_a_shallow_clone_is_told_to_fetch_the_rest(
    mesh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (mesh / "note").write_text("x")
    commit(mesh)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=change", "--no-single-branch", mesh.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert run(["check", "--base", "origin/main"]) == Status.REFUSED
    assert 'shallow and lacks where HEAD left "origin/main"; run `git fetch --unshallow`' in capsys.readouterr().err


def test_outside_of_a_repository_there_is_no_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    write_mesh(tmp_path, domains=1, products=1, tables=1, columns=4)
    monkeypatch.chdir(tmp_path)
    assert run(["check", "--base", "main"]) == Status.REFUSED
    assert "is in no git repository, so it has no history" in capsys.readouterr().err


def test_without_a_sandbox_nothing_is_published(mesh: Path, capsys: Captured) -> None:
    assert run(["check", "--base", "published"]) == Status.REFUSED
    assert capsys.readouterr().err == "mesh: the sandbox is not running; start it with `mesh up`\n"
