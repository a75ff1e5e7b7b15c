"""Many small stacks against one big stack of the same resources, on the real engine.

A backend that keeps states as files is given the whole state of a stack before and after each step, so what a step
costs grows with the stack. The third line of each size proves it: there the engine writes the state once, at the end,
which would lose everything that was built if the engine were killed.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.figures import MESH
from tests.embedded import embedded_aws
from tests.engine.engine import INSTALL, Engine, cli
from tests.engine.projects import ENVIRONMENT, domain_files, write_project

DOMAINS = int(os.environ.get("BENCH_DOMAINS", "20"))
SIZES = tuple(sorted({max(DOMAINS // 5, 1), max(DOMAINS // 2, 1), DOMAINS}))
LIMIT = float(os.environ.get("BENCH_LIMIT", "1800"))
"""Seconds after which one big stack is ended; the table then says so."""
JOBS = 2
"""Stacks at a time, where they are compared with one."""
ONCE = {"PULUMI_SKIP_CHECKPOINTS": "true"}
HEAD = (
    "| domains | how | seconds | calls | ms a call | of processors, s | written, MiB | again, s | against small |\n"
    + ("|---" * 9 + "|")
)
PROGRAM = '''"""Everything in one stack, for comparison; otherwise as the project's own program."""
import gc
import os
from datetime import date
from pathlib import Path
import pulumi
from meshwright.loader import load
from meshwright.recording.tracing import shorten
from stacks import domain, foundation
from stacks.provider import built_with, explicit_provider
gc.disable()
shorten()
root = Path(__file__).parent.parent
mesh = load(root).mesh
(environment,) = mesh.environments
provider = explicit_provider(environment, {"mesh": "one"})
outputs = foundation.build(mesh, environment, provider)
# the roles first, as nothing in one program says that grants need them
for one in () if os.environ.get("BENCH_PART") == "foundation" else mesh.domains:
    domain.build(mesh, one, environment, outputs, today=date(2026, 1, 1), root=root, opts=built_with(provider))
'''


@dataclass(frozen=True)
class Taken:
    """What one or several commands took."""

    seconds: float = 0.0
    processors: float = 0.0
    """Seconds that all processors worked for it, which other work on the machine doesn't lengthen as much."""
    written: float = 0.0
    """MiB."""
    calls: int = 0
    """Of providers."""
    peak: float = 0.0
    """MiB of the largest process so far."""
    ended: bool = False
    """Whether it was not done in time."""

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.seconds + other.seconds,
            self.processors + other.processors,
            self.written + other.written,
            self.calls + other.calls,
            max(self.peak, other.peak),
            self.ended or other.ended,
        )


def print_comparison() -> None:
    """The table, line by line as they are known; nothing without a CLI."""
    if cli() is None:
        print(f"one big stack is not measured: {INSTALL}", file=sys.stderr)
        return
    print(f"\n{HEAD}")
    for domains in SIZES:
        small, no_change, everything = small_stacks(domains, JOBS)
        later = f"{no_change.seconds:.1f}; {everything.seconds:.1f} with --all"
        _print(domains, f"stacks of their own, {JOBS} jobs", small, later, small)
        for how, settings in (("one big stack", {}), ("one big stack, its state written once", ONCE)):
            first, again = one_big_stack(domains, settings)
            _print(domains, how, first, f"{again.seconds:.1f}" if again else "-", small)


def _print(domains: int, how: str, first: Taken, later: str, small: Taken) -> None:
    seconds = f"{'ended after ' if first.ended else ''}{first.seconds:.1f}"
    a_call = f"{first.seconds * 1000 / first.calls:.0f}" if first.calls else "-"
    ratio = f"{'over ' if first.ended else ''}{first.seconds / small.seconds:.1f} times"
    rest = (f"{first.processors:.1f}", f"{first.written:,.0f}", later, ratio)
    print(f"| {domains} | {how} | {seconds} | {first.calls:,} | {a_call} | {' | '.join(rest)} |", flush=True)


@cache
def small_stacks(domains: int, jobs: int) -> tuple[Taken, ...]:
    """``mesh up`` of so many generated domains (0: the example mesh): from nothing, and again.

    Where there are as many jobs as in the comparison, a third time with ``--all``. Each is the whole command:
    definitions are checked, stacks made, and what was built is verified in the account.
    """
    up = [*MESH, "up", "--env", ENVIRONMENT, "--jobs", str(jobs)]
    with empty_engine(domains) as engine:
        commands = [up, up, [*up, "--all"]] if jobs == JOBS else [up, up]
        return tuple(_taken(command, engine, f"{domains or 'the example'} domains") for command in commands)


def one_big_stack(domains: int, settings: dict[str, str]) -> tuple[Taken, Taken | None]:
    """``pulumi up`` of the same from nothing, and again where that was done in time."""
    stack = f"foundation.{ENVIRONMENT}"
    up = ["pulumi", "up", "-s", stack, "--yes", "--skip-preview", "--non-interactive"]
    what = f"{domains} domains in one stack {' '.join(settings)}"
    with empty_engine(domains) as engine:
        (engine.root / "stacks" / "__main__.py").write_text(PROGRAM)
        engine.init(stack)
        first = _taken(up, engine, what, BENCH_PART="foundation", **settings) + _taken(up, engine, what, **settings)
        return first, None if first.ended else _taken(up, engine, f"{what}, again", **settings)


def _taken(command: list[str], engine: Engine, what: str, **settings: str) -> Taken:
    """Run it to its end, or until its time is over."""
    tell(f"measuring {what}: {' '.join(command[-6:])}")
    before, began, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter(), False
    with (engine.home / "told.log").open("w+") as told:
        process = subprocess.Popen(
            command,
            cwd=engine.root,
            env={**engine.environment, **settings},
            text=True,
            stdout=told,
            stderr=told,
            start_new_session=True,
        )
        try:
            status = process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            engine.kill(process)
            status, ended = 0, True
        seconds = time.perf_counter() - began
        told.seek(0)
        if status:
            raise SystemExit(f"{' '.join(command)} ended with {status}:\n{told.read()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    calls = [call for call in engine.calls() if not call.preview and call.operation != "configure"]
    engine.forget_calls()
    return Taken(
        seconds=seconds,
        processors=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        written=(after.ru_oublock - before.ru_oublock) / 2048,
        calls=len(calls),
        peak=after.ru_maxrss / 1024,
        ended=ended,
    )


def tell(what: str) -> None:
    """Say on standard error what is under way, as some of it takes minutes."""
    print(f"{time.strftime('%H:%M:%S')} (load {os.getloadavg()[0]:.1f}) {what} ...", file=sys.stderr, flush=True)


@contextmanager
def empty_engine(domains: int) -> Iterator[Engine]:
    """A project with so many generated domains, or the example's where that is 0, and an account that is empty."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with embedded_aws(place / "aws") as server:
            # an environment without what the tests prepare: programs and plugins start as everywhere
            yield Engine(write_project(place / "project", server, _files(domains) or None), place / "home")


def _files(domains: int) -> dict[str, str]:
    """Domains whose products have names of their own, as one stack needs them."""
    written = domain_files(*(f"d{number:02d}" for number in range(domains)))
    return {path: text.replace('Product("items"', f'Product("{Path(path).parts[1]}"') for path, text in written.items()}
