"""Puts files in their places: all of them or none, and never over another."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from meshwright.errors import MeshError


def place_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with these files, by path in it.

    Raises:
        MeshError: there is something of that name.
    """
    taken = MeshError(f"{folder} exists already; choose another name, or add to what is there")
    if os.path.lexists(folder):
        raise taken
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))  # the loader passes over names with a dot
    try:
        draft.chmod(0o777 & ~_umask())
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            draft.rename(folder)
        except OSError as error:
            raise (taken if os.path.lexists(folder) else error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def place_beside(folder: Path, files: Mapping[str, bytes], *, changed: Path, before: bytes, after: bytes) -> None:
    """Put new files into a folder, and then change the one that speaks of them.

    Raises:
        MeshError: one of the new files is there already, or the other one was changed meanwhile.
    """
    made: list[Path] = []
    try:
        for name, content in files.items():
            made += _put(folder / name, content)
        if changed.read_bytes() != before:
            raise MeshError(f"{changed} was changed meanwhile; try again")
        replace_file(changed, after)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _put(path: Path, content: bytes) -> list[Path]:
    """Make one new file; what was made, folders first."""
    made = []
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir()
            made.append(folder)
    try:
        with path.open("xb") as file:
            made.append(path)
            file.write(content)
    except FileExistsError:
        for folder in reversed(made):
            folder.rmdir()
        raise MeshError(f"{path} exists already; move it, or choose another name") from None
    return made


def replace_file(path: Path, content: bytes) -> None:
    """Give a file a new content in one step; a reader sees the old one or the new one."""
    target = path.resolve()
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        os.chmod(draft, mode)
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
