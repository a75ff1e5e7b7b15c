"""Loads a whole mesh, and what has not changed since only once."""

import gc
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from .assembling import Housed, Loaded, assemble, present_samples
from .folder import Folder
from .gathering import Gathered, gather, gather_central, gather_domain
from .index import Index, Shelf, folder_index, keep
from .reading import Reading
from .remembering import reading
from .sources import Source

_ROOTS = 4
"""Meshes that are remembered."""


@dataclass
class _Last:
    """What was loaded, from what."""

    gathered: Gathered
    housed: tuple[Housed, ...]
    loaded: Loaded


@dataclass
class _Memory:
    """What is known of one mesh."""

    folder: Folder
    lent: tuple[Source, Index] | None = None
    """Where it is read from instead, and its index."""
    shelf: Shelf | None = None
    readings: dict[str, tuple[str, Reading]] = field(default_factory=dict)
    last: _Last | None = None


_memories: OrderedDict[str, _Memory] = OrderedDict()
lock = Lock()


def load(root: Path) -> Loaded:
    """The mesh defined in ``root``, and everything that is wrong with its files.

    Reads ``domains/<name>/domain.py``, ``domains/<name>/transforms/*.sql``, ``stacks/governance.py`` and
    ``stacks/environments.py``; runs nothing of them and raises nothing because of them. Within one process a mesh
    whose files have not changed is the same object again.
    """
    with lock, _collector_paused():
        known = memory(root)
        return _load(known.lent[0] if known.lent else known.folder, known)


def load_slice(root: Path, names: Iterable[str]) -> Loaded:
    """The part of the mesh in ``root`` that the stacks of these domains follow from.

    The mesh holds the domains of these names, those whose products they ask or wait for, those they share with, and
    those that ask for theirs; of all others it holds who they are (``Mesh.beyond``). A name that there is no domain of
    adds nothing. Only what changed since the last time is evaluated, in whichever process that was.

    Where anything is wrong with a definition, of whichever domain, the whole mesh is loaded, as ``load``: what is wrong
    between definitions is known of all of them or of none. Of transforms only those of the slice are read.
    """
    with lock, _collector_paused():
        known = memory(root)
        source, index = known.lent or (known.folder, _index(known))
        if not index.sound:
            return _load(source, known)
        return _slice(source, index, index.around(names), known.readings)


def load_part(root: Path, index: Index, names: Iterable[str]) -> Loaded:
    """Exactly these domains of the mesh in ``root``, as far as they exist; of all others who they are.

    ``index`` is that of ``root`` as it is now, and sound.
    """
    with lock, _collector_paused():
        known = memory(root)
        return _slice(known.folder, index, frozenset(names) & index.domains.keys(), known.readings)


def load_part_from(source: Source, index: Index, names: Iterable[str], root: Path) -> Loaded:
    """As ``load_part``, of files that are read from elsewhere, such as from a commit of the mesh in ``root``."""
    with lock, _collector_paused():
        known = dict(memory(root).readings)
        return _slice(source, index, frozenset(names) & index.domains.keys(), known)


@contextmanager
def read_from(root: Path, source: Source, index: Index) -> Iterator[None]:
    """Inside the block, the mesh in the folder ``root`` is what ``source`` holds, in every thread."""
    with lock:
        known = memory(root)
        known.lent = source, index
    try:
        yield
    finally:
        with lock:
            known.lent = None


def load_from(source: Source, root: Path) -> Loaded:
    """As ``load``, of files that are read from elsewhere, such as from a commit of the mesh in ``root``.

    A definition that says the same in both is read once.
    """
    with lock, _collector_paused():
        gathered = gather(source)
        known = memory(root).readings
        return assemble(source, gathered, {p: _reading(p, t, known) for p, t in gathered.definitions.items()})[0]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """All that is built here stays, so looking for garbage among it costs a fifth of the time and finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _index(known: _Memory) -> Index:
    index, known.shelf = folder_index(known.folder, known.shelf)
    keep(known.folder, known.shelf)
    return index


def _load(source: Source, memory: _Memory) -> Loaded:
    gathered = gather(source)
    last = memory.last
    if (
        last is not None
        and last.gathered == gathered
        and present_samples(source, last.housed) == last.loaded.mesh.samples
    ):
        return last.loaded
    readings = {path: _reading(path, text, memory.readings) for path, text in gathered.definitions.items()}
    loaded, housed = assemble(source, gathered, readings)
    memory.readings = {path: (gathered.definitions[path], reading) for path, reading in readings.items()}
    memory.last = _Last(gathered, housed, loaded)
    return loaded


def _slice(source: Source, index: Index, names: frozenset[str], known: dict[str, tuple[str, Reading]]) -> Loaded:
    gathered = Gathered()
    source.expect(sorted(names))
    for name in sorted(names):
        gather_domain(source, name, gathered)
    gather_central(source, gathered)
    readings = {path: _reading(path, text, known) for path, text in gathered.definitions.items()}
    known.update({path: (gathered.definitions[path], reading) for path, reading in readings.items()})
    beyond = (one.member for name, one in index.domains.items() if name not in names)
    return assemble(source, gathered, readings, beyond)[0]


def _reading(path: str, text: str, known: Mapping[str, tuple[str, Reading]]) -> Reading:
    before = known.get(path)
    return before[1] if before is not None and before[0] == text else reading(path, text)


def memory(root: Path) -> _Memory:
    """What this process knows of the mesh in ``root``; ``lock`` is to be held meanwhile."""
    key = os.path.abspath(root)
    known = _memories.pop(key, None) or _Memory(Folder(key))
    _memories[key] = known
    while len(_memories) > _ROOTS:
        _memories.popitem(last=False)
    return known
