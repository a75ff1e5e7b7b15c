"""Locks that the kernel releases when their holder dies, so that none is ever stale."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .account import FOLDER
from .errors import SandboxError


class Lock:
    """An exclusive lock on a file. The file's text tells others who holds it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self, text: str) -> bool:
        """Take the lock if it is free and write ``text`` into it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        self.write(text)
        return True

    def write(self, text: str) -> None:
        """Replace what the lock tells; only its holder may."""
        if self._descriptor is None:
            raise RuntimeError("the lock is not held")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        """Give the lock back; no harm if it is not held."""
        if self._descriptor is not None:
            self.write("")
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> str | None:
        """What the holder wrote; None where nobody holds the lock."""
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return os.pread(descriptor, 65536, 0).decode(errors="replace")
        else:
            return None
        finally:
            os.close(descriptor)


@contextmanager
def exclusive(root: Path, what: str) -> Iterator[None]:
    """Hold the project's sandbox for a whole command, such as ``mesh up``.

    Raises:
        SandboxError: another command holds it; the message names it and its pid.
    """
    lock = Lock(root / FOLDER / "up.lock")
    if not lock.acquire(f"{what}, pid {os.getpid()}"):
        raise SandboxError(
            f"the sandbox in {root} is busy with another command ({lock.holder() or 'just ended'}); "
            "wait for it to end, or end it, and run this again"
        )
    try:
        yield
    finally:
        lock.release()
