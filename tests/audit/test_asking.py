"""An account's trail is asked by its named queries, and the answer is told as the commands tell it."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from components import _audit_queries
from meshwright.account.reaching import Account
from meshwright.audit.asking import PATIENCE, Answer, ask, by_hand, quoted, reads, refusals
from meshwright.errors import MeshError
from meshwright.language import Environment
from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError

PROD = Environment("prod", account="111122223333", region="eu-west-1")
READER = "arn:aws:iam::111122223333:role/mesh/mesh-prod-web-reader"
ORDERS = "arn:aws:glue:eu-west-1:111122223333:table/shop_orders_v1/orders"
SQL = {
    q.name: q.sql for q in _audit_queries.questions("mesh_prod_audit.trail", locations="locations", deployer="deployer")
}
COLUMNS = ("eventtime", "principal", "eventname", "what")


class Athena:
    """Plays Athena: named queries on several pages, an execution that takes its time, an answer on several pages."""

    def __init__(self, *rows: tuple[str, ...], states: tuple[str, ...] = ("QUEUED", "RUNNING", "SUCCEEDED")) -> None:
        self.rows, self.states = list(rows), list(states)
        self.queries = dict(SQL)
        self.started: dict[str, Any] = {}
        self.stopped: list[str] = []

    def list_named_queries(self, WorkGroup: str, NextToken: str = "0") -> dict[str, Any]:
        assert WorkGroup == "mesh-prod-platform-audit"
        at, ids = int(NextToken), sorted(self.queries)
        following = {"NextToken": str(at + 2)} if at + 2 < len(ids) else {}
        return {"NamedQueryIds": ids[at : at + 2], **following}

    def get_named_query(self, NamedQueryId: str) -> dict[str, Any]:
        return {"NamedQuery": {"Name": NamedQueryId, "QueryString": self.queries[NamedQueryId]}}

    def start_query_execution(self, **given: Any) -> dict[str, str]:
        self.started = given
        return {"QueryExecutionId": "q-1"}

    def get_query_execution(self, QueryExecutionId: str) -> dict[str, Any]:
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        status = {"State": state, "StateChangeReason": "line 1:8: no such\n  column"}
        return {"QueryExecution": {"Status": status, "Statistics": {"DataScannedInBytes": 4096}}}

    def stop_query_execution(self, QueryExecutionId: str) -> dict[str, Any]:
        self.stopped.append(QueryExecutionId)
        return {}

    def get_query_results(self, QueryExecutionId: str, NextToken: str = "0") -> dict[str, Any]:
        at = int(NextToken)
        page = [{"Data": [{"VarCharValue": v} if v else {} for v in row]} for row in self.rows[at : at + 2]]
        following = {"NextToken": str(at + 2)} if at + 2 < len(self.rows) else {}
        return {"ResultSet": {"Rows": page}, **following}


def account(athena: Any) -> Account:
    return Account(PROD, Api(lambda service, region: athena), sandbox=False)


def rows(*values: Mapping[str, str]) -> Answer:
    return Answer(tuple(values), 0)


def test_a_named_query_is_run_with_its_parameters_and_every_page_is_read() -> None:
    athena = Athena(COLUMNS, *((f"t{n}", READER, "GetDataAccess", ORDERS) for n in range(4)))
    waited: list[float] = []
    answer = ask(account(athena), "reads", "2026/11/20", "shop_orders_v1", wait=waited.append)
    assert [row["eventtime"] for row in answer.rows] == ["t0", "t1", "t2", "t3"]
    assert answer.scanned == 4096
    assert waited == [0.25, 0.5]
    assert athena.started == {
        "QueryString": SQL["reads"],
        "WorkGroup": "mesh-prod-platform-audit",
        "QueryExecutionContext": {"Database": "mesh_prod_audit"},
        "ExecutionParameters": ["'2026/11/20'", "'shop_orders_v1'"],
    }
    assert athena.stopped == []


def test_no_value_ends_the_text_that_it_is_in() -> None:
    assert quoted("x' OR ''='") == "'x'' OR ''''='''"


def test_an_answer_without_rows_is_one() -> None:
    assert ask(account(Athena(COLUMNS, states=("SUCCEEDED",))), "denied", "2026/11/20").rows == ()


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_a_query_that_fails_says_why(state: str) -> None:
    with pytest.raises(MeshError, match=rf"the query denied {state.lower()} \(q-1\): line 1:8: no such column"):
        ask(account(Athena(states=(state,))), "denied", "2026/11/20", wait=lambda seconds: None)


def test_nobody_waits_for_ever_and_what_nobody_waits_for_is_stopped() -> None:
    athena = Athena(states=("RUNNING",))
    waited: list[float] = []
    with pytest.raises(MeshError, match="ask for a later day"):
        ask(account(athena), "denied", "2026/11/20", wait=waited.append)
    assert PATIENCE <= sum(waited) < PATIENCE + 10
    assert athena.stopped == ["q-1"]


def test_whoever_interrupts_stops_the_query() -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    athena = Athena(states=("RUNNING",))
    with pytest.raises(KeyboardInterrupt):
        ask(account(athena), "denied", "2026/11/20", wait=interrupt)
    assert athena.stopped == ["q-1"]


def test_without_the_queries_it_says_how_they_come_to_be() -> None:
    athena = Athena()
    athena.queries = {}
    with pytest.raises(MeshError, match=r"has no query reads in the workgroup .*: mesh up --env prod"):
        ask(account(athena), "reads", "2026/11/20", "shop_orders_v1")


def test_what_aws_refuses_is_said() -> None:
    from botocore.exceptions import ClientError

    def refuse(**given: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not yours"}}, "ListNamedQueries")

    with pytest.raises(ApiError, match="not yours"):
        ask(account(SimpleNamespace(list_named_queries=refuse)), "denied", "2026/11/20")


def seen(principal: str, what: str) -> dict[str, str]:
    return {"eventtime": "t", "principal": principal, "eventname": "GetDataAccess", "what": what}


def test_reads_are_told_by_domain_and_role_where_they_are_the_meshs() -> None:
    other = "arn:aws:iam::111122223333:role/somebody"
    found = reads(rows(seen(READER, ORDERS), seen(other, ORDERS)), "prod", ["web"])
    assert [(s.domain, s.role, s.principal) for s in found] == [("web", "reader", READER), ("", "", other)]


def test_of_one_table_only_its_reads_are_told() -> None:
    file = "mesh-prod-shop-data-12345678/shop_orders_v1/orders/data/a.parquet"
    found = rows(*(seen(READER, what) for what in (ORDERS, f"{ORDERS}_old", file, file.replace("orders/", "more/"))))
    assert [s.what for s in reads(found, "prod", ["web"], "shop_orders_v1.orders")] == [ORDERS, file]


def test_refusals_and_changes_by_hand_tell_what_was_asked_for() -> None:
    refused = {
        "eventtime": "t", "principal": READER, "eventsource": "s3.amazonaws.com", "eventname": "GetObject",
        "errorcode": "AccessDenied", "errormessage": "no", "requestparameters": "{}",
    }  # fmt: skip
    (refusal,) = refusals(rows(refused))
    assert (refusal.action, refusal.error, refusal.reason) == ("s3:GetObject", "AccessDenied", "no")
    changed = {"eventtime": "t", "changed_by": READER, "useragent": "cli", "eventname": "GrantPermissions"}
    (change,) = by_hand(rows({**changed, "requestparameters": "{}"}))
    assert (change.by, change.agent, change.action) == (READER, "cli", "GrantPermissions")


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("reads", {"eventtime", "principal", "eventname", "what"}),
        ("principal", {"eventtime", "principal", "eventname", "what"}),
        ("denied", {"eventtime", "principal", "eventsource", "eventname", "errorcode", "errormessage"}),
        ("grants", {"eventtime", "changed_by", "useragent", "eventname", "requestparameters"}),
    ],
)
def test_the_columns_that_are_told_are_those_that_the_queries_answer_with(question: str, columns: set[str]) -> None:
    query = sqlglot.parse_one(SQL[question], dialect="athena")
    assert isinstance(query, exp.Select)
    assert columns <= set(query.named_selects)
    assert SQL[question].count("?") == (2 if question in ("reads", "principal") else 1)
