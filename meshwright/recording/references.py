"""What a stack reference may be called, and which stack it means."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import Graph

Referenced = Mapping[str, Any] | Graph
"""What another stack gives: its outputs, or its whole graph, which also knows which of them are secret."""


class StackName(NamedTuple):
    """A stack, whoever owns it: file backends know one organization only."""

    project: str
    stack: str

    @classmethod
    def parse(cls, name: str, project: str) -> "StackName":
        """From ``organization/project/stack``, ``project/stack`` or a stack of ``project``."""
        *above, stack = name.split("/")
        return cls(above[-1] if above else project, stack)

    def __str__(self) -> str:
        return f"organization/{self.project}/{self.stack}"


Lookup = Callable[[StackName], Referenced]
"""Finds another stack's outputs; a RecordingError where there are none."""


def among(references: Mapping[str, Referenced], project: str) -> Lookup:
    """Looks a stack up among those given, under any form of their name."""
    by_name = {StackName.parse(name, project): outputs for name, outputs in references.items()}

    def lookup(name: StackName) -> Referenced:
        if name not in by_name:
            known = ", ".join(sorted(map(str, by_name))) or "none"
            raise RecordingError(f"no outputs of the stack {name} are given; given are those of {known}")
        return by_name[name]

    return lookup
