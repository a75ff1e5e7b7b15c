"""The questions that are asked of an audit. Pure: records in, answers out, in the order of time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """Somebody read some columns of one table, or wanted to."""

    time: str
    domain: str
    role: str
    table: str
    """``<database>.<table>``."""
    columns: tuple[str, ...]
    rows: int | None
    """How many the answer had."""
    sql: str
    reason: str
    """Why there was no answer."""


@dataclass(frozen=True)
class Changed:
    """Somebody gave or took access."""

    time: str
    by: str
    action: str
    principal: str
    permissions: tuple[str, ...]
    subject: str
    agent: str


def reads_of(records: Iterable[Record], database: str, table: str | None = None) -> Iterator[Read]:
    """Who read a product, or one table of it: the answered questions that name it."""
    for record in records:
        if record.get("outcome") == "answered":
            for read in _reads(record):
                of_database, _, name = read.table.partition(".")
                if of_database == database and table in (None, name):
                    yield read


def reads_by(records: Iterable[Record], domain: str, role: str | None = None) -> Iterator[Read]:
    """What a domain read, or one role of it."""
    for record in records:
        asked = record.get("consumer") == domain and role in (None, record.get("role"))
        if asked and record.get("outcome") == "answered":
            yield from _reads(record)


def denied(records: Iterable[Record]) -> Iterator[Read]:
    """What was asked for and refused, table by table."""
    for record in records:
        if record.get("outcome") == "denied":
            yield from _reads(record)


def changes(records: Iterable[Record], *, by_hand: bool = True) -> Iterator[Changed]:
    """Which grants and filters were changed: by hand, or by anybody."""
    for record in records:
        if not by_hand or record.get("by") == "hand":
            yield Changed(
                time=str(record["time"]),
                by=str(record.get("by", "")),
                action=str(record.get("action", "")),
                principal=str(record.get("principal", "")),
                permissions=tuple(map(str, record.get("permissions") or ())),
                subject=str(record.get("subject", "")),
                agent=str(record.get("agent", "")),
            )


def _reads(record: Record) -> Iterator[Read]:
    columns = record.get("columns") or {}
    for table in record.get("tables") or ():
        yield Read(
            time=str(record["time"]),
            domain=str(record.get("consumer", "")),
            role=str(record.get("role", "")),
            table=str(table),
            columns=tuple(map(str, columns.get(table, ()))),
            rows=record.get("rows"),
            sql=str(record.get("sql", "")),
            reason=str(record.get("reason") or ""),
        )
