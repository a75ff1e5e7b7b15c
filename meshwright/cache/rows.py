"""Small records by key: those of the last run in one file, which is quick to read, and each in one of its own."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .store import store

_SPARE = 4
"""How many times as many as were used a file may hold."""


class Rows:
    """Records of one kind, as JSON knows them. Keys are hexadecimal, and say all that a record follows from."""

    def __init__(self, kind: str, name: str, *, limit: int) -> None:
        """``name``, hexadecimal, says which records are used together; ``limit`` bounds all of the kind, in bytes."""
        self._store, self._together = store(kind, limit=limit), store(f"{kind}-together", limit=limit)
        self._name = name
        self._before = dict(self._read())
        self._used: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        """The record; None where there is none."""
        found = self._used.get(key)
        if found is None:
            found = self._before.get(key)
        if found is None:
            found = _decoded(self._store.get(key))
        if found is not None:
            self._used[key] = found
        return found

    def put(self, key: str, record: Any) -> None:
        """Keep a record, which is not None."""
        self._used[key] = record
        self._store.put(key, json.dumps(record).encode())

    def keep(self) -> None:
        """Keep together what was used, where that is other than before."""
        if self._used.keys() <= self._before.keys():
            return
        both = {**self._before, **self._used}
        held = both if len(both) <= _SPARE * len(self._used) else self._used
        self._together.put(self._name, json.dumps(held).encode())
        self._before = held

    def _read(self) -> Iterator[tuple[str, Any]]:
        held = _decoded(self._together.get(self._name))
        if isinstance(held, Mapping):
            yield from held.items()


def _decoded(held: bytes | None) -> Any:
    try:
        return None if held is None else json.loads(held)
    except ValueError:
        return None
