"""``mesh up``, ``down`` and ``run``: the mesh in the sandbox."""

import os
import sys
from datetime import date
from typing import TYPE_CHECKING

from meshwright.cli.output import print_rows
from meshwright.cli.progress import shown
from meshwright.cli.project import day, find_root, load_mesh, need_sandbox_extra, read_mesh
from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.language import Mesh, ProductRef
    from meshwright.sandbox.building import Built
    from meshwright.sandbox.runs import TableRun

TODAY = "MESH_TODAY"
"""The day that a stack program judges expiries by."""


def up(today: str | None) -> int:
    """Build, run, and show what came of it; 1 where a product could not be published."""
    need_sandbox_extra()
    from meshwright.recording import record_stacks
    from meshwright.sandbox.building import build

    root, on = find_root(), day(today)
    checked = read_mesh(root, on)
    for finding in checked.findings:
        print(finding, file=sys.stderr)
    if checked.errors:
        print("mesh: nothing was built; mend the errors above and run `mesh up` again", file=sys.stderr)
        return 1
    os.environ[TODAY] = on.isoformat()
    with shown() as progress:
        built = build(checked.mesh, root, progress, today=on, record=record_stacks)
    _tell(built, checked.mesh, on)
    return 0 if built.well else 1


def _tell(built: "Built", mesh: "Mesh", today: date) -> None:
    from meshwright.sandbox.overview import overview

    report = built.report
    if report.discarded:
        print(report.discarded)
    if built.changed:
        counts = ", ".join(f"{n:,} {what}" for what, n in report.counts.items())
        print(f"\nresources: {counts} in {report.seconds:.1f} s")
    else:
        print(f"\nnothing changes: {len(report.unchanged):,} resources and {len(built.runs)} tables are as declared")
    rows = [
        (
            s.ref.domain.name,
            f"{s.ref.product.name} {s.ref.product.version}",
            s.rows,
            _percent(s.quality),
            ", ".join(s.readers) or "its own domain",
        )
        for s in overview(mesh, built.server, today=today)
    ]
    print_rows(("domain", "product", "rows published", "quality", "who may read"), rows, "table")
    _tell_problems(built.runs)
    if built.well:
        print("try next:")
        for command in _suggestions(mesh, today):
            print(f"  {command}")


def _tell_problems(runs: "tuple[TableRun, ...]") -> None:
    for one in runs:
        if not one.well:
            print(f"{one.ref.database}.{one.table.name} was {one.outcome}: {one.reason}", file=sys.stderr)


def _suggestions(mesh: "Mesh", today: date) -> list[str]:
    """Three commands that work on this mesh: a question that is answered, one that is refused, and the list."""
    from meshwright import access

    prefix = ".venv/bin/mesh" if os.environ.get("VIRTUAL_ENV") is None else "mesh"
    granted = access.compile(mesh, today=today)
    named = [e for e in granted if e.consumer != access.EVERYONE]
    commands = []
    if named:
        one = max(named, key=lambda e: (e.rows is not None, e.ref.database))
        commands.append(
            f'{prefix} query "SELECT * FROM {one.ref.database}.{one.table.name} LIMIT 5" --as {one.consumer}'
        )
    may = {(e.consumer, e.ref.database) for e in granted}
    for ref, table in mesh.tables():
        for domain in mesh.domains:
            allowed = domain is ref.domain or {(domain.name, ref.database), (access.EVERYONE, ref.database)} & may
            if not allowed and len(commands) < 2:
                question = f"SELECT count(*) FROM {ref.database}.{table.name}"
                commands.append(f'{prefix} query "{question}" --as {domain.name}   # refused, and why')
    return [*commands, f"{prefix} ls"]


def _percent(part: float | None) -> str | None:
    return None if part is None else f"{part:.0%}"


def down() -> None:
    """Stop the server and remove what it left on disk."""
    need_sandbox_extra()
    from meshwright.sandbox.server import stop

    print("the sandbox is down" if stop(find_root()) else "the sandbox was not running")


def run(product: str, today: str | None) -> int:
    """Run one product's tables, and show how they fared."""
    need_sandbox_extra()
    from meshwright.sandbox.lock import exclusive
    from meshwright.sandbox.runs import run_product
    from meshwright.sandbox.server import running

    root, on = find_root(), day(today)
    mesh = load_mesh(root)
    ref = _product(mesh, product)
    server = running(root)
    if server is None:
        raise MeshError("the sandbox is not running; start it with `mesh up`")
    with exclusive(root, "mesh run"), shown() as progress:
        runs = run_product(mesh, ref, server, progress, today=on)
    rows = [
        (f"{r.ref.database}.{r.table.name}", r.outcome, r.rows, _percent(r.quality), round(r.took, 2)) for r in runs
    ]
    print_rows(("table", "outcome", "rows", "quality", "seconds"), rows, "table")
    _tell_problems(runs)
    return 0 if all(r.well for r in runs) else 1


def _product(mesh: "Mesh", written: str) -> "ProductRef":
    name, _, major = written.partition(":")
    ref = mesh.product(name, int(major) if major.isdecimal() else None) if not major or major.isdecimal() else None
    if ref is None:
        known = ", ".join(sorted(r.name for r in mesh.products())) or "none"
        raise MeshError(f'there is no product "{written}"; there are: {known}')
    return ref
