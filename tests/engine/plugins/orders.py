"""What a test tells a provider to do, and what the provider tells the test: both through files.

The orders are a JSON list, the log has a line of JSON for each call. Whoever starts the engine names the files in the
environment, which a plugin inherits.
"""

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

ORDERS = "ENGINE_TEST_ORDERS"
LOG = "ENGINE_TEST_LOG"
"""Environment variables with the paths of the two files."""

WRITES = ("create", "update", "delete")
FOREVER = 3600.0
_counting = threading.Lock()

Deed = Literal["fail", "hang", "slow"]


class Ordered(Exception):
    """A failure that a test wants."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What happens to calls that fit."""

    do: Deed
    operation: str = "*"
    """``create``, ``update``, ``delete``, ``read``, ``configure``, ``invoke``; with wildcards, as the others."""
    type: str = "*"
    name: str = "*"
    after: bool = False
    """When AWS has done it already, and before the engine hears of it."""
    passing: int = 0
    """So many calls that fit are let through by a provider's process before one is not, and all after that one."""
    message: str = "InternalFailure: the test wants it so"
    seconds: float = 0.0

    def fits(self, operation: str, type_: str, name: str) -> bool:
        """Whether it is about this call."""
        wanted = ((operation, self.operation), (type_, self.type), (name, self.name))
        return all(fnmatchcase(told, pattern) for told, pattern in wanted)


_passed: Counter[Order] = Counter()


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of the engine to a provider."""

    operation: str
    urn: str
    preview: bool = False
    id: str = ""
    outcome: str = "done"
    """``done``, ``failed``, or ``hanging`` for one that never ends."""
    seconds: float = 0.0


def write_orders(path: Path, orders: list[Order]) -> None:
    """For the test: what holds from the next call on."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps([asdict(order) for order in orders]))
    unfinished.replace(path)


def read_log(path: Path) -> list[Call]:
    """For the test: every call so far."""
    if not path.exists():
        return []
    whole, _, _ = path.read_text().rpartition("\n")  # a line may be under way
    return [Call(**json.loads(line)) for line in whole.splitlines()]


@contextmanager
def under_orders(operation: str, urn: str, *, preview: bool = False) -> Iterator[dict[str, str]]:
    """Do one call as ordered, and note it; what is yielded takes the id."""
    type_, name = (urn.split("::")[2].rpartition("$")[2], urn.split("::")[3]) if "::" in urn else ("", urn)
    order = None if preview else next((o for o in _orders() if o.fits(operation, type_, name) and _turn(o)), None)
    began, told = time.monotonic(), {"id": ""}
    outcome = "failed"

    def note(outcome: str) -> None:
        took = round(time.monotonic() - began, 4)
        _note(Call(operation=operation, urn=urn, preview=preview, id=told["id"], outcome=outcome, seconds=took))

    try:
        if order is not None and not order.after:
            _obey(order, note)
        yield told
        if order is not None and order.after:
            _obey(order, note)
        outcome = "done"
    finally:
        note(outcome)


def _turn(order: Order) -> bool:
    """Whether enough have passed. The engine asks a provider for several things at once, so this one counts alone."""
    with _counting:
        _passed[order] += 1
        return _passed[order] > order.passing


def _obey(order: Order, note: Any) -> None:
    match order.do:
        case "fail":
            raise Ordered(order.message)
        case "slow":
            time.sleep(order.seconds)
        case "hang":
            note("hanging")
            time.sleep(FOREVER)


def _orders() -> list[Order]:
    path = os.environ.get(ORDERS)
    if not path or not Path(path).exists():
        return []
    listed: list[Mapping[str, Any]] = json.loads(Path(path).read_text())
    return [Order(**order) for order in listed]


def _note(call: Call) -> None:
    path = os.environ.get(LOG)
    if path:
        line = f"{json.dumps(asdict(call))}\n".encode()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(descriptor, line)  # at once, so that lines of several processes don't mix
        finally:
            os.close(descriptor)
