"""An embedded AWS for as long as a test, or several, need it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meshwright.sandbox import server
from meshwright.sandbox.server import Server


@contextmanager
def embedded_aws(root: Path) -> Iterator[Server]:
    """An empty account, kept in ``root``; it is stopped whatever happens."""
    root.mkdir(exist_ok=True)
    started = server.start(root)
    try:
        yield started
    finally:
        server.stop(root)
