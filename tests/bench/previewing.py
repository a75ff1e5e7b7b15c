"""How long a reviewer waits for the preview of one domain's change, whatever the size of the mesh."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.figures import MESH, Figure, process_figure
from tests.generated import write_mesh

SIZES = (10, 100, 999)
"""A thousand less one: Lake Formation allows a tag a thousand values, and the platform is one of them."""


def preview_figures() -> list[Figure]:
    """Of a new optional column in one domain: with nothing kept from earlier, and with the loader's cache warm."""
    found = []
    for domains in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root, cache = Path(folder) / "mesh", Path(folder) / "cache"
            _committed(root, domains)
            _with_a_column_more(root / f"domains/d{domains // 2:04d}")
            environment = {**os.environ, "MESH_CACHE": str(cache)}
            what = f"`mesh preview` of one domain's change, {domains:,} domains"
            command = [*MESH, "preview"]
            found.append(process_figure(f"{what}, cold", command, root, runs=1, aim=None, environment=environment))
            aim = 2.0 if domains == max(SIZES) else None
            found.append(process_figure(f"{what}, warm", command, root, runs=3, aim=aim, environment=environment))
    return found


def _committed(root: Path, domains: int) -> None:
    write_mesh(root, domains=domains)
    (root / ".gitignore").write_text(".mesh/\n__pycache__/\n")
    somebody = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for arguments in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "--all"],
        [*somebody, "commit", "--quiet", "-m", "before"],
        ["checkout", "--quiet", "-b", "work"],
    ):
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
