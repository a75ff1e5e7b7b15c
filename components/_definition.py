"""The definition of a product's state machine, in the Amazon States Language.

Tables that wait for nothing of each other are filled side by side. Every failure ends in one place, which tells the
owner and fails the run; what a run announces, it announces last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from meshwright import names
from meshwright.language import Environment, ProductRef
from meshwright.runtime.plan import Plan

State = dict[str, Any]

BUSY = "Glue.ConcurrentRunsExceededException"
"""The job still runs: a manual run, or the one before."""
PASSING = (
    "Glue.InternalServiceException",
    "Glue.OperationTimeoutException",
    "Glue.ResourceNumberLimitExceededException",
    "Glue.SdkClientException",
    "Glue.ThrottlingException",
)
"""Failures to start a job that pass. A job that ran and failed isn't run again: its data would fail again."""
TELL, FAILED, ANNOUNCE = "Tell the owner", "Failed", "Announce"


@dataclass(frozen=True, kw_only=True)
class Targets:
    """What the states of a product's machine speak to."""

    environment: Environment
    jobs: Mapping[str, str]
    """Name of the job that fills each table."""
    topic_arn: str
    bus_name: str


def definition(ref: ProductRef, stages: Sequence[Sequence[str]], targets: Targets) -> State:
    """The machine of one product; ``stages`` as ``in_stages`` gives them."""
    partition = names.partition(targets.environment.region)
    filling = [_stage(tables, number, partition, targets) for number, tables in enumerate(stages, start=1)]
    following = [name for name, _ in filling[1:]] + [ANNOUNCE]
    caught = {"Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": TELL}]}
    states = {name: {**state, **caught, "Next": then} for (name, state), then in zip(filling, following, strict=True)}
    return {
        "Comment": f"fills {ref.database} and announces it",
        "StartAt": filling[0][0],
        "States": {
            **states,
            ANNOUNCE: {**_announce(ref, partition, targets), **caught, "End": True},
            TELL: _tell(ref, partition, targets),
            FAILED: {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"},
        },
    }


def in_stages(ref: ProductRef, plans: Mapping[str, Plan]) -> list[list[str]]:
    """The product's tables in the order that they read each other; those of one stage don't wait for each other.

    Raises:
        CycleError: tables read each other in a circle.
    """
    order = [t.name for t in ref.product.tables]
    reads = {
        table: {i.name for i in plans[table].inputs if i.kind == "table" and i.database == ref.database}
        for table in order
    }
    sorter = TopologicalSorter(reads)
    sorter.prepare()
    stages = []
    while sorter.is_active():
        ready = sorter.get_ready()
        stages.append(sorted(ready, key=order.index))
        sorter.done(*ready)
    return stages


def _stage(tables: Sequence[str], number: int, partition: str, targets: Targets) -> tuple[str, State]:
    if len(tables) == 1:
        return f"Fill {tables[0]}", _fill(targets.jobs[tables[0]], partition)
    branches = [
        {"StartAt": f"Fill {t}", "States": {f"Fill {t}": {**_fill(targets.jobs[t], partition), "End": True}}}
        for t in tables
    ]
    return f"Fill stage {number}", {"Type": "Parallel", "Branches": branches, "ResultPath": None}


def _fill(job: str, partition: str) -> State:
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::glue:startJobRun.sync",
        "Parameters": {"JobName": job},
        "ResultPath": None,
        "Retry": [
            _retry([BUSY], seconds=60, attempts=10, backoff=1.5),
            _retry(PASSING, seconds=30, attempts=4, backoff=2),
        ],
    }


def _announce(ref: ProductRef, partition: str, targets: Targets) -> State:
    detail = {
        "product": ref.name,
        "version": ref.product.version,
        "database": ref.database,
        "tables": [t.name for t in ref.product.tables],
        "execution.$": "$$.Execution.Id",
    }
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::events:putEvents",
        "Parameters": {
            "Entries": [
                {
                    "EventBusName": targets.bus_name,
                    "Source": names.event_source(ref.domain.name),
                    "DetailType": names.PUBLISHED,
                    "Detail": detail,
                }
            ]
        },
        "ResultPath": None,
        "Retry": [_retry(["States.ALL"], seconds=5, attempts=5, backoff=2)],
    }


def _tell(ref: ProductRef, partition: str, targets: Targets) -> State:
    """Says where to look, not what happened: a message of Spark's may quote the data, and mail isn't encrypted."""
    return {
        "Type": "Task",
        "Resource": f"arn:{partition}:states:::sns:publish",
        "Parameters": {
            "TopicArn": targets.topic_arn,
            "Subject": f"{ref.database} failed"[:100],
            "Message.$": f"States.Format('{ref}: a run failed with {{}}; see {{}}', $.error.Error, $$.Execution.Id)",
        },
        "ResultPath": None,
        "Retry": [_retry(["States.ALL"], seconds=5, attempts=3, backoff=2)],
        "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": FAILED}],
        "Next": FAILED,
    }


def _retry(errors: Sequence[str], *, seconds: int, attempts: int, backoff: float) -> State:
    return {
        "ErrorEquals": list(errors),
        "IntervalSeconds": seconds,
        "MaxAttempts": attempts,
        "BackoffRate": backoff,
        "JitterStrategy": "FULL",
    }
