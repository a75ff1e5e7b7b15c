"""Samples: files that a landing names, beside its definition or in an installed package."""

import importlib.util
import os
from functools import lru_cache
from pathlib import Path

from .files import plain_file


def find_sample(root: Path, domain: str, sample: str) -> Path | None:
    """The file that ``sample=`` names, None where there is none.

    ``sample`` is a path beside the definition, or ``<installed package>:<path>``. The package is looked up and not
    imported.
    """
    package, colon, inside = sample.partition(":")
    if not colon:
        return _beside(root / "domains" / domain, sample)
    found = (_installed(Path(place), inside) for place in _package(package))
    return next((path for path in found if path is not None), None)


def misplaced(sample: str) -> str | None:
    """What is wrong with the way a sample is written, whether or not the file exists."""
    package, colon, inside = sample.partition(":")
    path = inside if colon else sample
    if colon and not _is_package(package):
        return "names no package before the colon"
    if path.startswith("/") or "\\" in path:
        return "is not a relative path with forward slashes"
    if not path or any(part in ("", ".", "..") for part in path.split("/")):
        return "leaves its folder or is no plain path"
    return None


def _beside(folder: Path, relative: str) -> Path | None:
    path = folder / relative
    return path if misplaced(relative) is None and plain_file(os.fspath(path), os.fspath(folder)) else None


def _installed(folder: Path, relative: str) -> Path | None:
    path = folder / relative
    # installers link packages to where they keep them
    return path if misplaced(relative) is None and os.path.isfile(path) else None


def _is_package(name: str) -> bool:
    return name.isidentifier() and name.isascii()


@lru_cache(maxsize=256)
def _package(name: str) -> tuple[str, ...]:
    """The folders of a top-level package; a dotted name would import its parents."""
    if not _is_package(name):
        return ()
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return ()
    return tuple(os.fspath(p) for p in (spec.submodule_search_locations or ())) if spec else ()
