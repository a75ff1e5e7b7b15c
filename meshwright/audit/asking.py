"""Questions to the audit table of an account: the foundation's named queries, asked of Athena."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from meshwright import names
from meshwright.account.reaching import Account
from meshwright.errors import MeshError

AUDIENCE = "audit"
"""The workgroup's, as ``components.AuditTable`` makes it."""
PATIENCE = 600.0
"""Seconds that an answer may take."""
FIRST, LONGEST = 0.25, 5.0
"""Seconds between two looks at a query that runs: at first, and at last."""


class Slow(MeshError):
    """A query that nobody waits for any longer."""


@dataclass(frozen=True)
class Answer:
    """What Athena answered."""

    rows: tuple[Mapping[str, str], ...]
    """By column; what is null is empty."""
    scanned: int
    """Bytes."""


def ask(account: Account, question: str, *parameters: str, wait: Callable[[float], object] = time.sleep) -> Answer:
    """Run one of the audit's named queries, with texts for its parameters, and wait for its answer.

    Raises:
        MeshError: the audit isn't there, the query failed or took too long.
        ApiError: AWS refused.
    """
    environment = account.environment
    workgroup = names.workgroup(environment.name, names.PLATFORM, AUDIENCE)
    query = _named(account, workgroup, question)
    started = account.api.call(
        "athena",
        "start_query_execution",
        QueryString=query,
        WorkGroup=workgroup,
        QueryExecutionContext={"Database": names.audit_database(environment.name)},
        ExecutionParameters=[quoted(parameter) for parameter in parameters],
    )
    execution = str(started["QueryExecutionId"])
    try:
        scanned = _awaited(account, question, execution, wait)
    except (KeyboardInterrupt, Slow):
        account.api.call("athena", "stop_query_execution", QueryExecutionId=execution)
        raise
    return Answer(tuple(_rows(account, execution)), scanned)


def quoted(text: str) -> str:
    """A text as Athena's SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _named(account: Account, workgroup: str, question: str) -> str:
    for one in account.api.pages("athena", "list_named_queries", "NamedQueryIds", WorkGroup=workgroup):
        query = account.api.call("athena", "get_named_query", NamedQueryId=one)["NamedQuery"]
        if query["Name"] == question:
            return str(query["QueryString"])
    where, name = account.environment.account, account.environment.name
    raise MeshError(
        f"account {where} has no query {question} in the workgroup {workgroup}; build it: mesh up --env {name}"
    )


def _awaited(account: Account, question: str, execution: str, wait: Callable[[float], object]) -> int:
    """Bytes that were scanned, once it succeeded."""
    pause, left = FIRST, PATIENCE
    while True:
        told = account.api.call("athena", "get_query_execution", QueryExecutionId=execution)["QueryExecution"]
        status = told.get("Status", {})
        state = str(status.get("State", ""))
        if state == "SUCCEEDED":
            return int(told.get("Statistics", {}).get("DataScannedInBytes", 0))
        if state in ("FAILED", "CANCELLED"):
            why = " ".join(str(status.get("StateChangeReason") or "Athena does not say why").split())
            raise MeshError(f"the query {question} {state.lower()} ({execution}): {why}")
        if left <= 0:
            raise Slow(f"the query {question} still runs after {PATIENCE:.0f} s; ask for a later day")
        wait(pause)
        left, pause = left - pause, min(pause * 2, LONGEST)


def _rows(account: Account, execution: str) -> Iterator[Mapping[str, str]]:
    """Every row by its columns; the first row of the first page has their names."""
    header: Sequence[str] = ()
    token: dict[str, str] = {}
    while True:
        told = account.api.call("athena", "get_query_results", QueryExecutionId=execution, **token)
        for row in told["ResultSet"].get("Rows", ()):
            values = [str(cell.get("VarCharValue", "")) for cell in row.get("Data", ())]
            if header:
                yield dict(zip(header, values, strict=True))
            else:
                header = values
        if not told.get("NextToken"):
            return
        token = {"NextToken": told["NextToken"]}


@dataclass(frozen=True)
class Seen:
    """A read that the trail recorded: of a table by a principal, or of a file by a role."""

    time: str
    domain: str
    """Whose role it was; empty where it was none of the mesh's."""
    role: str
    principal: str
    action: str
    what: str
    """The table's ARN, or ``<bucket>/<key>``."""


@dataclass(frozen=True)
class Refusal:
    """Something that AWS refused."""

    time: str
    principal: str
    action: str
    """``<service>:<call>``."""
    error: str
    reason: str
    request: str
    """What was asked for, as JSON."""


@dataclass(frozen=True)
class ByHand:
    """A grant, filter, tag or setting that somebody else than who deploys changed."""

    time: str
    by: str
    agent: str
    action: str
    request: str
    """What was changed, as JSON."""


def reads(answer: Answer, environment: str, domains: Sequence[str], table: str | None = None) -> Iterator[Seen]:
    """Who read: all rows, or those of one table, ``<database>.<table>``."""
    roles = {names.role(environment, d, r): (d, r) for d in domains for r in (*names.ROLES, names.ORCHESTRATOR)}
    for row in answer.rows:
        if table is None or _is_of(row["what"], table):
            domain, role = roles.get(row["principal"].rpartition("/")[2], ("", ""))
            yield Seen(row["eventtime"], domain, role, row["principal"], row["eventname"], row["what"])


def _is_of(what: str, table: str) -> bool:
    return f"/{table.replace('.', '/', 1)}/" in f"{what}/"


def refusals(answer: Answer) -> Iterator[Refusal]:
    """What was refused."""
    for row in answer.rows:
        action = f"{row['eventsource'].partition('.')[0]}:{row['eventname']}"
        error, reason = row["errorcode"], row["errormessage"]
        yield Refusal(row["eventtime"], row["principal"], action, error, reason, row["requestparameters"])


def by_hand(answer: Answer) -> Iterator[ByHand]:
    """What was changed by hand."""
    for row in answer.rows:
        yield ByHand(row["eventtime"], row["changed_by"], row["useragent"], row["eventname"], row["requestparameters"])
