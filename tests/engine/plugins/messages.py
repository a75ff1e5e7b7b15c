"""Pulumi's plugin protocol without the SDK around it: a plugin that loads the whole SDK takes a second to start."""

import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

TOLD = 32
"""The status of a program whose failure the engine has been told of already."""


def _hollow(name: str, place: Path) -> None:
    """Put a package in place whose modules can be imported, and that runs no code of its own."""
    package = ModuleType(name)
    package.__path__ = [str(place)]
    sys.modules[name] = package


def load() -> None:
    """Make ``pulumi.runtime.proto`` importable by itself; for a process that is a plugin and nothing else."""
    if "pulumi" not in sys.modules:
        spec = find_spec("pulumi")
        assert spec is not None
        assert spec.origin is not None
        place = Path(spec.origin).parent
        _hollow("pulumi", place)
        _hollow("pulumi.runtime", place / "runtime")
