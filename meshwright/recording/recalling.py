"""Recordings kept between runs, each by everything that its stack follows from: code, definitions, settings, the day.

Not to be confused with the one recording of a whole project that its sandbox keeps: these are of single stacks, in the
user's own cache, and may be of any commit.
"""

import hashlib
import os
import sys
import zlib
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from meshwright.cache.store import store
from meshwright.recording.graph import Graph
from meshwright.recording.keeping import DISTRIBUTIONS, READ, SETTINGS, installed_version

_LIMIT = 256 * 1024 * 1024
"""Bytes of all recordings; that of a domain takes some 40 KB."""
_CODE = ("stacks", "components", "meshwright")
_DEFINED = ("stacks/governance.py", "stacks/environments.py")
_SILENT = frozenset(("MESH_CACHE",))
"""Settings that no program's stack follows from."""


def told(members: frozenset[str] | None) -> object:
    """The domains that anybody will look at, as a part of what is kept."""
    return None if members is None else sorted(members)


class Recall:
    """What is kept of the stacks of one project, in one state of its definitions, on one day."""

    def __init__(self, root: Path, scopes: Mapping[str, str]) -> None:
        """``scopes`` says what each stack follows from that is defined: by the part of its name before the dot."""
        self._scopes = scopes
        self._code = _code(root)
        self._kept = store("recordings", limit=_LIMIT)

    def get(self, stack: str, part: object) -> Graph | None:
        """The recording of a stack, or of a part of it; None where there is none."""
        key = self._key(stack, part)
        held = None if key is None else self._kept.get(key)
        try:
            return None if held is None else Graph.from_json(zlib.decompress(held).decode())
        except (zlib.error, ValueError, TypeError, KeyError, AttributeError):
            return None

    def put(self, stack: str, part: object, graph: Graph) -> None:
        """Keep a recording."""
        key = self._key(stack, part)
        if key is not None:
            self._kept.put(key, zlib.compress(graph.to_json().encode(), level=1))

    def _key(self, stack: str, part: object) -> str | None:
        scope, _, environment = stack.rpartition(".")
        defined = self._scopes.get(scope)
        if defined is None:
            return None
        settings = sorted((k, v) for k, v in os.environ.items() if k.startswith(SETTINGS) and k not in _SILENT)
        follows = repr((self._code, scope, environment, part, defined, settings))
        return hashlib.sha256(follows.encode(errors="surrogatepass")).hexdigest()


def _code(root: Path) -> str:
    """Identifies the code that builds the stacks of a project, whether it is the project's own or installed."""
    found = hashlib.sha256(repr((sys.version, [installed_version(name) for name in DISTRIBUTIONS])).encode())
    for path in (root / "Pulumi.yaml", *(root / name for name in _CODE)):
        places = [path] if path.exists() else [Path(place) for place in _installed(path.name)]
        for place in places:
            for name, file in sorted(_files(place)):
                if f"{path.name}/{name}" not in _DEFINED:
                    found.update(f"{path.name}/{name}\0".encode(errors="surrogateescape") + file.read_bytes())
    return found.hexdigest()


def _installed(name: str) -> Iterator[str]:
    spec = find_spec(name) if name in _CODE else None
    yield from (spec.submodule_search_locations or ()) if spec else ()


def _files(place: Path) -> Iterator[tuple[str, Path]]:
    if place.is_file():
        yield "", place
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            file = Path(folder, name)
            if name.endswith(READ) and file.is_file():
                yield file.relative_to(place).as_posix(), file
