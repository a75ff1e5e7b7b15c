"""``make bench``: how fast the platform is here, next to what it aims at. Prints figures; judges nothing."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.compiling import compiling_figures
from tests.bench.engine import engine_figures
from tests.bench.figures import MESH, Figure, process_figure
from tests.bench.one_stack import print_comparison
from tests.bench.previewing import preview_figures
from tests.generated import PROJECT, write_mesh


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
        "root, stack = Path(sys.argv[1]), sys.argv[2]\n"
        "t = time.perf_counter(); work(); took = time.perf_counter() - t\n"
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
    compiling_figures,
    preview_figures,
    up_figures,
    lambda: list(engine_figures()),
)


def main() -> None:
    """Print each figure as soon as it is known."""
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    print("| what | median | range | aim | peak memory |\n|---|---|---|---|---|")
    for measure in FIGURES:
        figures = measure()
        for figure in figures if isinstance(figures, list) else [figures]:
            print(figure, flush=True)
    print_comparison()


if __name__ == "__main__":
    main()
