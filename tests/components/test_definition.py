"""A product's state machine fills tables in the order they need each other, announces last, and tells of failures."""

import json
import os
from collections.abc import Iterator
from graphlib import CycleError
from pathlib import Path
from typing import Any

import pytest

from components._definition import Targets, definition, in_stages
from meshwright.runtime.plan import Input, Plan

from .ground import SANDBOX
from .shop import COUNTRIES, SALES_ORDERS, plans

GOLDEN = Path(__file__).parent / "golden" / "sales_orders_v1.json"
TARGETS = Targets(
    environment=SANDBOX,
    jobs={"orders": "job-orders", "returns": "job-returns", "daily": "job-daily"},
    topic_arn="arn:aws:sns:eu-west-1:123456789012:mesh-sandbox-sales-alerts",
    bus_name="mesh-sandbox",
)


def machine() -> dict[str, Any]:
    return definition(SALES_ORDERS, in_stages(SALES_ORDERS, plans(SALES_ORDERS)), TARGETS)


def states(of: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state, those of branches too."""
    for name, state in of["States"].items():
        yield name, state
        for branch in state.get("Branches", ()):
            yield from states(branch)


def plan(table: str, *reads: str) -> Plan:
    inputs = tuple(Input(view=r, kind="table", database="sales_orders_v1", name=r) for r in reads)
    return Plan(
        product="sales.orders", version="1.2.0", database="sales_orders_v1", table=table, columns=(), inputs=inputs
    )


def test_the_definition_is_as_reviewed() -> None:
    """``UPDATE_INVENTORY=1 pytest`` rewrites the file; review the difference like code."""
    actual = json.dumps(machine(), indent=2) + "\n"
    if os.environ.get("UPDATE_INVENTORY"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(actual)
    assert actual == GOLDEN.read_text()


def test_tables_are_filled_after_those_they_read() -> None:
    assert in_stages(SALES_ORDERS, plans(SALES_ORDERS)) == [["orders", "returns"], ["daily"]]


def test_a_table_that_reads_itself_or_a_circle_is_refused() -> None:
    circle = {"orders": plan("orders", "daily"), "daily": plan("daily", "orders"), "returns": plan("returns")}
    with pytest.raises(CycleError):
        in_stages(SALES_ORDERS, circle)


def test_tables_of_other_products_are_waited_for_by_no_stage() -> None:
    assert in_stages(COUNTRIES, plans(COUNTRIES)) == [["countries"]]


def test_every_state_leads_to_the_end() -> None:
    found = machine()
    top = found["States"]
    reached, pending = set(), [found["StartAt"]]
    while pending:
        name = pending.pop()
        if name in reached:
            continue
        reached.add(name)
        state = top[name]
        assert ("Next" in state) + state.get("End", False) + (state["Type"] == "Fail") == 1, name
        pending += [state["Next"]] if "Next" in state else []
        pending += [c["Next"] for c in state.get("Catch", ())]
    assert reached == set(top)


def test_whatever_fails_is_told_and_fails_the_run() -> None:
    top = machine()["States"]
    for name, state in top.items():
        if name not in ("Tell the owner", "Failed"):
            assert state["Catch"] == [
                {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Tell the owner"}
            ]
    assert top["Tell the owner"]["Parameters"]["TopicArn"] == TARGETS.topic_arn
    assert top["Tell the owner"]["Next"] == "Failed"
    assert top["Tell the owner"]["Catch"][0]["Next"] == "Failed", "a run must not end well since nobody could be told"
    assert top["Failed"]["Type"] == "Fail"


def test_a_job_that_still_runs_is_waited_for() -> None:
    jobs = [s for _, s in states(machine()) if s.get("Resource", "").endswith("glue:startJobRun.sync")]
    assert len(jobs) == 3
    for job in jobs:
        retried = {error: r["MaxAttempts"] for r in job["Retry"] for error in r["ErrorEquals"]}
        assert retried["Glue.ConcurrentRunsExceededException"] == 10
        assert not retried.keys() & {"States.ALL", "States.TaskFailed"}, "data that failed once fails again"


def test_the_product_is_announced_last_and_once() -> None:
    found = machine()
    announcing = [n for n, s in states(found) if s.get("Resource", "").endswith("events:putEvents")]
    assert announcing == ["Announce"]
    assert found["States"]["Announce"]["End"] is True
    (entry,) = found["States"]["Announce"]["Parameters"]["Entries"]
    assert (entry["Source"], entry["DetailType"]) == ("mesh.sales", "product.published")
    assert entry["Detail"]["product"] == "sales.orders"


def test_mail_says_where_to_look_and_not_what_the_data_was() -> None:
    message = machine()["States"]["Tell the owner"]["Parameters"]["Message.$"]
    assert "$$.Execution.Id" in message
    assert "Cause" not in message


def test_names_of_states_are_short_enough() -> None:
    assert all(len(name) <= 80 for name, _ in states(machine()))
