"""What ``mesh up`` says when it has done its work."""

import math
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.cli.output import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from meshwright.language import Mesh
    from meshwright.sandbox.building import Built
    from meshwright.sandbox.report import Report
    from meshwright.sandbox.runs import TableRun

NAMED = 4
"""How many names a cell lists before it only counts the others."""
SHOWN = 4
"""How many columns a suggested question asks for: they fit a terminal."""


def tell(built: "Built", mesh: "Mesh", today: date) -> None:
    """Show what changed, how every product stands, and what to try next."""
    from meshwright.sandbox.overview import overview

    print()
    _tell_changes(built)
    rows = [
        (
            s.ref.domain.name,
            f"{s.ref.product.name} {s.ref.product.version}",
            s.rows,
            percent(s.quality),
            listed(s.readers) or "its own domain",
        )
        for s in overview(mesh, built.server, today=today)
    ]
    print_table(("domain", "product", "rows published", "quality", "who may read"), rows)
    tell_problems(built.runs)
    if built.well:
        print("try next:")
        for command in suggestions(mesh, today):
            print(f"  {command}")


def tell_problems(runs: "Iterable[TableRun]") -> None:
    """Why tables were not published, and what their readers see."""
    from meshwright.language.quoting import printable

    kept = {"rejected": "; its readers keep what was published before", "skipped": ""}
    for one in runs:
        if not one.well:
            why = printable(str(one.reason))
            said = f"{one.ref.database}.{one.table.name} was {one.outcome}: {why}{kept.get(one.outcome, '')}"
            print(said.replace("was failed", "failed"), file=sys.stderr)


def percent(part: float | None) -> str | None:
    """A part as people write it; 100 % only where it is all."""
    return None if part is None else f"{math.floor(part * 100 + 1e-9)}%"


def listed(names: "Sequence[str]") -> str:
    """Names for a cell."""
    more = len(names) - NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:NAMED])} and {more} more"


def _tell_changes(built: "Built") -> None:
    report = built.report
    if report.discarded:
        print(report.discarded)
    if built.changed:
        counts = ", ".join(f"{n:,} {what}" for what, n in report.counts.items())
        print(f"resources: {counts}")
    else:
        print(f"nothing changes: {len(report.unchanged):,} resources and {len(built.runs)} tables are as declared")
    for line in _retained(report):
        print(line)


def _retained(report: "Report") -> "Iterator[str]":
    """What is no longer declared and stays, since it holds data or unlocks it."""
    if not report.retained:
        return
    yield "no longer declared, and kept with everything in it:"
    for urn in report.retained:
        types, _, name = urn.rpartition("::")
        yield f"  {types.rpartition('/')[2].rpartition(':')[2]} {name}"


def suggestions(mesh: "Mesh", today: date) -> list[str]:
    """Three commands that work on this mesh: a question that is answered, one that is refused, and the list."""
    from meshwright import access

    mesh_command = _called()
    granted = access.compile(mesh, today=today)
    commands = []
    named = [e for e in granted if e.consumer != access.EVERYONE]
    if named:
        one = max(named, key=lambda e: (e.rows is not None, e.ref.database))
        plain = [c.name for c in one.table.columns if c.name in one.columns and not c.sensitive][:SHOWN]
        question = f"SELECT {', '.join(plain or one.columns[:SHOWN])} FROM {one.ref.database}.{one.table.name} LIMIT 5"
        commands.append(f'{mesh_command} query "{question}" --as {one.consumer}')
    may = {(e.consumer, e.ref.database) for e in granted}
    for ref, table in mesh.tables():
        for domain in mesh.domains:
            allowed = domain is ref.domain or {(domain.name, ref.database), (access.EVERYONE, ref.database)} & may
            if not allowed and len(commands) < 2:
                question = f"SELECT count(*) FROM {ref.database}.{table.name}"
                commands.append(f'{mesh_command} query "{question}" --as {domain.name}   # refused, and why')
    return [*commands, f"{mesh_command} ls"]


def _called() -> str:
    """How a person calls this program from where they are."""
    program = Path(sys.argv[0])
    found = shutil.which("mesh")
    if program.name != "mesh" or (found is not None and os.path.samefile(found, program)):
        return "mesh"
    return os.path.relpath(program) if program.is_absolute() and program.is_relative_to(Path.cwd()) else str(program)
