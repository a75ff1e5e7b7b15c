"""The log of every question that was asked in the sandbox, answered or not: one JSON object per line."""

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from .account import FOLDER

Outcome = Literal["answered", "denied", "mistaken", "failed"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question and what became of it."""

    time: str
    """UTC, ISO 8601."""
    consumer: str
    """The domain that asked."""
    role: str
    principal: str
    """ARN of its role."""
    sql: str
    tables: Sequence[str]
    """``<database>.<table>`` of everything it names."""
    columns: Mapping[str, Sequence[str]]
    """By table, the columns that were read; of a denied question, those that were wanted."""
    rows: int | None
    """How many were returned."""
    outcome: Outcome
    reason: str | None
    """Why there was no answer."""


def path(root: Path) -> Path:
    """The log of a project."""
    return root / FOLDER / "audit" / "queries.jsonl"


def append(root: Path, asked: Asked) -> None:
    """Add one line, whole and never between another's."""
    append_line(path(root), asdict(asked))


def append_line(file: Path, record: Mapping[str, Any]) -> None:
    """Add one JSON object to a log, whole and never between another's."""
    file.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(record, ensure_ascii=False).encode(errors="replace") + b"\n"
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        end = os.lseek(descriptor, 0, os.SEEK_END)
        if end and os.pread(descriptor, 1, end - 1) != b"\n":  # a kill cut the last line short
            line = b"\n" + line
        while line:
            line = line[os.write(descriptor, line) :]
    finally:
        os.close(descriptor)
