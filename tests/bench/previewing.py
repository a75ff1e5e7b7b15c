"""How long a reviewer waits for the preview of one domain's change, whatever the size of the mesh."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.bench.figures import MESH, Figure, timed
from tests.generated import write_mesh

SIZES = (10, 100, 999)
"""A thousand less one: Lake Formation allows a tag a thousand values, and the platform is one of them."""


def preview_figures() -> list[Figure]:
    """Of a new optional column in one domain, with nothing kept from earlier and with the cache warm.

    Warm are previews of changes that nobody has seen, each in another domain: nothing of what they show is kept. The
    last ones are of a change that was previewed before, as when a check runs again. The interpreter keeps its bytecode,
    as it does where nobody forbids it.
    """
    found, medians = [], []
    for domains in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root, cache = Path(folder) / "mesh", Path(folder) / "cache"
            _committed(root, domains)
            inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
            environment = {**inherited, "MESH_CACHE": str(cache)}
            what, last = f"`mesh preview` of one domain's change, {domains:,} domains", domains == max(SIZES)
            cold = _unseen(root, environment, [domains // 2 - 1])
            warm = _unseen(root, environment, range(domains // 2, domains // 2 + _RUNS))
            again = [timed([*MESH, "preview"], root, environment=environment) for _ in range(_RUNS)]
            found += [
                _figure(f"{what}, cold", cold, None),
                _figure(f"{what}, warm", warm, 2.0 if last else None),
                _figure(f"{what}, again", again, None),
            ]
            medians.append(statistics.median(took for took, _ in warm))
            if last:
                found.append(_figure(f"`mesh preview` of a new domain, {domains:,} domains, warm",
                    [_of_one_more(root, environment, domains)], None))  # fmt: skip
    ratio = "`mesh preview`, warm, the slowest size by the fastest"
    return [*found, Figure(ratio, [max(medians) / min(medians)], "times", 1.5)]


_RUNS = 3


def _figure(what: str, results: list[tuple[float, float]], aim: float | None) -> Figure:
    return Figure(what, [took for took, _ in results], "s", aim, max(peak for _, peak in results))


def _unseen(root: Path, environment: dict[str, str], numbers: Iterable[int]) -> list[tuple[float, float]]:
    """Seconds and peak memory of a preview for each of these domains, of a change in it alone."""
    results = []
    for number in numbers:
        subprocess.run(["git", "checkout", "--quiet", "--", "."], cwd=root, check=True)
        _with_a_column_more(root / f"domains/d{number:04d}")
        time.sleep(0.2)  # a file that changed a moment ago is looked at twice
        results.append(timed([*MESH, "preview"], root, environment=environment))
    return results


def _of_one_more(root: Path, environment: dict[str, str], domains: int) -> tuple[float, float]:
    """Of a domain less at the base, and again there: one that the foundation has to learn of."""
    folder, away = root / f"domains/d{domains - 1:04d}", root / "away"
    subprocess.run(["git", "checkout", "--quiet", "--", "."], cwd=root, check=True)
    for reader in range(domains - 6, domains - 1):
        definition = root / f"domains/d{reader:04d}/domain.py"
        kept = [line for line in definition.read_text().splitlines(keepends=True) if f'"{folder.name}"' not in line]
        definition.write_text("".join(kept))
    folder.rename(away)
    _commit(root)
    subprocess.run([*MESH, "preview", "--base", "HEAD"], cwd=root, env=environment, stdout=subprocess.DEVNULL)
    away.rename(folder)
    return timed([*MESH, "preview", "--base", "HEAD"], root, expect=None, environment=environment)


def _committed(root: Path, domains: int) -> None:
    write_mesh(root, domains=domains)
    (root / ".gitignore").write_text(".mesh/\n__pycache__/\n")
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=root, check=True)
    _commit(root)
    subprocess.run(["git", "checkout", "--quiet", "-b", "work"], cwd=root, check=True)


def _commit(root: Path) -> None:
    """Everything that is there."""
    somebody = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for arguments in (["add", "--all"], [*somebody, "commit", "--quiet", "-m", "before"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)


def _with_a_column_more(domain: Path) -> None:
    definition, transform = domain / "domain.py", domain / "transforms/p0_t0.sql"
    text = definition.read_text().replace('version="1.2.0"', 'version="1.3.0"', 1)
    column = '                    double(11, "measure_11", optional=True),\n                ]'
    definition.write_text(text.replace("                ]", column, 1))
    transform.write_text(transform.read_text().replace("r.measure_10", "r.measure_10, r.measure_10 AS measure_11", 1))


if __name__ == "__main__":
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors")
    for figure in preview_figures():
        print(figure, flush=True)
