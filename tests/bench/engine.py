"""How long the real engine takes, with providers that answer at once: what AWS itself takes comes on top.

Each figure begins with an account and a backend that nothing is in.
"""

import sys
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.one_stack import DOMAINS, print_comparison, small_stacks
from tests.engine.engine import INSTALL, cli

JOBS = (1, 2, 4)
ALL_WITH = 2
"""Jobs of the run that looks at what nothing affected: it takes minutes, and tells one engine's work from another's."""


def engine_figures() -> Iterator[Figure]:
    """The example mesh, and many domains with several jobs."""
    if cli() is None:
        print(f"the real engine is not measured: {INSTALL}", file=sys.stderr)
        return
    yield from _of_a_mesh("the example mesh", 0, ALL_WITH)
    for jobs in JOBS:
        yield from _of_a_mesh(f"{DOMAINS} domains", DOMAINS, jobs)


def _of_a_mesh(what: str, domains: int, jobs: int) -> Iterator[Figure]:
    cases = ("from nothing", "again", "again, with --all")
    for case, taken in zip(cases, small_stacks(domains, jobs), strict=False):
        about = f"`mesh up --jobs {jobs}`, {what}, {case} ({taken.calls:,} calls of providers)"
        yield Figure(about, [taken.seconds], "s", None, taken.peak)


def main() -> None:
    """Print these figures alone: ``python -m tests.bench.engine``, for less with ``BENCH_DOMAINS=5`` before it."""
    print("| what | median | range | aim | peak memory |\n|---|---|---|---|---|")
    for figure in engine_figures():
        print(figure, flush=True)
    print_comparison()


if __name__ == "__main__":
    main()
