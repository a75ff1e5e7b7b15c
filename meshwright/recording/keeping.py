"""Recordings kept on disk: a command that finds nothing changed needs no SDK, and none of the time that it takes.

A recording follows from files, versions, settings and the day. All of that goes into one fingerprint, by content; what
was kept under another one is never used.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from meshwright.recording.graph import Graph

FILE = Path(".mesh") / "recordings.json"
"""Below the project's root."""
SOURCES = ("Pulumi.yaml", "stacks", "components", "domains", "meshwright")
"""What a recording follows from, in the project's folder."""
SETTINGS = ("MESH", "PULUMI", "AWS_")
"""How the environment variables begin that a program may read."""
DISTRIBUTIONS = ("pulumi", "pulumi-aws", "pulumi-random", "pydantic", "sqlglot")
READ = (".py", ".sql", ".yaml", ".yml", ".json", ".toml", ".txt", ".md")
"""Endings of files that count by content. Any other, such as a sample, counts by size and time: it may be large."""


def fingerprint(root: Path) -> str:
    """Identifies everything that the recordings of the project at ``root`` follow from: SHA-256, as text."""
    found = hashlib.sha256()

    def add(*parts: object) -> None:
        found.update(repr(parts).encode())

    add(sys.version, datetime.now(UTC).date(), *(installed_version(name) for name in DISTRIBUTIONS))
    add(*sorted((key, value) for key, value in os.environ.items() if key.startswith(SETTINGS)))
    for source in _sources(root):
        for path in _files(source):
            add(path, _state(path))
    return found.hexdigest()


def kept(root: Path, mark: str, stacks: Sequence[str]) -> dict[str, Graph] | None:
    """What was kept under a fingerprint: the graphs of these stacks, all of them or None."""
    try:
        held = json.loads((root / FILE).read_text(encoding="utf-8"))
        if held["fingerprint"] != mark or list(held["graphs"]) != list(stacks):
            return None
        graphs = {stack: Graph.from_json(text) for stack, text in held["graphs"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return graphs if all(_assets_exist(root, graph) for graph in graphs.values()) else None


def keep(root: Path, mark: str, graphs: Mapping[str, Graph]) -> None:
    """Keep graphs under a fingerprint, in place of what was kept before."""
    path = root / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    held = {"fingerprint": mark, "graphs": {stack: graph.to_json() for stack, graph in graphs.items()}}
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(held), encoding="utf-8")
    unfinished.replace(path)


def _assets_exist(root: Path, graph: Graph) -> bool:
    sources = (resource.inputs.get("source") for resource in graph.resources)
    return all((root / s["path"]).exists() for s in sources if isinstance(s, Mapping) and "path" in s)


def _sources(root: Path) -> Iterator[Path]:
    """The project's own, and what its program imports of ours from elsewhere."""
    yield from (root / source for source in SOURCES)
    for name in ("components", "meshwright"):
        spec = None if (root / name).is_dir() else find_spec(name)
        yield from (Path(place) for place in (spec.submodule_search_locations or ())) if spec else ()


def _files(source: Path) -> list[str]:
    """A file, or every file below a folder; links are not followed."""
    if source.is_file():
        return [str(source)]
    found = []
    for folder, folders, names in os.walk(source):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [os.path.join(folder, name) for name in names]
    return sorted(found)


def _state(path: str) -> object:
    """What a file is like now; None where it went away a moment ago."""
    try:
        if path.endswith(READ):
            return hashlib.sha256(Path(path).read_bytes()).digest()
        status = os.lstat(path)
        return status.st_size, status.st_mtime_ns
    except OSError:
        return None


def installed_version(name: str) -> str:
    """The version of a distribution; ``none`` where it isn't there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
