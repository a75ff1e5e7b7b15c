"""Loads a whole mesh, and what has not changed since only once."""

import gc
import os
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from .assembling import Housed, Loaded, assemble, present_samples
from .gathering import Files, Gathered, gather
from .reading import Reading, read_definition

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

    files: Files = field(default_factory=Files)
    readings: dict[str, tuple[str, Reading]] = field(default_factory=dict)
    last: _Last | None = None


_memories: OrderedDict[str, _Memory] = OrderedDict()
_lock = Lock()


def load(root: Path) -> Loaded:
    """The mesh defined in ``root``, and everything that is wrong with its files.

    Reads ``domains/<name>/domain.py``, ``domains/<name>/transforms/*.sql``, ``stacks/governance.py`` and
    ``stacks/environments.py``; runs nothing of them and raises nothing because of them. Within one process a mesh
    whose files have not changed is the same object again.
    """
    with _lock, _collector_paused():
        return _load(Path(root), _memory(root))


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


def _load(root: Path, memory: _Memory) -> Loaded:
    gathered = gather(os.fspath(root), memory.files)
    last = memory.last
    if (
        last is not None
        and last.gathered == gathered
        and present_samples(root, last.housed) == last.loaded.mesh.samples
    ):
        return last.loaded
    readings = {path: _reading(path, text, memory) for path, text in gathered.definitions.items()}
    loaded, housed = assemble(root, gathered, readings)
    memory.readings = {path: (gathered.definitions[path], reading) for path, reading in readings.items()}
    memory.last = _Last(gathered, housed, loaded)
    return loaded


def _reading(path: str, text: str, memory: _Memory) -> Reading:
    known = memory.readings.get(path)
    return known[1] if known is not None and known[0] == text else read_definition(path, text)


def _memory(root: Path) -> _Memory:
    key = os.path.abspath(root)
    memory = _memories.pop(key, None) or _Memory()
    _memories[key] = memory
    while len(_memories) > _ROOTS:
        _memories.popitem(last=False)
    return memory
