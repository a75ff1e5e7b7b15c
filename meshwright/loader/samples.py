"""Samples: files that a landing names, beside its definition or in an installed package."""

import importlib.util
import os
from functools import lru_cache
from pathlib import Path

from meshwright.language.landings import plain_path

from .files import plain_file


def find_sample(root: Path, domain: str, sample: str) -> Path | None:
    """The file that ``sample=`` names, None where there is none.

    ``sample`` is a path beside the definition, or ``<installed package>:<path>``; anything else names no file. The
    package is looked up and not imported.
    """
    try:
        plain_path(sample)
    except ValueError:
        return None
    package, colon, inside = sample.partition(":")
    if not colon:
        return _beside(root / "domains" / domain, sample)
    found = (_installed(Path(place), inside) for place in _package(package))
    return next((path for path in found if path is not None), None)


def _beside(folder: Path, relative: str) -> Path | None:
    path = folder / relative
    return path if plain_file(os.fspath(path), os.fspath(folder)) else None


def _installed(folder: Path, relative: str) -> Path | None:
    path = folder / relative
    # installers link packages to where they keep them
    return path if os.path.isfile(path) else None


@lru_cache(maxsize=256)
def _package(name: str) -> tuple[str, ...]:
    """The folders of a top-level package; a dotted name would import its parents."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return ()
    return tuple(os.fspath(p) for p in (spec.submodule_search_locations or ())) if spec else ()
