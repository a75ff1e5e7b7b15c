"""Answers a consumer's question through the grants that exist in the sandbox's Lake Formation."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from meshwright import names
from meshwright.language import Environment, Mesh, ProductRef, Table
from meshwright.runtime import records
from meshwright.runtime.errors import RunError
from meshwright.runtime.local.engine import connect
from meshwright.runtime.local.problems import explained, sentence
from meshwright.runtime.local.tables import load

from .denials import denial
from .errors import SandboxError
from .granted import Grants
from .iceberg import catalog
from .querylog import Asked, Outcome, append
from .question import Answerable, Mistake, Question, TableKey, Visible, view
from .seeing import View
from .server import Server

SECONDS = 60.0
"""How long one answer may take."""


class Denied(SandboxError):
    """The consumer may not see something that the question names."""


@dataclass(frozen=True)
class Result:
    """An answer."""

    columns: tuple[str, ...]
    rows: pa.Table
    """Columns may share a name."""
    reads: Mapping[str, tuple[str, ...]]
    """By ``<database>.<table>``, the columns that were read."""


def query(
    server: Server,
    mesh: Mesh,
    environment: Environment,
    consumer: str,
    sql: str,
    *,
    role: str = "reader",
    today: date,
    seconds: float = SECONDS,
) -> Result:
    """Answer one SELECT as a domain's role, and log it.

    Only what the role's grants make visible exists for the question; a star stands for the visible columns.

    Raises:
        Denied: a table or a column is not granted; says which share or subscription is missing.
        Mistake: it is no question that can be answered.
        SandboxError: there is no such domain or role, or the answer failed.
    """
    _check_principal(mesh, consumer, role)
    asking = _Asking(server, mesh, consumer, role, names.role_arn(environment, consumer, role), today)
    try:
        result = asking.answer(sql, seconds)
    except Denied as problem:
        asking.log(sql, "denied", reason=str(problem))
        raise
    except Mistake as problem:
        asking.log(sql, "mistaken", reason=str(problem))
        raise
    except BaseException as problem:
        asking.log(sql, "failed", reason=str(problem) or type(problem).__name__)
        raise
    asking.log(sql, "answered", rows=result.rows.num_rows)
    return result


def _check_principal(mesh: Mesh, consumer: str, role: str) -> None:
    if mesh.domain(consumer) is None:
        known = ", ".join(d.name for d in mesh.domains)
        raise SandboxError(f'there is no domain "{consumer}"; ask as one of {known}')
    if role not in names.ROLES:
        raise SandboxError(f'there is no role "{role}"; ask as one of {", ".join(names.ROLES)}')


class _Asking:
    """One question of one principal; remembers how far it got, for the log."""

    def __init__(
        self, server: Server, mesh: Mesh, consumer: str, role: str, principal: str, today: date
    ) -> None:  # fmt: skip
        self._server, self._mesh, self._today = server, mesh, today
        self._consumer, self._role, self._principal = consumer, role, principal
        self._time = records.now().isoformat()
        self._tables: tuple[TableKey, ...] = ()
        self._reads: Mapping[TableKey, Iterable[str]] = {}

    def log(self, sql: str, outcome: Outcome, *, rows: int | None = None, reason: str | None = None) -> None:
        """Note what became of the question, with what it named as far as that was understood."""
        asked = Asked(
            time=self._time,
            consumer=self._consumer,
            role=self._role,
            principal=self._principal,
            sql=sql,
            tables=[".".join(table) for table in self._tables],
            columns={".".join(table): list(columns) for table, columns in self._reads.items()},
            rows=rows,
            outcome=outcome,
            reason=reason,
        )
        append(Path(self._server.root), asked)

    def answer(self, sql: str, seconds: float) -> Result:
        question = Question(sql)
        self._tables = question.tables
        try:
            with explained("the sandbox can't be read"):
                views = self._views(question)
                answerable = self._over(question, views)
                self._reads = answerable.reads
                seen = {table: views[table].rows(columns) for table, columns in answerable.reads.items()}
        except RunError as problem:
            raise SandboxError(str(problem)) from problem
        rows = _in_utc(_computed(answerable.sql, seen, seconds), answerable.instants)
        reads = {".".join(table): columns for table, columns in answerable.reads.items()}
        return Result(tuple(rows.schema.names), rows, reads)

    def _views(self, question: Question) -> dict[TableKey, View]:
        """What is visible of every table that the question names."""
        found, grants, tables = {}, Grants(self._server, self._principal), catalog(self._server)
        for database, name in question.tables:
            if self._declared(database, name) is None:
                raise self._denied(database, name)
            table = load(tables, database, name)
            held = grants.on(database, name, [f.name for f in table.schema().fields])
            found[database, name] = View(self._mesh, table, held)
            if not found[database, name].columns:
                raise self._denied(database, name)
        return found

    def _over(self, question: Question, views: Mapping[TableKey, View]) -> Answerable:
        """The question over what is visible; where it wants more, the denial says what."""
        seen = {key: self._visible(key, found.columns) for key, found in views.items()}
        try:
            return question.over(seen)
        except Mistake as mistake:
            self._deny_hidden(question, seen)
            raise mistake from None

    def _deny_hidden(self, question: Question, seen: Mapping[TableKey, Visible]) -> None:
        """Where the question makes sense over whole tables, it is what is hidden that it wants."""
        whole = {key: replace(v, columns=frozenset(c.name for c in v.table.columns)) for key, v in seen.items()}
        try:
            self._reads = question.over(whole).reads
        except Mistake:
            return
        for (database, name), columns in self._reads.items():
            hidden = [c for c in columns if c not in seen[database, name].columns]
            if hidden:
                raise self._denied(database, name, question.named(hidden))

    def _visible(self, key: TableKey, columns: Iterable[str]) -> Visible:
        declared = self._declared(*key)
        assert declared is not None  # looked up before
        return Visible(*declared, frozenset(columns))

    def _declared(self, database: str, name: str) -> tuple[ProductRef, Table] | None:
        ref = self._mesh.database(database)
        table = ref.product.table(name) if ref else None
        return (ref, table) if ref and table else None

    def _denied(self, database: str, name: str, columns: Iterable[str] = ()) -> Denied:
        why = denial(self._mesh, self._consumer, self._role, database, name, columns, today=self._today)
        return Denied(f"{self._consumer} ({self._role}) may not read {why}")


def _computed(sql: str, seen: Mapping[TableKey, pa.Table], seconds: float) -> pa.Table:
    """The answer of an engine that holds nothing but the visible rows."""
    with connect() as connection:
        for (database, name), rows in seen.items():
            connection.register(view(database, name), rows)
        stop = threading.Timer(seconds, connection.interrupt)
        stop.start()
        try:
            return connection.sql(sql).to_arrow_table()
        except duckdb.InterruptException:
            raise SandboxError(f"there was no answer within {seconds:g} s; ask a smaller question") from None
        except duckdb.OutOfMemoryException:
            raise SandboxError("the answer does not fit into memory; ask a smaller question") from None
        except duckdb.Error as problem:
            raise SandboxError(f"the question can't be computed: {sentence(problem)}") from None
        finally:
            stop.cancel()


def _in_utc(rows: pa.Table, instants: frozenset[str]) -> pa.Table:
    """The answer's times as the tables have them: with their zone."""
    schema = pa.schema(
        [f.with_type(pa.timestamp("us", tz="UTC")) if f.name in instants else f for f in rows.schema]
    )  # fmt: skip
    return rows.cast(schema)
