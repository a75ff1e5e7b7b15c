"""The log of every change of a grant or a data filter in the sandbox: one JSON object per line."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .account import FOLDER
from .querylog import append_line


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change that Lake Formation made."""

    time: str
    """UTC, ISO 8601."""
    action: str
    """``granted``, ``revoked``, ``filter created``, ``filter changed``, ``filter deleted``."""
    principal: str
    """Who holds it, or held it; empty for a filter."""
    subject: str
    """What it is about, in words."""
    database: str
    table: str
    permissions: Sequence[str]
    by: str
    """``the platform``, which does what definitions say, or ``hand``: anything else."""
    agent: str
    """What the caller calls itself."""


def path(root: Path) -> Path:
    """The log of a project."""
    return root / FOLDER / "audit" / "grants.jsonl"


def append(root: Path, change: Change) -> None:
    """Add one line."""
    append_line(path(root), asdict(change))
