"""Runs a stack program against a recording engine and returns its desired graph.

Reading a graph needs no Pulumi; recording does. So the records are imported at once and the SDK only when
something is recorded.
"""

from typing import TYPE_CHECKING, Any

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import UNKNOWN, Graph, Options, Resource
from meshwright.recording.rendering import render

if TYPE_CHECKING:
    from meshwright.recording.project import record_stack, record_stacks
    from meshwright.recording.run import record

__all__ = [
    "UNKNOWN",
    "Graph",
    "Options",
    "RecordingError",
    "Resource",
    "record",
    "record_stack",
    "record_stacks",
    "render",
]


def __getattr__(name: str) -> Any:
    if name == "record":
        from meshwright.recording.run import record

        return record
    if name in ("record_stack", "record_stacks"):
        from meshwright.recording import project

        return getattr(project, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
