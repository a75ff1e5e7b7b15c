"""Where the cache is: in the user's own folder, never in the project, where a pull request could put a file."""

import os
import stat
from pathlib import Path

VARIABLE = "MESH_CACHE"
"""Names another folder; ``off`` keeps nothing."""
_PRIVATE = 0o700


def cache_folder() -> Path | None:
    """The folder of the cache, made where it is missing; None where there is to be none, or none that is safe.

    It is ``$MESH_CACHE``, else ``$XDG_CACHE_HOME/meshwright``, else ``~/.cache/meshwright``. What is kept there is
    trusted as the program itself is, so it has to belong to this user, and nobody else may write to it.
    """
    folder = _named()
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        found = os.stat(folder)
    except OSError:
        return None
    own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return folder if own and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) else None


def _named() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named:
        return None if named.lower() == "off" else Path(named).absolute()
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "meshwright"
    except RuntimeError:  # nobody's home
        return None
