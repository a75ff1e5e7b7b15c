"""Commits: which one a person means, which one a change began from, and what has changed since."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meshwright.errors import MeshError
from meshwright.language.quoting import quoted

from .git import GitFailed, failed, git, told

_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_FULL_ID = re.compile(r"[0-9a-fA-F]{40}(?:[0-9a-fA-F]{24})?\Z")
_DIFFERING = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative")
_WAY_BACK = re.compile(r"[~^].*", re.DOTALL)
"""From a commit to one before it."""
_DEEPEN = "run `git fetch --unshallow`, or check out with the whole history (fetch-depth: 0)"
DEFAULT_BRANCHES = ("origin/main", "origin/master", "main", "master")
"""What a change is usually compared with, where ``origin`` doesn't say, best first."""


def resolve(root: Path, ref: str) -> str:
    """The id of the commit that a branch, a tag or an abbreviated id names, in the repository around ``root``.

    Raises MeshError where it names nothing, or several things, with the command that fetches what is missing.
    """
    if not ref or ref.startswith("-") or not ref.isprintable():
        raise MeshError(f"{quoted(ref)} is not a branch, a tag or a commit; write one, such as origin/main")
    try:
        found, said = told(root, "rev-parse", "--verify", f"{ref}^{{commit}}")
    except GitFailed as error:
        if "is ambiguous" in str(error):
            raise MeshError(f"several objects begin with {quoted(ref)}; write more of the commit's id") from None
        raise _missing(root, ref) from None
    if "is ambiguous" in said:
        message = f"{quoted(ref)} is both a branch and a tag; write refs/heads/{ref} or refs/tags/{ref}"
        raise MeshError(message)
    commit = found.decode().strip()
    if not _ID.match(commit):  # a range, or "not this commit"
        raise MeshError(f"{quoted(ref)} is not one commit; write a branch, a tag or a commit's id")
    return commit


def merge_base(root: Path, ref: str) -> str:
    """The id of the commit where the checked-out history left that of ``ref``: what a change is compared with.

    Raises MeshError as ``resolve``, and where the two have no commit in common.
    """
    other, head = resolve(root, ref), resolve(root, "HEAD")
    try:
        return git(root, "merge-base", other, head).decode().split()[0]
    except GitFailed as error:
        if error.status != 1:
            raise failed(f"git merge-base of {ref} and HEAD", error) from None
    if _is_shallow(root):
        raise MeshError(f"the clone is shallow and lacks where HEAD left {quoted(ref)}; {_DEEPEN}")
    raise MeshError(f"HEAD and {quoted(ref)} have no commit in common; name a base that the change was begun from")


def default_base(root: Path) -> str:
    """The id of the commit where the checked-out history left ``origin``'s default branch, or main.

    Raises MeshError where there is no such branch here.
    """
    try:
        named = git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD").decode().strip()
    except GitFailed:
        named = ""
    for ref in (named, *DEFAULT_BRANCHES):
        if ref and _exists(root, ref):
            return merge_base(root, ref)
    raise MeshError(
        "there is no branch main here to compare with; "
        "run `git fetch origin main:refs/remotes/origin/main`, or name a base"
    )


def changed_paths(root: Path, commit: str, *, untracked: bool = True) -> frozenset[str]:
    """Paths relative to ``root`` of what differs between a commit and the work tree below ``root``.

    What was removed is among them, and of a rename both paths; so are files that git doesn't know yet, unless it
    ignores them. ``commit`` is an id, as ``resolve`` returns it.
    """
    try:
        with _copied_index(root) as index:
            found = git(root, *_DIFFERING, commit, "--", ".", index=index)
        if untracked:
            found += git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    except GitFailed as error:
        raise failed(f"comparing the work tree with {commit[:12]}", error) from None
    return frozenset(os.fsdecode(path) for path in found.split(b"\0") if path)


@contextmanager
def _copied_index(root: Path) -> Iterator[Path]:
    """A copy of the index: git writes down there which files it found to be the same."""
    index = root / os.fsdecode(git(root, "rev-parse", "--git-path", "index")).rstrip("\n")
    with tempfile.TemporaryDirectory(prefix="meshwright-") as folder:
        copy = Path(folder) / "index"
        if index.exists():
            shutil.copy2(index, copy)  # with its time, by which git tells whether a file may have changed since
        yield copy


def mesh_tree(root: Path, commit: str) -> str | None:
    """The id of the tree of the folder ``root`` in a commit; None where the commit has no such folder."""
    try:
        prefix = os.fsdecode(git(root, "rev-parse", "--show-prefix")).rstrip("\n").rstrip("/")
        found = git(root, "rev-parse", "--verify", "--quiet", f"{commit}:{prefix}" if prefix else f"{commit}^{{tree}}")
    except GitFailed as error:
        if error.status == 1:
            return None
        raise failed(f"reading commit {commit[:12]}", error) from None
    return found.decode().strip()


def _missing(root: Path, ref: str) -> MeshError:
    tip = _WAY_BACK.sub("", ref)
    remote, slash, branch = tip.partition("/")
    further = tip != ref and _is_shallow(root)
    if not further and slash and remote in git(root, "remote").decode(errors="replace").split():
        return MeshError(f"the clone has no {quoted(ref)}; run `git fetch {remote} {branch}:refs/remotes/{tip}`")
    if _is_shallow(root):
        return MeshError(f"the clone is shallow and has no commit {quoted(ref)}; {_DEEPEN}")
    if ref == "HEAD":
        return MeshError("the repository has no commit yet; commit the mesh once")
    if _FULL_ID.match(ref):
        return MeshError(f"the clone has no commit {quoted(ref)}; run `git fetch origin {ref}`")
    return MeshError(
        f"there is no branch, tag or commit {quoted(ref)}; write one that is here, or fetch it: "
        "git fetch origin main:refs/remotes/origin/main"
    )


def _exists(root: Path, ref: str) -> bool:
    try:
        git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    except GitFailed:
        return False
    return True


def _is_shallow(root: Path) -> bool:
    return git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
