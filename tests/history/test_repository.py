"""Which commit is meant, and what has changed since; whatever can't be known is told with its cure."""

import os
import re
from pathlib import Path

import pytest

from meshwright.errors import MeshError
from meshwright.history.repository import changed_paths, default_base, merge_base, resolve
from tests.history.repositories import commit, git, repository
from tests.loader.meshes import definition, mesh, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = mesh(repository(tmp_path / "root"), sales=definition("sales"))
    commit(root)
    return root


def refusal(root: Path, ref: str) -> str:
    with pytest.raises(MeshError) as refused:
        resolve(root, ref)
    return str(refused.value)


def test_every_way_of_naming_a_commit(root: Path) -> None:
    head = git(root, "rev-parse", "HEAD")
    git(root, "tag", "-a", "v1", "-m", "first")
    git(root, "branch", "été/✓")
    for ref in ("HEAD", "main", "v1", head[:8], "refs/heads/main", "HEAD^{}", "été/✓"):
        assert resolve(root, ref) == head


@pytest.mark.parametrize("ref", ["", "-h", "--upload-pack=x", "a\0b", "a\nb"])
def test_what_is_no_name_never_reaches_git(root: Path, ref: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", None)
    assert refusal(root, ref).endswith("is not a branch, a tag or a commit; write one, such as origin/main")


@pytest.mark.parametrize("ref", ["nothing", "HEAD~9", "main..main", "HEAD:domains", "main^{tree}", "^main", "@{u}"])
def test_what_names_no_commit(root: Path, ref: str) -> None:
    assert re.search(r"there is no branch, tag or commit|is not one commit", refusal(root, ref))


def test_a_name_of_two_things_is_not_guessed(root: Path) -> None:
    git(root, "tag", "release")
    commit(root)
    git(root, "branch", "release")
    assert refusal(root, "release") == (
        '"release" is both a branch and a tag; write refs/heads/release or refs/tags/release'
    )
    assert resolve(root, "refs/heads/release") != resolve(root, "refs/tags/release")


@pytest.mark.parametrize("ref", ["origin/main", "origin/main~3"])
def test_a_remote_branch_that_was_not_fetched(root: Path, ref: str) -> None:
    git(root, "remote", "add", "origin", str(root))
    assert refusal(root, ref) == (f'the clone has no "{ref}"; run `git fetch origin main:refs/remotes/origin/main`')


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    assert refusal(repository(tmp_path), "HEAD") == "the repository has no commit yet; commit the mesh once"


def test_a_folder_outside_of_any_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert refusal(tmp_path, "HEAD") == (
        f"{tmp_path} is in no git repository, so it has no history; run this in a clone"
    )


def test_a_machine_without_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert refusal(root, "HEAD") == "git is not installed, and the history of a mesh is read with it; install git"


def test_a_shallow_clone_says_how_to_deepen_it(root: Path, tmp_path: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    commit(root)
    git(root, "branch", "begun", first)
    commit(root)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{root}", str(clone))
    cure = "run `git fetch --unshallow`, or check out with the whole history (fetch-depth: 0)"
    gone = git(root, "rev-parse", "main~1")
    for ref in (gone, "origin/main~1"):
        assert refusal(clone, ref) == f'the clone is shallow and has no commit "{ref}"; {cure}'
    with pytest.raises(MeshError, match=r"the clone is shallow and lacks where HEAD left \"origin/begun\"; run `git f"):
        merge_base(clone, "origin/begun")
    git(clone, "fetch", "--quiet", "--unshallow")
    assert merge_base(clone, "origin/begun") == first


def test_histories_without_a_common_commit(root: Path) -> None:
    git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root, "another beginning")
    with pytest.raises(MeshError, match='HEAD and "main" have no commit in common; name a base'):
        merge_base(root, "main")


def test_the_default_base_is_where_the_branch_left_the_default_branch(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    left = git(root, "rev-parse", "HEAD")
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    git(clone, "checkout", "--quiet", "-b", "mine")
    commit(clone)
    commit(root, "meanwhile")
    git(clone, "fetch", "--quiet")
    assert default_base(clone) == left
    git(clone, "remote", "remove", "origin")
    assert default_base(clone) == left
    git(clone, "branch", "--quiet", "-D", "main")
    with pytest.raises(MeshError, match="there is no branch main here to compare with; run `git fetch origin main:"):
        default_base(clone)


def test_whatever_differs_from_a_commit_is_listed(root: Path) -> None:
    for name in ("same", "changed", "removed", "moved", "staged"):
        write(root, f"domains/{name}/domain.py", definition(name))
    write(root, ".gitignore", "ignored\n")
    base = commit(root)
    write(root, "domains/changed/domain.py", "")
    (root / "domains/removed/domain.py").unlink()
    (root / "domains/moved").rename(root / "domains/näme\n")
    write(root, "domains/staged/domain.py", "x")
    git(root, "add", "domains/staged")
    write(root, "ignored/file", "")
    write(root, "domains/new/domain.py", "")
    expected = {f"domains/{n}/domain.py" for n in ("changed", "removed", "moved", "staged", "näme\n", "new")}
    assert changed_paths(root, base) == expected
    (root / "ignored/file").unlink()
    commit(root)
    assert changed_paths(root, base) == expected
    assert changed_paths(root, resolve(root, "HEAD")) == frozenset()


def test_looking_changes_neither_work_tree_nor_index(root: Path) -> None:
    file = root / "domains/sales/domain.py"
    os.utime(file, (1, 1))  # the index would be refreshed
    index = root / ".git/index"
    before = index.read_bytes(), index.stat().st_mtime_ns
    assert changed_paths(root, "HEAD") == frozenset()
    assert (index.read_bytes(), index.stat().st_mtime_ns) == before


def test_a_mesh_in_a_folder_of_its_repository_sees_its_own_paths(tmp_path: Path) -> None:
    outer = repository(tmp_path)
    root = mesh(outer / "data/mesh", sales=definition("sales"))
    base = commit(outer)
    write(outer, "elsewhere.txt", "x")
    write(root, "domains/sales/domain.py", "")
    write(root, "domains/new/domain.py", "")
    assert changed_paths(root, base) == {"domains/sales/domain.py", "domains/new/domain.py"}


def test_a_hook_of_another_repository_does_not_lead_astray(root: Path, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    head = resolve(root, "HEAD")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("GIT_DIR", str(other / ".git"))
        patched.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
        assert resolve(root, "HEAD") == head
        assert changed_paths(root, head) == frozenset()
