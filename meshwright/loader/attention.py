"""What is asked of a stack's program besides its stack: a reference needs its outputs alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_outputs: ContextVar[bool] = ContextVar("outputs_alone", default=False)


@contextmanager
def outputs_alone() -> Iterator[None]:
    """Inside the block a program may leave out what its outputs say nothing of.

    Only a recording that answers another stack's reference is made so: nothing outside of this process can ask for it.
    """
    token = _outputs.set(True)
    try:
        yield
    finally:
        _outputs.reset(token)


def need_outputs_alone() -> bool:
    """Whether nobody will look at anything but the outputs."""
    return _outputs.get()
