"""``mesh audit --env``: the same questions, asked of an account's trail."""

import sys
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from meshwright.cli.access import subject_of
from meshwright.cli.accounts import reached_account
from meshwright.cli.ending import Status, WrongUsage
from meshwright.cli.output import print_rows
from meshwright.cli.project import Checked, find_root, load_mesh

if TYPE_CHECKING:
    from meshwright.audit.asking import Answer, Seen

DAYS = 7
"""How far back is looked where no day is given: each day that is read costs."""


def reads(written: str, environment: str, format: str, since: date | None) -> int:
    """Print who read a product or a table."""
    from meshwright.audit.asking import Seen

    loaded = load_mesh(find_root())
    subject = subject_of(loaded, written)
    if subject.column is not None:
        raise WrongUsage(f"the trail of an account tells no columns; ask for the table: {written.rpartition('.')[0]}")
    answer = _answer(loaded, environment, "reads", since, subject.ref.database)
    table = f"{subject.ref.database}.{subject.table.name}" if subject.table else None
    return _print(_seen(loaded, environment, answer, table), Seen, format, answer)


def principal(domain: str, role: str, environment: str, format: str, since: date | None) -> int:
    """Print what a domain, or one of its roles, read."""
    from meshwright import names
    from meshwright.audit.asking import Seen

    loaded = load_mesh(find_root())
    asked = names.role(environment, domain, role)
    answer = _answer(loaded, environment, "principal", since, f"/{asked}")
    # another domain's name may begin alike
    found = (s for s in _seen(loaded, environment, answer, None) if s.domain == domain and role in ("", s.role))
    return _print(found, Seen, format, answer)


def refused(environment: str, format: str, since: date | None) -> int:
    """Print what was asked for and refused."""
    from meshwright.audit.asking import Refusal, refusals

    answer = _answer(load_mesh(find_root()), environment, "denied", since)
    return _print(refusals(answer), Refusal, format, answer)


def grants(environment: str, format: str, since: date | None) -> int:
    """Print what was changed by hand."""
    from meshwright.audit.asking import ByHand, by_hand

    answer = _answer(load_mesh(find_root()), environment, "grants", since)
    return _print(by_hand(answer), ByHand, format, answer)


def _answer(loaded: Checked, environment: str, question: str, since: date | None, *parameters: str) -> "Answer":
    from meshwright.audit.asking import ask

    first = since or datetime.now(UTC).date() - timedelta(days=DAYS)
    account = reached_account(loaded, environment)
    print(f"asking Athena in account {account.environment.account} for what happened since {first}", file=sys.stderr)
    return ask(account, question, f"{first:%Y/%m/%d}", *parameters)


def _seen(loaded: Checked, environment: str, answer: "Answer", table: str | None) -> "Iterable[Seen]":
    from meshwright.audit.asking import reads

    return reads(answer, environment, [domain.name for domain in loaded.mesh.domains], table)


def _print(found: Iterable[Any], kind: type, format: str, answer: "Answer") -> int:
    columns = [f.name for f in fields(kind)]
    rows = [[getattr(record, name) for name in columns] for record in found]
    if rows or format != "table":
        print_rows(columns, rows, format)
    if format == "table":
        print(f"{len(rows):,} found, {answer.scanned / 1e6:,.1f} MB read", file=sys.stderr)
    return Status.DONE
