"""Writes the files of a commit to a folder, for a program that has to run over them."""

import atexit
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from meshwright.cache import cache_folder
from meshwright.errors import MeshError

from .objects import FOLDER, LINK, SUBMODULE, Entry, contents, listed
from .repository import mesh_tree

_KEPT = 8
"""Folders that are kept."""
_IN_USE = 3600.0
"""Seconds for which one that was asked for may still be in use."""


def materialise(root: Path, commit: str, *, paths: Iterable[str] = (), into: Path | None = None) -> Path:
    """A folder that holds the files that the folder ``root`` held in a commit, as git stores them.

    ``paths`` are the files and folders to write, relative to ``root``; all where there are none. The folder is kept
    below ``into``, the user's cache where left out, and is there at once for the same files; nobody may change what is
    in it. Links that could lead out of it are left out, as are submodules, whose files the repository does not have.
    ``commit`` is an id, as ``resolve`` returns it. Raises MeshError where the files cannot be read or written.
    """
    tree = mesh_tree(root, commit)
    wanted = sorted(set(paths))
    place = into if into is not None else _kept_place()
    name = tree or "empty"
    if wanted:
        name += "-" + hashlib.sha256("\0".join(wanted).encode(errors="surrogateescape")).hexdigest()[:16]
    folder = place / name
    try:
        if not folder.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            _write(root, listed(root, tree, wanted) if tree is not None else {}, folder)
            _prune(place, folder)
        os.utime(folder)
    except OSError as error:
        reason = (error.strerror or "unknown").lower()
        raise MeshError(f"commit {commit[:12]} cannot be written to {folder}: {reason}; make room there") from None
    return folder


def _write(root: Path, entries: dict[str, Entry], folder: Path) -> None:
    """Write everything beside ``folder``, then give it its name: it is there as a whole, or not at all."""
    unfinished = tempfile.mkdtemp(prefix=".unfinished-", dir=folder.parent)
    try:
        files = {path: entry for path, entry in entries.items() if entry.mode not in (FOLDER, SUBMODULE)}
        held = dict(contents(root, sorted({entry.id for entry in files.values()})))
        for path in {path.rpartition("/")[0] for path in files}:
            os.makedirs(f"{unfinished}/{path}", exist_ok=True)
        # links last: nothing is written through one
        for path, entry in sorted(files.items(), key=lambda file: file[1].mode == LINK):
            _write_file(f"{unfinished}/{path}", path, entry.mode, held[entry.id])
        os.rename(unfinished, folder)
    except FileExistsError:
        raise MeshError(f"a commit holds two files of one name; mend it before {folder.name[:12]} is used") from None
    except OSError:
        if not folder.is_dir():  # nobody else was quicker
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_file(target: str, path: str, mode: str, content: bytes) -> None:
    if mode == LINK:
        link = os.fsdecode(content)
        if _stays_inside(path, link):
            os.symlink(link, target)
        return
    with open(target, "xb") as file:
        file.write(content)
    if mode == "100755":
        os.chmod(target, 0o755)


def _stays_inside(path: str, target: str) -> bool:
    """Whether a link stays in the tree whatever the others do: it goes up first, not too far, and then down."""
    parts = target.split("/")
    up = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    return not target.startswith("/") and ".." not in parts[up:] and up <= path.count("/") and "\0" not in target


def _kept_place() -> Path:
    cache = cache_folder()
    if cache is not None:
        return cache / "trees"
    place = tempfile.mkdtemp(prefix="meshwright-")
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return Path(place)


def _prune(place: Path, made: Path) -> None:
    """Remove what was asked for longest ago, unless that was a moment ago."""
    asked = sorted((entry.stat().st_mtime, entry) for entry in place.iterdir() if entry != made)
    for when, entry in asked[: max(0, len(asked) + 1 - _KEPT)]:
        if when < time.time() - _IN_USE:
            shutil.rmtree(entry, ignore_errors=True)
