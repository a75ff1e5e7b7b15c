"""Git's objects: the files of a tree, and what they hold."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from meshwright.errors import MeshError

from .git import GitFailed, failed, git

FOLDER, LINK, SUBMODULE = "040000", "120000", "160000"
"""Modes of entries that are not plain files."""


@dataclass(frozen=True)
class Entry:
    """What a tree holds under a path."""

    mode: str
    """Six octal digits."""
    id: str
    """Of the object."""
    size: int
    """In bytes; 0 of what is not a file."""


def listed(root: Path, tree: str, paths: Iterable[str] = ()) -> dict[str, Entry]:
    """Every entry of a tree by path, folders included; only those of the folders and files ``paths``, if there are any.

    Paths that no checkout could write, such as ``a/../b``, are left out.
    """
    try:
        found = git(root, "ls-tree", "-r", "-t", "-l", "-z", "--full-tree", tree, *_unslashed(paths))
    except GitFailed as error:
        raise failed(f"reading the tree {tree[:12]}", error) from None
    entries = {}
    for line in found.split(b"\0")[:-1]:
        described, _, name = line.partition(b"\t")
        mode, _, id, size = described.decode().split()
        path = os.fsdecode(name)
        if _is_plain(path):
            entries[path] = Entry(mode, id, 0 if size == "-" else int(size))
    return entries


def contents(root: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """What objects hold, by id and in order.

    Raises MeshError where one is missing, as it may be in a partial clone without a connection.
    """
    wanted = list(ids)
    if not wanted:
        return
    try:
        answer = git(root, "cat-file", "--batch", input="".join(f"{id}\n" for id in wanted).encode())
    except GitFailed as error:
        raise failed("reading git's objects", error) from None
    at = 0
    for id in wanted:
        end = answer.index(b"\n", at)
        described = answer[at:end].split()
        if len(described) != 3:
            raise MeshError(f"the clone lacks object {id[:12]}; run `git fetch --refetch origin`, or clone it again")
        size = int(described[2])
        yield id, answer[end + 1 : end + 1 + size]
        at = end + size + 2


def _unslashed(paths: Iterable[str]) -> list[str]:
    given = [path.rstrip("/") for path in paths]
    return ["--", *given] if given else []


def _is_plain(path: str) -> bool:
    parts = path.split("/")
    return not any(part in ("", ".", "..") or part.lower() == ".git" for part in parts)
