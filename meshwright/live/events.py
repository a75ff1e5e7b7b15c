"""What the engine tells of its work, line by line in a file that it writes while it works."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PAUSE_SECONDS = 0.1
QUIET = frozenset({"same", "read", "discard", "refresh"})
"""Operations that change nothing."""


@dataclass
class Heard:
    """What was told so far."""

    done: int = 0
    """Resources that the engine is through with."""
    doing: str = ""
    """The last resource that it began, in short."""
    changes: Counter[str] = field(default_factory=Counter)
    """Operations that changed something, or would, and how often."""
    changed: list[tuple[str, str]] = field(default_factory=list)
    """Operation and URN of each resource that changed or would."""
    errors: list[str] = field(default_factory=list)
    """What went wrong, as the program or a provider said it."""

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take one event."""
        if step := event.get("resourcePreEvent"):
            self.doing = _short(step["metadata"])
        elif step := event.get("resOutputsEvent"):
            self._through(step["metadata"])
        elif said := event.get("diagnosticEvent"):
            if said.get("severity") == "error" and said.get("message"):
                self.errors.append(_about(str(said.get("urn") or "")) + _plain(said["message"]))
        elif summary := event.get("summaryEvent"):
            counted = summary.get("resourceChanges") or {}
            self.changes = Counter({op: n for op, n in counted.items() if op not in QUIET and n})

    def _through(self, step: Mapping[str, Any]) -> None:
        self.done += 1
        if step["op"] not in QUIET and step["type"] != "pulumi:pulumi:Stack":
            self.changed.append((step["op"], step["urn"]))


@contextmanager
def heard(path: Path, tell: Callable[[Heard], None]) -> Iterator[Heard]:
    """Follow the file while the body runs. ``tell`` is called from another thread whenever there was something new."""
    found, ended = Heard(), threading.Event()
    path.unlink(missing_ok=True)
    path.touch()

    def follow() -> None:
        with path.open(encoding="utf-8", errors="replace") as stream:
            rest = ""
            while True:
                last = ended.is_set()
                *lines, rest = (rest + stream.read()).split("\n")
                for line in lines:
                    _take(found, line)
                if lines:
                    tell(found)
                if last:
                    return
                ended.wait(PAUSE_SECONDS)

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    try:
        yield found
    finally:
        ended.set()
        follower.join()
        path.unlink(missing_ok=True)


def _take(found: Heard, line: str) -> None:
    try:
        found.hear(json.loads(line))
    except (ValueError, KeyError):
        return  # an event of a form that this doesn't know yet; the log has it as well


def _short(step: Mapping[str, Any]) -> str:
    kind, name = str(step["type"]).rpartition(":")[2], str(step["urn"]).rpartition("::")[2]
    return f"{kind} {name}"


def _about(urn: str) -> str:
    """The resource that something is said of, where it is one."""
    kind, name = urn.rpartition("::")[0].rpartition(":")[2], urn.rpartition("::")[2]
    return "" if kind in ("", "Stack") else f"{kind} {name}: "


def _plain(message: str) -> str:
    """Without the marks that the engine puts in for colours."""
    text, inside = [], False
    for part in message.replace("<{%", "\0").replace("%}>", "\1"):
        inside = part == "\0" or (inside and part != "\1")
        if not inside and part not in "\0\1":
            text.append(part)
    return "".join(text).strip()
