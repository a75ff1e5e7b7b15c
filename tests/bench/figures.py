"""One measured line of the report, and how a command is timed."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MESH = [sys.executable, "-m", "meshwright.cli"]


@dataclass(frozen=True)
class Figure:
    """One line of the report."""

    what: str
    values: list[float]
    """One per run."""
    unit: str
    aim: float | None
    peak_mib: float | None = None

    def __str__(self) -> str:
        median = statistics.median(self.values)
        spread = f"{min(self.values):.2f} to {max(self.values):.2f}"
        aim = f"{self.aim:g} {self.unit} ({median / self.aim:.2f} of it)" if self.aim else "-"
        memory = f"{self.peak_mib:.0f} MiB" if self.peak_mib else "-"
        return f"| {self.what} | {median:.2f} {self.unit} | {spread} | {aim} | {memory} |"


def timed(
    command: list[str], cwd: Path, *, expect: int | None = 0, environment: Mapping[str, str] | None = None
) -> tuple[float, float]:
    """Seconds on the clock and peak memory in MiB of one process and those it waited for.

    ``expect`` is the status that it has to end with, None for any.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if expect is not None and process.returncode != expect:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{errors}")
    return took, usage.ru_maxrss / 1024


def process_figure(
    what: str,
    command: list[str],
    cwd: Path,
    *,
    runs: int,
    aim: float | None,
    environment: Mapping[str, str] | None = None,
) -> Figure:
    """Time a command as a whole, several times."""
    results = [timed(command, cwd, environment=environment) for _ in range(runs)]
    return Figure(what, [t for t, _ in results], "s", aim, max(m for _, m in results))
