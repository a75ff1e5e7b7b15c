"""What the SDK tells of where in the code a resource comes from: with each, the whole stack of calls.

There is no setting for it. An SDK that does so no more, or under another name, is left as it is.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from pulumi.runtime import resource
from pulumi.runtime.proto import source_pb2

_TRACE = "_get_stack_trace"


@contextlib.contextmanager
def untraced() -> Iterator[None]:
    """Keep it from describing any of that: in a recording nobody reads it, and it takes up to 40 %."""
    described = getattr(resource, _TRACE, None)
    if described is None:
        yield
        return
    setattr(resource, _TRACE, source_pb2.StackTrace)
    try:
        yield
    finally:
        setattr(resource, _TRACE, described)


def shorten() -> None:
    """Keep the frame that makes a resource, for good.

    The engine keeps it all in the state, with the paths of whichever machine it ran on: two fifths of a state, which is
    written before and after each step.
    """
    described = getattr(resource, _TRACE, None)
    if described is None:
        return

    def innermost() -> Any:
        trace = described()
        del trace.frames[1:]
        return trace

    setattr(resource, _TRACE, innermost)
