"""What ``mesh up`` says when it has done its work."""

import math
import os
import shutil
import sys
from datetime import date
from itertools import islice
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

HOLDING = {"Bucket": "bucket", "CatalogTable": "table", "CatalogDatabase": "database", "Key": "key"}
"""What holds data, or opens it, by the last part of its type."""


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
    if rows:
        print_table(("domain", "product", "rows published", "quality", "who may read"), rows)
    else:
        print("there are no products yet; write one in domains/<name>/domain.py")
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
        if one.outcome == "waiting":
            print(f"{one.ref.database}.{one.table.name} waits for data: {printable(str(one.reason))}")
        elif not one.well:
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
    """What is no longer declared and stays, since it holds data or opens it."""
    if not report.retained:
        return
    yield "no longer declared, and kept with all that is in it:"
    others = 0
    for urn in report.retained:
        types, _, name = urn.rpartition("::")
        what = HOLDING.get(types.rpartition(":")[2])
        if what is None:
            others += 1
        else:
            yield f"  {what} {name}"
    if others:
        yield f"  {others:,} setting{'' if others == 1 else 's'} of these"


def suggestions(mesh: "Mesh", today: date) -> list[str]:
    """Commands that work on this mesh: a question that is answered, one that is refused, and the list."""
    from meshwright import access

    granted = access.compile(mesh, today=today)
    questions = []
    named = [e for e in granted if e.agreed and e.ref.product.filled]
    if named:
        one = max(named, key=lambda e: (e.rows is not None, e.ref.database))
        plain = [c.name for c in one.table.columns if c.name in one.columns and not c.sensitive][:SHOWN]
        selected = ", ".join(plain or one.columns[:SHOWN])
        questions.append(f'"SELECT {selected} FROM {one.ref.database}.{one.table.name} LIMIT 5" --as {one.consumer}')
    may = {(e.consumer, e.ref.database) for e in granted}
    refused = (
        f'"SELECT count(*) FROM {ref.database}.{table.name}" --as {domain.name}   # refused, and why'
        for ref, table in mesh.tables()
        for domain in mesh.domains
        if ref.product.filled
        and domain is not ref.domain
        and not {(domain.name, ref.database), (access.EVERYONE, ref.database)} & may
    )
    questions += list(islice(refused, 1))
    mesh_command = _called()
    return [*(f"{mesh_command} query {question}" for question in questions), f"{mesh_command} ls"]


def _called() -> str:
    """How a person calls this program from where they are."""
    program = Path(sys.argv[0])
    found = shutil.which("mesh")
    if program.name != "mesh" or not program.exists() or (found is not None and os.path.samefile(found, program)):
        return "mesh"
    return os.path.relpath(program) if program.is_absolute() and program.is_relative_to(Path.cwd()) else str(program)
