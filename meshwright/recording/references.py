"""What a stack reference may be called, and which stack it means."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import Graph


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


def by_stack(references: Mapping[str, Mapping[str, Any] | Graph], project: str) -> dict[StackName, Mapping[str, Any] | Graph]:
    """Outputs of other stacks, found by whichever form of their name was used."""
    return {StackName.parse(name, project): outputs for name, outputs in references.items()}


class UnansweredReference(RecordingError):
    """A reference to a stack whose outputs aren't at hand."""

    def __init__(self, stack: StackName, message: str) -> None:
        super().__init__(message)
        self.stack = stack
