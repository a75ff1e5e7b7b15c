"""``mesh access``: who may see what, and why."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from meshwright.cli.ending import Status
from meshwright.cli.output import print_rows
from meshwright.cli.project import Checked, day, find_root, load_mesh, unknown

if TYPE_CHECKING:
    from meshwright.access import Entitlement
    from meshwright.access.questions import Answer, Subject

FIELDS = ("domain", "roles", "product", "table", "columns", "rows", "actions", "until", "because")
WHY = ("table", "readable", "domain", "roles", "columns", "rows", "until", "because", "missing", "file")
REQUESTS = ("kind", "consumer", "product", "tables", "columns", "until", "written", "missing", "file")
LISTED = 3
"""How many columns a table names before it counts them."""


def who(written: str, format: str, today: str | None) -> int:
    """Print everybody who may see a product, a table or a column."""
    from meshwright.access import questions

    loaded, on = load_mesh(find_root()), day(today)
    subject = subject_of(loaded, written)
    _print([_record(e, format) for e in questions.who(loaded.mesh, subject, today=on)], FIELDS, format)
    return _told(loaded)


def what(domain: str, format: str, today: str | None) -> int:
    """Print everything that a domain may see."""
    from meshwright.access import questions

    loaded, on = load_mesh(find_root()), day(today)
    found = loaded.mesh.domain(domain)
    if found is None:
        raise loaded.unknown("domain", domain, (d.name for d in loaded.mesh.domains))
    records = [_record(e, format) for e in questions.what(loaded.mesh, found, today=on)]
    _print(records, FIELDS, format)
    return _told(loaded)


def why(domain: str, written: str, format: str, today: str | None) -> int:
    """Print by what right a domain reads a product, or what is missing; a refusal where it reads nothing of it."""
    from meshwright.access import questions

    loaded, on = load_mesh(find_root()), day(today)
    consumer = loaded.mesh.domain(domain)
    if consumer is None:
        raise loaded.unknown("domain", domain, (d.name for d in loaded.mesh.domains))
    subject = subject_of(loaded, written)
    answers = questions.why(loaded.mesh, consumer, subject, today=on)
    if format == "table":
        sys.stdout.write("".join(f"{line}\n" for a in answers for line in _explained(domain, subject, a)))
    else:
        _print([r for a in answers for r in _answers(a, domain, format)], WHY, format)
    status = _told(loaded)
    return status or (Status.DONE if any(a.granted for a in answers) else Status.REFUSED)


def requests(format: str, today: str | None) -> int:
    """Print what only one side has said."""
    from meshwright import access
    from meshwright.access.places import written

    loaded, on = load_mesh(find_root()), day(today)
    pending = access.pending(loaded.mesh, today=on)
    rows = [
        (
            "waits", w.consumer.name, f"{w.subscription.product} v{w.subscription.major}", _words(w.tables, format),
            _words(w.columns, format), w.subscription.until, written(w.subscription.place), w.reason, w.file,
        )
        for w in pending.waiting
    ] + [
        (
            "unused", u.share.to, str(u.ref), _words(u.tables, format), _words((), format), u.share.until,
            written(u.share.place), f"{u.share.to} asks for none of it", "",
        )
        for u in pending.unused
    ]  # fmt: skip
    if not rows and format == "table":
        print("nothing waits for a share, and every share is used")
    else:
        _print(rows, REQUESTS, format)
    return _told(loaded)


def subject_of(loaded: Checked, written: str) -> "Subject":
    """What ``<domain>.<product>[:<major>][.<table>[.<column>]]`` means, or ``<database>.<table>.<column>`` as in SQL.

    Raises WrongUsage for a name that is not there, with the nearest one.
    """
    from meshwright.access.questions import Subject

    mesh = loaded.mesh
    first, *rest = written.split(".")
    ref = mesh.database(first)
    if ref is None:
        ref, rest = loaded.product(".".join([first, *rest[:1]])), rest[1:]
    if len(rest) > 2:
        raise loaded.unknown("product", written, dict.fromkeys(r.name for r in mesh.products()))
    table = ref.product.table(rest[0]) if rest else None
    if rest and table is None:
        raise unknown(f"table of {ref}", rest[0], (t.name for t in ref.product.tables))
    if table and len(rest) == 2 and table.column(rest[1]) is None:
        raise unknown(f"column of {ref} {table.name}", rest[1], (c.name for c in table.columns))
    return Subject(ref, table, rest[1] if len(rest) == 2 else None)


def _record(e: "Entitlement", format: str) -> tuple[Any, ...]:
    """A value for each of ``FIELDS``."""
    from meshwright.access import EVERYONE

    domain = "every other domain" if e.consumer == EVERYONE and format == "table" else e.consumer
    columns = _columns(e) if format == "table" else _words(e.columns, format)
    return (
        domain, _words(e.holders, format), str(e.ref), e.table.name, columns, e.rows or _all(format), _may(e, format),
        e.until, str(e.because),
    )  # fmt: skip


def _may(e: "Entitlement", format: str) -> Any:
    from meshwright.access.entitlements import WRITE

    if format != "table":
        return _words(e.actions, format)
    return "read, write" if e.actions == WRITE else "read"


def _columns(e: "Entitlement") -> str:
    """``17 of 18, not tail_number``: how much of the table, in few words."""
    from meshwright.access.wording import columns

    return columns(e.table, e.columns, named=LISTED)


def _answers(answer: "Answer", domain: str, format: str) -> list[tuple[Any, ...]]:
    """A row for each of ``WHY``'s rights, or one for what is missing."""
    missing = "; ".join(m.text for m in answer.lacking) or None
    file = " ".join(dict.fromkeys(m.file for m in answer.lacking)) or None
    rows: list[tuple[Any, ...]] = [
        (
            answer.table.name, True, domain, _words(e.holders, format), _words(e.columns, format), e.rows, e.until,
            str(e.because), missing, file,
        )
        for e in answer.granted
    ]  # fmt: skip
    nothing = _words((), format)
    return rows or [(answer.table.name, False, domain, nothing, nothing, None, None, None, missing, file)]


def _explained(domain: str, subject: "Subject", answer: "Answer") -> list[str]:
    """Lines for a person: yes with both places, or no with what is missing and whose file to edit."""
    from meshwright.access.wording import terms

    what = f"{subject.ref} {answer.table.name}" + (f", column {subject.column}" if subject.column else "")
    lines = [f"{'yes' if answer.granted else 'no'}: {domain} {'may' if answer.granted else 'may not'} read {what}"]
    for e in answer.granted:
        lines += [f"  {', '.join(e.holders)}: {terms(e)}", f"    because: {e.because}"]
    if answer.lacking:
        lines.append("  to see the rest:" if answer.granted else "  what is missing:")
    for m in answer.lacking:
        lines += [f"    {m.text}", *([f"      edit {m.file}"] if m.file else [])]
    return lines


def _words(names: Sequence[str], format: str) -> Any:
    return list(names) if format == "json" else ", ".join(names) if format == "table" else " ".join(names)


def _all(format: str) -> str | None:
    return "all" if format == "table" else None


def _print(rows: Sequence[tuple[Any, ...]], fields: Sequence[str], format: str) -> None:
    print_rows(fields, rows, format)
    sys.stdout.flush()


def _told(loaded: Checked) -> int:
    """A refusal where a part of the mesh could not be read: the answer may be incomplete."""
    if not loaded.tell():
        return Status.DONE
    print("mesh: what these keep from being read is missing in the answer; mend them", file=sys.stderr)
    return Status.REFUSED
