"""What the engine is told of where in the code a resource comes from."""

from typing import Any

from pulumi.runtime import resource

_TRACE = "_get_stack_trace"


def shorten() -> None:
    """Keep the frame that makes a resource, out of the whole stack of calls that the SDK describes with each.

    The engine keeps it all in the state, with the paths of whichever machine it ran on: two fifths of a state, which is
    written before and after each step. There is no setting for it; an SDK that does so no more is left as it is.
    """
    described = getattr(resource, _TRACE, None)
    if described is None:
        return

    def innermost() -> Any:
        trace = described()
        del trace.frames[1:]
        return trace

    setattr(resource, _TRACE, innermost)
