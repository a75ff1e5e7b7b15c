"""How long the real engine takes, with providers that answer at once: what AWS itself takes comes on top.

Each figure begins with an account and a backend that nothing is in. One big stack of the same resources stands beside
the many small ones.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import MESH, Figure, timed
from tests.embedded import embedded_aws
from tests.engine.engine import INSTALL, Engine, cli
from tests.engine.projects import ENVIRONMENT, domain_files, write_project

DOMAINS = int(os.environ.get("BENCH_DOMAINS", "20"))
JOBS = (1, 2, 4)
LIMIT = 300.0
"""Seconds for one big stack, whose whole state is written after each of its steps."""
ALL_WITH = 2
"""Jobs of the run that looks at what nothing affected: it takes minutes, and tells one engine's work from another's."""
ONE_STACK = '''"""Everything in one stack, for comparison."""
import os
from datetime import date
from pathlib import Path
import pulumi
from meshwright.loader import load
from stacks import domain, foundation
from stacks.provider import built_with, explicit_provider
root = Path(__file__).parent.parent
mesh = load(root).mesh
(environment,) = mesh.environments
provider = explicit_provider(environment, {"mesh": "one"})
outputs = foundation.build(mesh, environment, provider)
# the roles first, as nothing in one program says that grants need them
for one in () if os.environ.get("BENCH_PART") == "foundation" else mesh.domains:
    domain.build(mesh, one, environment, outputs, today=date(2026, 1, 1), root=root, opts=built_with(provider))
'''


def engine_figures() -> Iterator[Figure]:
    """The example mesh; many domains with several jobs; the same as one stack."""
    if cli() is None:
        print(f"the real engine is not measured: {INSTALL}", file=sys.stderr)
        return
    yield from _of_a_mesh("the example mesh", None, 2)
    files = _files()
    for jobs in JOBS:
        yield from _of_a_mesh(f"{DOMAINS} domains", files, jobs)
    with _engine(files) as engine:
        (engine.root / "stacks" / "__main__.py").write_text(ONE_STACK)
        stack = f"foundation.{ENVIRONMENT}"
        engine.init(stack)
        for what in ("one big stack of the same", "one big stack, again"):
            _tell(f"measuring {what}")
            began = time.perf_counter()
            parts = ({"BENCH_PART": "foundation"}, {}) if "again" not in what else ({},)
            if not all(_up_in_time(engine, stack, part, began) for part in parts):
                _tell(f"nothing more: {what} took more than {LIMIT:g} s, and was ended;")
                return
            yield _counted(what, time.perf_counter() - began, None, engine)


def _up_in_time(engine: Engine, stack: str, settings: dict[str, str], began: float) -> bool:
    """Whether the engine was done with it before the limit."""
    process = engine.start("up", "-s", stack, "--yes", "--skip-preview", **settings)
    try:
        out, _ = process.communicate(timeout=max(LIMIT - (time.perf_counter() - began), 1.0))
    except subprocess.TimeoutExpired:
        engine.kill(process)
        return False
    assert process.returncode == 0, out
    return True


def _files() -> dict[str, str]:
    """Domains whose products have names of their own, as one stack needs them."""
    written = domain_files(*(f"d{number:02d}" for number in range(DOMAINS)))
    return {path: text.replace('Product("items"', f'Product("{Path(path).parts[1]}"') for path, text in written.items()}


def _of_a_mesh(what: str, files: dict[str, str] | None, jobs: int) -> Iterator[Figure]:
    up = [*MESH, "up", "--env", ENVIRONMENT, "--jobs", str(jobs)]
    with _engine(files) as engine:
        looked_at = [("again, with --all", ("--all",))] if jobs == ALL_WITH else []
        for case, more in (("from nothing", ()), ("again", ()), *looked_at):
            _tell(f"measuring `mesh up --jobs {jobs}`, {what}, {case}")
            took, peak = timed([*up, *more], engine.root, environment=engine.environment)
            yield _counted(f"`mesh up --jobs {jobs}`, {what}, {case}", took, peak, engine)


def _tell(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} (load {os.getloadavg()[0]:.1f}) {what} ...", file=sys.stderr, flush=True)


def _counted(what: str, seconds: float, peak: float | None, engine: Engine) -> Figure:
    calls = [call for call in engine.calls() if not call.preview and call.operation != "configure"]
    engine.forget_calls()
    return Figure(f"{what} ({len(calls):,} calls of providers)", [seconds], "s", None, peak)


@contextmanager
def _engine(files: dict[str, str] | None) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with embedded_aws(place / "aws") as server:
            # an environment without what the tests prepare: programs and plugins start as everywhere
            yield Engine(write_project(place / "project", server, files), place / "home")


def main() -> None:
    """Print these figures alone: ``python -m tests.bench.engine``, for less with ``BENCH_DOMAINS=5`` before it."""
    print("| what | median | range | aim | peak memory |\n|---|---|---|---|---|")
    for figure in engine_figures():
        print(figure, flush=True)


if __name__ == "__main__":
    main()
