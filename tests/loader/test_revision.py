"""A mesh is read from a commit exactly as it would be from a checkout of it, and nothing is checked out for that."""

import os
import shutil
from pathlib import Path

import pytest

from meshwright.loader import Loaded, limits, load
from meshwright.loader.revision import load_revision, materialise, mesh_tree, resolve
from tests.generated import PROJECT, write_mesh
from tests.history.repositories import commit, git, repository
from tests.loader.meshes import definition, found, mesh, names, write

LANDED = (
    "from meshwright import Domain, landing, text\n"
    'domain = Domain("sales", owner="a@example.org", landings=[\n'
    '    landing("a", format="csv", columns=[text(1, "id")], sample="a.csv"),\n'
    '    landing("b", format="csv", columns=[text(1, "id")], sample="b/c.csv"),\n'
    '    landing("c", format="csv", columns=[text(1, "id")], sample="gone.csv"),\n'
    '    landing("d", format="csv", columns=[text(1, "id")], sample="out.csv"),\n'
    "])\n"
)


def same(one: Loaded, other: Loaded) -> bool:
    return (one.mesh, one.findings, dict(one.texts)) == (other.mesh, other.findings, dict(other.texts))


def test_the_example_mesh_is_the_same_from_its_commit(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for folder in ("domains", "stacks"):
        shutil.copytree(PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    commit(root)
    now, then = load(root), load_revision(root, "HEAD")
    assert same(now, then)
    assert then.mesh.samples
    assert then.mesh.domains[0] is now.mesh.domains[0], "what says the same is read once"


def test_every_oddity_of_files_is_judged_as_in_a_folder(tmp_path: Path) -> None:
    root = mesh(repository(tmp_path), sales=LANDED)
    write(root, "domains/sales/a.csv", "id\n")
    write(root, "domains/sales/b/c.csv", "id\n")
    (root / "domains/sales/out.csv").symlink_to("../../stacks/governance.py")
    write(root, "domains/sales/transforms/a.sql", "SELECT 1\r\n")
    write(root, "domains/sales/transforms/.hidden.sql", "SELECT 2")
    write(root, "domains/sales/transforms/b.sql/c.txt", "a folder")
    (root / "domains/sales/transforms/inside.sql").symlink_to("../../finance/transforms/x.sql")
    (root / "domains/sales/transforms/out.sql").symlink_to("../../../stacks/governance.py")
    (root / "domains/sales/transforms/far.sql").symlink_to("/etc/hostname")
    (root / "domains/sales/transforms/nowhere.sql").symlink_to("nothing.sql")
    (root / "domains/sales/transforms/itself.sql").symlink_to("itself.sql")
    write(root, "domains/finance/domain.py", b"\xff\xfe")
    write(root, "domains/finance/transforms/x.sql", "SELECT 3")
    (root / "domains/linked").symlink_to("finance")
    (root / "domains/leading_out").symlink_to("../stacks")
    write(root, "domains/empty/notes.txt", "")
    write(root, "domains/größe/domain.py", definition("g"))
    write(root, "domains/a b/domain.py", definition("ab"))
    write(root, "domains/_template/domain.py", "nothing")
    write(root, "domains/large/domain.py", "#" * (limits.FILE_BYTES + 1))
    (root / "domains/large/transforms").symlink_to("../finance/transforms")
    write(root, "domains/README.md", "")
    (root / "stacks/environments.py").unlink()
    commit(root)
    now, then = load(root), load_revision(root, "main")
    assert len(now.findings) > 10
    assert found(then) == found(now)
    assert same(now, then)


@pytest.mark.parametrize("top", ["domains", "stacks"])
def test_a_folder_that_is_a_link_inside_the_mesh_is_followed(tmp_path: Path, top: str) -> None:
    root = mesh(repository(tmp_path), sales=definition("sales"))
    (root / top).rename(root / "elsewhere")
    (root / top).symlink_to("elsewhere")
    commit(root)
    assert found(load_revision(root, "HEAD")) == []
    assert same(load(root), load_revision(root, "HEAD"))


def test_the_work_tree_is_not_looked_at(tmp_path: Path) -> None:
    root = mesh(repository(tmp_path), sales=definition("sales"))
    first = commit(root)
    mesh(root, finance=definition("finance"))
    second = commit(root)
    shutil.rmtree(root / "domains")
    assert names(load_revision(root, first)) == ["sales"]
    assert names(load_revision(root, second)) == ["finance", "sales"]
    assert load_revision(root, second[:10]) is load_revision(root, "main")


def test_a_mesh_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    outer = repository(tmp_path)
    mesh(outer, wrong=definition("wrong"))
    before = commit(outer)
    root = mesh(outer / "größe/mesh", sales=definition("sales"))
    commit(outer)
    assert names(load_revision(root, "HEAD")) == ["sales"]
    assert [f.id for f in load_revision(root, before).findings] == ["missing-definition"] * 3


def test_a_submodule_is_a_folder_without_files(tmp_path: Path) -> None:
    inner = mesh(repository(tmp_path / "inner"), sales=definition("sales"))
    id = commit(inner)
    root = mesh(repository(tmp_path / "root"))
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{id},domains/sales")
    git(root, "add", "stacks")
    git(root, "commit", "--quiet", "-m", "a submodule")
    loaded = load_revision(root, "HEAD")
    assert [str(f).partition(";")[0] for f in loaded.findings] == [
        'domains/sales/domain.py:1:1: missing-definition folder "sales" has no domain.py'
    ]


def test_a_tree_that_no_checkout_could_write_is_harmless(tmp_path: Path) -> None:
    root = mesh(repository(tmp_path / "root"), sales=definition("sales"))
    commit(root)
    blob = git(root, "hash-object", "-w", "--stdin", input=b"evil")
    hostile = b"100644 ..\0" + bytes.fromhex(blob) + b"100644 .git\0" + bytes.fromhex(blob)
    (root / "tree").write_bytes(hostile)
    tree = git(root, "hash-object", "-t", "tree", "-w", "--literally", "tree")
    stacks = git(root, "rev-parse", "HEAD:stacks")
    top = git(root, "mktree", input=f"040000 tree {tree}\tdomains\n040000 tree {stacks}\tstacks\n".encode())
    id = git(root, "commit-tree", "-m", "evil", top)
    assert names(load_revision(root, id)) == []
    folder = materialise(root, id, into=tmp_path / "trees")
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file() and p.read_bytes() == b"evil") == []
    assert (folder / "stacks/governance.py").is_file()


def test_what_is_written_of_a_commit_is_what_git_stores(tmp_path: Path) -> None:
    root = mesh(repository(tmp_path / "root"), sales=definition("sales"))
    write(root, "domains/sales/crlf.txt", b"a\r\nb\r\n")
    write(root, "run.sh", "#!/bin/sh\n").chmod(0o755)
    write(root, ".gitattributes", "*.py export-ignore\n* text=auto eol=crlf\n")
    (root / "inside").symlink_to("domains/sales")
    (root / "domains/up").symlink_to("../stacks")
    (root / "out").symlink_to("..")
    (root / "around").symlink_to("inside/../../stacks")
    (root / "far").symlink_to("/etc")
    id = commit(root)
    folder = materialise(root, id, into=tmp_path / "trees")
    assert (folder / "domains/sales/domain.py").read_text() == definition("sales")
    assert (folder / "inside/domain.py").is_file()
    assert (folder / "domains/up/governance.py").is_file()
    assert os.access(folder / "run.sh", os.X_OK)
    assert not any(os.path.lexists(folder / name) for name in ("out", "around", "far", ".git"))
    assert same(load(folder), load_revision(root, id))


def test_a_part_of_a_commit_is_written_alone(tmp_path: Path) -> None:
    root = mesh(repository(tmp_path / "root"), sales=definition("sales"), finance=definition("finance"))
    id = commit(root)
    folder = materialise(root, id, paths=["stacks", "domains/sales/", "nothing"], into=tmp_path / "trees")
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.py")) == [
        "domains/sales/domain.py", "stacks/environments.py", "stacks/governance.py"
    ]  # fmt: skip
    assert folder != materialise(root, id, into=tmp_path / "trees")


def test_the_same_files_are_written_once_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meshwright.history.materialising._KEPT", 2)
    trees = tmp_path / "trees"
    root = mesh(repository(tmp_path / "root"))
    made = []
    for number in range(3):
        mesh(root, **{f"d{number}": definition(f"d{number}")})
        id = commit(root)
        made.append(materialise(root, id, into=trees))
        assert materialise(root, commit(root, "empty"), into=trees) == made[-1], "another commit, the same tree"
        assert mesh_tree(root, id) == made[-1].name
    assert all(folder.is_dir() for folder in made), "what was asked for a moment ago stays"
    for folder in made:
        os.utime(folder, (1, 1))
    mesh(root, last=definition("last"))
    materialise(root, commit(root), into=trees)
    assert len(list(trees.iterdir())) == 2


def test_a_failed_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mesh(repository(tmp_path / "root"))
    id = commit(root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("meshwright.history.materialising._write_file", full)
    with pytest.raises(Exception, match="no space left on device; make room there"):
        materialise(root, id, into=tmp_path / "trees")
    assert list((tmp_path / "trees").iterdir()) == []


def test_a_generated_mesh_is_the_same_from_its_commit(tmp_path: Path) -> None:
    write_mesh(tmp_path, domains=12)
    commit(repository(tmp_path))
    assert same(load(tmp_path), load_revision(tmp_path, resolve(tmp_path, "HEAD")))
