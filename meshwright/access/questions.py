"""Who may see a product, what a domain may see, and why or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meshwright.language import Domain, Mesh, ProductRef, Table

from .agreements import Agreements
from .compiler import compile
from .entitlements import EVERYONE, Entitlement
from .explanation import Missing, column_missing, missing
from .standing import is_open


@dataclass(frozen=True)
class Subject:
    """What a question is about: a product major, one table of it, or one column of that."""

    ref: ProductRef
    table: Table | None = None
    column: str | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables it is about."""
        return self.ref.product.tables if self.table is None else (self.table,)

    def meets(self, entitlement: Entitlement) -> bool:
        """Whether an entitlement lets somebody see (some of) it."""
        return (
            entitlement.ref.database == self.ref.database
            and (self.table is None or entitlement.table.name == self.table.name)
            and (self.column is None or self.column in entitlement.columns)
        )


@dataclass(frozen=True)
class Answer:
    """Why a domain can or can't read one table."""

    table: Table
    granted: tuple[Entitlement, ...]
    """By which it can; empty where it can't."""
    lacking: tuple[Missing, ...]
    """What would have to be written so that it could, or so that it saw the columns that it doesn't."""


def who(mesh: Mesh, subject: Subject, *, today: date) -> tuple[Entitlement, ...]:
    """Every entitlement to a subject: its own domain's first, then by consumer; every domain as ``EVERYONE``."""
    found = [e for e in compile(mesh, today=today) if subject.meets(e)]
    order = {t.name: n for n, t in enumerate(subject.tables)}
    owner = subject.ref.domain.name
    return tuple(sorted(found, key=lambda e: (order[e.table.name], e.consumer != owner, e.consumer)))


def what(mesh: Mesh, domain: Domain, *, today: date) -> tuple[Entitlement, ...]:
    """Every entitlement of a domain: by agreement, to its own, and to what is open, by database and table."""
    return tuple(
        sorted(
            (e for e in compile(mesh, today=today) if may(e, domain.name)),
            key=lambda e: (*e.place, e.consumer == EVERYONE),
        )
    )


def may(entitlement: Entitlement, domain: str) -> bool:
    """Whether it is a domain's. What is open is every domain's but the owner's, who has more."""
    if entitlement.consumer == EVERYONE:
        return entitlement.ref.domain.name != domain
    return entitlement.consumer == domain


def why(mesh: Mesh, consumer: Domain, subject: Subject, *, today: date) -> tuple[Answer, ...]:
    """For each table of a subject, by what right a domain reads it, or what is missing and in whose file."""
    held = [e for e in what(mesh, consumer, today=today) if e.ref.database == subject.ref.database]
    agreements = Agreements(mesh, today)
    return tuple(_answer(agreements, consumer, subject, table, held) for table in subject.tables)


def _answer(
    agreements: Agreements, consumer: Domain, subject: Subject, table: Table, held: Sequence[Entitlement]
) -> Answer:
    granted = tuple(e for e in held if e.table.name == table.name)
    if subject.column is not None:
        granted = tuple(e for e in granted if subject.column in e.columns)
    if consumer.name == subject.ref.domain.name:
        return Answer(table, granted, ())
    if is_open(subject.ref.product):
        return Answer(table, granted, () if granted else _closed(subject, table))
    lacking = missing(agreements, consumer.name, subject.ref, table)
    if not lacking:
        columns = [subject.column] if subject.column else [c.name for c in table.columns]
        found = (column_missing(agreements, consumer.name, subject.ref, table, c) for c in columns)
        lacking = tuple(m for m in found if m is not None)
    return Answer(table, granted, lacking)


def _closed(subject: Subject, table: Table) -> tuple[Missing, ...]:
    sensitive = subject.column or ", ".join(c.name for c in table.columns if c.sensitive)
    text = f"column {sensitive} is sensitive; an open product shows it to nobody outside of {subject.ref.domain.name}"
    return (Missing(text, subject.ref.domain.place.path),)
