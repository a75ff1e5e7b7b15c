"""What is asked of a stack's program besides its stack: which of the domains anybody will look at."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

_members: ContextVar[frozenset[str] | None] = ContextVar("members_looked_at", default=None)


@contextmanager
def members_alone(names: Iterable[str]) -> Iterator[None]:
    """Inside the block a program may leave out what it makes for one domain, of every domain but these.

    Only of what nothing else follows from, neither a resource nor an output. Nothing outside of this process can ask
    for it.
    """
    token = _members.set(frozenset(names))
    try:
        yield
    finally:
        _members.reset(token)


def outputs_alone() -> AbstractContextManager[None]:
    """Inside the block nobody looks at anything but the outputs: another stack's reference is answered from them."""
    return members_alone(())


def looked_at(name: str) -> bool:
    """Whether anybody will look at what is made for a domain."""
    found = _members.get()
    return found is None or name in found
