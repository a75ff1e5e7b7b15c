"""All domains in brief: who there is, who depends on whom, and whether every definition can be read."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from meshwright.cache.store import store

from .facts import Facts, facts, restored
from .files import Stamp, digest
from .folder import Folder
from .gathering import Gathered, folders
from .remembering import reader, reading, reading_key
from .sources import Source

INDEXES = 64 * 1024 * 1024
"""Bytes of all indexes; that of a thousand domains takes one and a half million."""


@dataclass(frozen=True)
class Index:
    """The facts of every domain of a mesh, sorted by name."""

    domains: Mapping[str, Facts]
    sound: bool
    """Whether every domain's definition could be read and nothing is wrong with any of them."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """By domain, what identifies its definition's text, and the code that reads it."""

    @cached_property
    def consumers(self) -> Mapping[str, frozenset[str]]:
        """By domain, the domains that ask for one of its products."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.domains.values():
            for asked in one.asks:
                found[asked.producer].add(one.name)
        return {producer: frozenset(asking) for producer, asking in found.items()}

    def around(self, names: Iterable[str]) -> frozenset[str]:
        """The domains of these names, those they name, and those that ask for their products: as far as they exist."""
        wanted: set[str] = set()
        for name in names:
            wanted |= {name} | self.consumers.get(name, frozenset())
            if name in self.domains:
                wanted |= self.domains[name].neighbours()
        return frozenset(wanted & self.domains.keys())


class Shelf:
    """Facts by reading: those of the last time, and those of this."""

    def __init__(self, rows: Mapping[str, Facts]) -> None:
        self._before = rows
        self.rows: dict[str, Facts] = {}
        """What was asked for."""

    @property
    def changed(self) -> bool:
        """Whether other facts were asked for than there were."""
        return self.rows.keys() != self._before.keys()

    def facts(self, source: Source, folder: str, path: str, text_digest: str) -> Facts | None:
        """The facts of a definition whose text has that digest; None where anything is wrong with it."""
        key = reading_key(path, text_digest)
        found = self._before.get(key) or _kept_alone(key)
        if found is None:
            text = source.text(path, "domains")
            if not isinstance(text, str) or digest(text) != text_digest:
                return None
            found = facts(reading(path, text), folder)
            if found is None:
                return None
            store("facts", limit=INDEXES).put(key, json.dumps(found).encode())
        self.rows[key] = found
        return found


def read_index(source: Source, shelf: Shelf) -> Index:
    """The index of a mesh. Only definitions that are not on the shelf are evaluated."""
    gathered = Gathered()
    names = list(folders(source, gathered))
    found: dict[str, Facts] = {}
    keys: dict[str, str] = {}
    for name in names:
        path = f"domains/{name}/domain.py"
        text_digest = source.digest(path, "domains")
        one = shelf.facts(source, name, path, text_digest) if isinstance(text_digest, str) else None
        if one is not None:
            found[name], keys[name] = one, reading_key(path, str(text_digest))
    return Index(found, sound=not gathered.findings and len(found) == len(names), keys=keys)


def folder_index(folder: Folder, shelf: Shelf | None) -> tuple[Index, Shelf]:
    """The index of a folder, and what to have at hand the next time; ``keep`` puts that where the next run finds it."""
    if shelf is not None:
        rows: Mapping[str, Facts] = shelf.rows
    else:
        files, rows = _kept(_name(folder))
        folder.digests.update(files)
    after = Shelf(rows)
    index = read_index(folder, after)
    folder.changed = folder.changed or after.changed
    return index, after


def keep(folder: Folder, shelf: Shelf) -> None:
    """Keep between runs what is known of a folder, where that is more than was kept."""
    if folder.changed:
        files = {path: [*stamp, text] for path, (stamp, text) in folder.digests.items()}
        held = json.dumps({"files": files, "facts": shelf.rows}).encode()
        store("indexes", limit=INDEXES).put(_name(folder), held)
        folder.changed = False


def _name(folder: Folder) -> str:
    return hashlib.sha256(f"{reader()}\0folder\0{folder.root}".encode(errors="surrogateescape")).hexdigest()


def _kept(name: str) -> tuple[dict[str, tuple[Stamp, str]], dict[str, Facts]]:
    held = store("indexes", limit=INDEXES).get(name)
    try:
        found = {"files": {}, "facts": {}} if held is None else json.loads(held)
        files = {path: (Stamp(*stamp), text) for path, (*stamp, text) in found["files"].items()}
        return files, {key: restored(row) for key, row in found["facts"].items()}
    except (TypeError, ValueError, KeyError, AttributeError):
        return {}, {}


def _kept_alone(key: str) -> Facts | None:
    held = store("facts", limit=INDEXES).get(key)
    try:
        return None if held is None else restored(json.loads(held))
    except (TypeError, ValueError):
        return None
