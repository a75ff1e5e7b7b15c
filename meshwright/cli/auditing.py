"""``mesh audit``: who read what, who was refused, which grants were changed by hand."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meshwright.cli import auditing_live
from meshwright.cli.access import subject_of
from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.output import print_rows
from meshwright.cli.project import Checked, find_root, load_mesh, unknown
from meshwright.names import ROLES

if TYPE_CHECKING:
    from meshwright.audit.logs import Log


def reads(written: str, format: str, since: str | None, environment: str | None = None) -> int:
    """Print who read a product or a table."""
    if environment is not None:
        return auditing_live.reads(written, environment, format, _day(since))
    from meshwright.audit import reads_of
    from meshwright.audit.questions import Read

    loaded = load_mesh(find_root())
    subject = subject_of(loaded, written)
    log = _queries(loaded, since)
    found = reads_of(log.records(), subject.ref.database, subject.table.name if subject.table else None)
    if subject.column is not None:
        found = (read for read in found if subject.column in read.columns)
    return _print(found, Read, format, log, without="reason")


def principal(written: str, format: str, since: str | None, environment: str | None = None) -> int:
    """Print what a domain, or one of its roles, read."""
    from meshwright.audit import reads_by
    from meshwright.audit.questions import Read

    loaded = load_mesh(find_root())
    domain, slash, role = written.partition("/")
    if loaded.mesh.domain(domain) is None:
        raise loaded.unknown("domain", domain, (d.name for d in loaded.mesh.domains))
    if slash and role not in ROLES:
        raise unknown("role", role, ROLES)
    if environment is not None:
        return auditing_live.principal(domain, role, environment, format, _day(since))
    log = _queries(loaded, since)
    return _print(reads_by(log.records(), domain, role or None), Read, format, log, without="reason")


def refused(format: str, since: str | None, environment: str | None = None) -> int:
    """Print what was asked for and refused."""
    if environment is not None:
        return auditing_live.refused(environment, format, _day(since))
    from meshwright.audit import denied
    from meshwright.audit.questions import Read

    log = _queries(load_mesh(find_root()), since)
    return _print(denied(log.records()), Read, format, log, without="rows")


def grants(format: str, since: str | None, environment: str | None = None, *, everybody: bool) -> int:
    """Print which grants and filters were changed by hand, or by anybody."""
    if environment is not None:
        if everybody:
            raise WrongUsage("what the platform changes in an account is in its deployments; leave --all out")
        return auditing_live.grants(environment, format, _day(since))
    from meshwright.audit import changes
    from meshwright.audit.logs import Log
    from meshwright.audit.questions import Changed
    from meshwright.sandbox import grantlog

    log = Log(grantlog.path(find_root()), _day(since))
    return _print(changes(log.records(), by_hand=not everybody), Changed, format, log, without="")


def _queries(loaded: Checked, since: str | None) -> "Log":
    from meshwright.audit.logs import Log
    from meshwright.sandbox import querylog

    return Log(querylog.path(loaded.root), _day(since))


def _day(written: str | None) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        raise WrongUsage(f'--since "{written}" is not a date; write year-month-day, such as 2026-11-27') from None


def _print(found: Iterable[Any], kind: type, format: str, log: "Log", *, without: str) -> int:
    columns = [f.name for f in fields(kind) if f.name != without]
    rows = [[_cell(getattr(record, name), format) for name in columns] for record in found]
    if rows or format != "table":
        print_rows(columns, rows, format)
    if format == "table":
        print(_summary(rows, log.path), file=sys.stderr)
    if log.damaged:
        print(f"mesh: {log.path}: {log.damaged} lines can't be read and are left out", file=sys.stderr)
    return Status.DONE


def _cell(value: Any, format: str) -> Any:
    if isinstance(value, tuple):
        return list(value) if format == "json" else ", ".join(value)
    return value


def _summary(rows: Sequence[Any], path: Path) -> str:
    if not path.exists():
        return f"nothing was recorded so far; {path.name} begins with the first `mesh up` and `mesh query`"
    return f"{len(rows):,} found"
