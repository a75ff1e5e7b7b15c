"""Samples: files that a landing names, beside its definition or in an installed package."""

import importlib.util
import os
from functools import lru_cache
from pathlib import Path

from meshwright.language.landings import plain_path

from .folder import Folder
from .sources import Source


def find_sample(root: Path, domain: str, sample: str) -> Path | None:
    """The file that ``sample=`` names, None where there is none.

    ``sample`` is a path beside the definition, or ``<installed package>:<path>``; anything else names no file. The
    package is looked up and not imported.
    """
    path = beside(domain, sample)
    if path is None:
        return installed(sample)
    return root / path if Folder(os.fspath(root)).has_file(path, f"domains/{domain}") else None


def has_sample(source: Source, domain: str, sample: str) -> bool:
    """Whether the file that ``sample=`` names is there, as ``find_sample``."""
    path = beside(domain, sample)
    return installed(sample) is not None if path is None else source.has_file(path, f"domains/{domain}")


def beside(domain: str, sample: str) -> str | None:
    """Where a sample is that lies beside the definition; None where it is part of a package, or no path."""
    return f"domains/{domain}/{sample}" if ":" not in sample and _is_plain(sample) else None


def _is_plain(sample: str) -> bool:
    try:
        plain_path(sample)
    except ValueError:
        return False
    return True


def installed(sample: str) -> Path | None:
    """The file of a package that is installed here; None where a sample names none."""
    package, colon, inside = sample.partition(":")
    if not colon or not _is_plain(sample):
        return None
    found = (Path(place) / inside for place in _package(package))
    # installers link packages to where they keep them
    return next((path for path in found if os.path.isfile(path)), None)


@lru_cache(maxsize=256)
def _package(name: str) -> tuple[str, ...]:
    """The folders of a top-level package; a dotted name would import its parents."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return ()
    return tuple(os.fspath(p) for p in (spec.submodule_search_locations or ())) if spec else ()
