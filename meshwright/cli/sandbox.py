"""``mesh up``, ``run`` and ``down``: the mesh in the sandbox."""

import os
import sys
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status
from meshwright.cli.output import print_table
from meshwright.cli.progress import shown
from meshwright.cli.project import (
    day,
    find_root,
    load_mesh,
    need_sandbox_extra,
    read_mesh,
    running_sandbox,
)  # fmt: skip

if TYPE_CHECKING:
    from pathlib import Path

    from meshwright.recording import Graph

TODAY = "MESH_TODAY"
"""The day that a stack program judges expiries by."""

ENDING = frozenset({"agreement-expired"})
"""Errors that keep nothing from being built: building is what ends the grant."""
ELSEWHERE = frozenset({"codeowners-fresh"})
"""Errors that say nothing of what is built."""


def up(today: str | None) -> int:
    """Build, run, and show what came of it; a refusal where a product could not be published."""
    need_sandbox_extra()
    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    checked.tell()
    wrong = {finding.id for finding in checked.errors} - ELSEWHERE
    if wrong - ENDING:
        print("mesh: nothing was built; mend the errors above and run `mesh up` again", file=sys.stderr)
        return Status.REFUSED
    from meshwright.cli import summary
    from meshwright.sandbox.building import build

    os.environ[TODAY] = on.isoformat()
    with shown() as progress:
        built = build(checked.mesh, root, progress, today=on, record=_record)
    summary.tell(built, checked.mesh, on)
    return Status.DONE if built.well and not wrong else Status.REFUSED


def run(product: str, today: str | None) -> int:
    """Run one product's tables, and show how they fared."""
    need_sandbox_extra()
    from meshwright.cli import summary
    from meshwright.sandbox.lock import exclusive
    from meshwright.sandbox.runs import run_product

    root, on = find_root(), day(today)
    loaded = load_mesh(root)
    ref = loaded.product(product)
    server = running_sandbox(root)
    with exclusive(root, "mesh run"), shown() as progress:
        runs = run_product(loaded.mesh, ref, server, progress, today=on)
    rows = [
        (f"{r.ref.database}.{r.table.name}", r.outcome, r.rows, summary.percent(r.quality), round(r.took, 2))
        for r in runs
    ]
    print_table(("table", "outcome", "rows", "quality", "seconds"), rows)
    summary.tell_problems(runs)
    return Status.DONE if all(r.well for r in runs) else Status.REFUSED


def down() -> int:
    """Stop the server and remove what it left on disk."""
    need_sandbox_extra()
    from meshwright.sandbox.lock import exclusive
    from meshwright.sandbox.server import stop

    root = find_root()
    with exclusive(root, "mesh down"):
        print("the sandbox is down" if stop(root) else "the sandbox was not running")
    return Status.DONE


def _record(root: "Path", stacks: "list[str]") -> "dict[str, Graph]":
    """The SDK is loaded only where something has to be recorded."""
    from meshwright.recording import record_stacks

    return record_stacks(root, stacks)
