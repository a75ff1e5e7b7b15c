"""``make bench``: how fast the platform is here, next to what it aims at. Prints figures; judges nothing."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.generated import PROJECT, write_mesh

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


def timed(command: list[str], cwd: Path, *, expect: int = 0) -> tuple[float, float]:
    """Seconds on the clock and peak memory in MiB of one process and those it waited for."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expect:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{errors}")
    return took, usage.ru_maxrss / 1024


def process_figure(what: str, command: list[str], cwd: Path, *, runs: int, aim: float | None) -> Figure:
    """Time a command as a whole, several times."""
    results = [timed(command, cwd) for _ in range(runs)]
    return Figure(what, [t for t, _ in results], "s", aim, max(m for _, m in results))


def help_figure() -> Figure:
    """How long a person waits for ``mesh --help``."""
    return process_figure("`mesh --help`", [*MESH, "--help"], PROJECT, runs=7, aim=0.25)


def check_figure() -> Figure:
    """``mesh check`` of a large mesh, in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        write_mesh(Path(folder), domains=200)
        what = "`mesh check`, 200 domains, 800 tables, cold"
        return process_figure(what, [*MESH, "check"], Path(folder), runs=3, aim=3.0)


def loading_figures() -> list[Figure]:
    """What one stack of a mesh costs, whatever the size of the mesh: its program's loading, and its recording.

    A thousand less one: Lake Formation allows a tag a thousand values, and the platform is one of them.
    """
    figures = []
    for domains in (10, 100, 999):
        with tempfile.TemporaryDirectory() as folder:
            root, stack = Path(folder) / "mesh", "d0005.sandbox"
            write_mesh(root, domains=domains)
            environment = {**os.environ, "MESH_CACHE": str(Path(folder) / "cache")}
            aim = 0.3 if domains > 100 else None
            figures += [
                _inside(f"loading one stack, {domains} domains, cold", _LOAD, root, environment, stack, 1, None),
                _inside(f"loading one stack, {domains} domains, warm", _LOAD, root, environment, stack, 5, aim),
                _inside(f"which stacks a change reaches, {domains} domains, warm", _REACH, root, environment, stack, 5,
                        0.15 if domains > 100 else None),
                _inside(f"recording one stack, {domains} domains, warm", _RECORD, root, environment, stack, 3, None),
            ]  # fmt: skip
    return figures


_LOAD = "from meshwright.loader import load_slice\ndef work(): load_slice(root, [stack.partition('.')[0]])"
_REACH = (
    "from meshwright.loader.states import affected, folder_state\n"
    "def work(): affected(folder_state(root), folder_state(root), 'sandbox')"
)
_RECORD = "from meshwright.recording import record_stack\ndef work(): record_stack(root, stack)"


def _inside(
    what: str, work: str, root: Path, environment: dict[str, str], stack: str, runs: int, aim: float | None
) -> Figure:
    """Time a piece of work inside of fresh processes, after their imports."""
    script = (
        f"import resource, sys, time; from pathlib import Path\n{work}\n"
        "root, stack = Path(sys.argv[1]), sys.argv[2]\nt = time.perf_counter(); work(); took = time.perf_counter() - t\n"
        "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", script, str(root), stack]
    results = [
        tuple(map(float, subprocess.run(command, check=True, capture_output=True, env=environment).stdout.split()))
        for _ in range(runs)
    ]
    return Figure(what, [took for took, _ in results], "s", aim, max(peak for _, peak in results))


def recording_figure() -> Figure:
    """What one registered resource costs, over the example mesh's stacks."""
    script = (
        "import sys, time; from pathlib import Path; from meshwright.recording import record_stack\n"
        "root = Path('.').resolve(); stacks = ['foundation.sandbox', 'operations.sandbox', 'network.sandbox']\n"
        "for s in stacks: record_stack(root, s, preview=True)\n"
        "t = time.perf_counter(); n = sum(len(record_stack(root, s).resources) for s in stacks)\n"
        "print((time.perf_counter() - t) * 1000 / n)"
    )
    values = [
        float(subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True, capture_output=True).stdout)
        for _ in range(3)
    ]
    return Figure("recording, per resource, warm", values, "ms", 2.0)


def up_figures() -> list[Figure]:
    """The example mesh from nothing to published, and again while it runs."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "mesh"
        subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(root)], check=True)
        try:
            first = process_figure("`mesh up`, from nothing to published", [*MESH, "up"], root, runs=1, aim=60)
            again = process_figure("`mesh up` again, nothing to do", [*MESH, "up"], root, runs=3, aim=5)
        finally:
            subprocess.run([*MESH, "down"], cwd=root, check=False, capture_output=True)
    return [first, again]


FIGURES: tuple[Callable[[], Figure | list[Figure]], ...] = (
    help_figure,
    check_figure,
    loading_figures,
    recording_figure,
    up_figures,
)


def main() -> None:
    """Print each figure as soon as it is known."""
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    print("| what | median | range | aim | peak memory |\n|---|---|---|---|---|")
    for measure in FIGURES:
        figures = measure()
        for figure in figures if isinstance(figures, list) else [figures]:
            print(figure, flush=True)


if __name__ == "__main__":
    main()
