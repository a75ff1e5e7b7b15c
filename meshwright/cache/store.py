"""Blobs by key, one file each: whole or absent, whoever writes at the same time, and never more than so many bytes."""

import contextlib
import hashlib
import os
import tempfile
import time
from functools import lru_cache
from pathlib import Path

from .place import cache_folder

_MAGIC = b"meshwright 1\n"
_DAY = 86_400.0


def store(kind: str, *, limit: int) -> "Store":
    """What is kept of one kind, in the cache as it is now."""
    return _at(cache_folder(), kind, limit)


@lru_cache(maxsize=64)
def _at(cache: Path | None, kind: str, limit: int) -> "Store":
    return Store(cache / kind if cache is not None else None, limit=limit)


class Store:
    """One kind of what is kept. Every method works, and keeps nothing, where there is no cache."""

    def __init__(self, folder: Path | None, *, limit: int) -> None:
        """``limit`` is the number of bytes beyond which what was used longest ago is removed, about once a day."""
        self._folder = folder
        self._limit = limit
        self._pruned = False

    def get(self, key: str) -> bytes | None:
        """What was put under a key; None where there is nothing, or nothing whole. Keys are hexadecimal."""
        if self._folder is None:
            return None
        path = f"{self._folder}/{key[:2]}/{key[2:]}"
        try:
            with open(path, "rb") as file:
                used = os.fstat(file.fileno()).st_mtime
                held = file.read()
            if time.time() - used > _DAY:
                os.utime(path)
        except OSError:
            return None
        start = len(_MAGIC) + 32
        content = held[start:]
        if held[: len(_MAGIC)] != _MAGIC or held[len(_MAGIC) : start] != hashlib.sha256(content).digest():
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep something under a key, in place of what was there. A full disk keeps nothing and is no error."""
        if self._folder is None:
            return
        path = self._folder / key[:2] / key[2:]
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, unfinished = tempfile.mkstemp(prefix=".unfinished-", dir=path.parent)
            try:
                with open(descriptor, "wb") as file:
                    file.write(_MAGIC + hashlib.sha256(content).digest() + content)
                os.replace(unfinished, path)
            except OSError:
                os.unlink(unfinished)
            self._prune()

    def _prune(self) -> None:
        """Once in a process, and once a day for all of them, remove what was used longest ago."""
        assert self._folder is not None
        marker = self._folder / "pruned"
        if self._pruned or (marker.exists() and time.time() - marker.stat().st_mtime < _DAY):
            return
        self._pruned = True
        marker.touch()
        found = [(path.stat(), path) for path in self._folder.glob("*/*")]
        total = sum(status.st_size for status, _ in found)
        for status, path in sorted(found, key=lambda one: one[0].st_mtime):
            if total <= self._limit:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            total -= status.st_size
