"""The sandbox's logs, read line by line; a line that a kill cut short is passed over and counted."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass
class Log:
    """One log file, which need not be there yet."""

    path: Path
    since: date | None = None
    """Only what happened on this day, UTC, or later."""
    damaged: int = 0
    """Lines that could not be read so far."""

    def records(self) -> Iterator[dict[str, Any]]:
        """Every record, oldest first."""
        for line in self._lines():
            try:
                record = json.loads(line)
                time = str(record["time"])
            except (ValueError, TypeError, KeyError):
                self.damaged += 1
                continue
            if self.since is None or time[:10] >= self.since.isoformat():
                yield record

    def _lines(self) -> Iterable[str]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as lines:
            yield from (line for line in lines if line.strip())
