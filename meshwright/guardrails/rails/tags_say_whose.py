"""Everything says whose it is."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

REQUIRED = ("domain", "environment", "owner")
TAGGED = (
    "aws:athena/workgroup:Workgroup",
    "aws:cloudtrail/trail:Trail",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:glue/catalogDatabase:CatalogDatabase",
    "aws:glue/job:Job",
    "aws:iam/policy:Policy",
    "aws:iam/role:Role",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:scheduler/scheduleGroup:ScheduleGroup",
    "aws:sfn/stateMachine:StateMachine",
    "aws:sns/topic:Topic",
    "aws:sqs/queue:Queue",
)
"""Types that take tags."""


def _check(stack: Stack) -> Iterator[Breach]:
    for resource in stack.of_type(*TAGGED):
        if not resource.known("tags"):
            continue
        missing = [tag for tag in REQUIRED if not (resource.get("tags") or {}).get(tag)]
        if missing:
            yield Breach(resource, f"{resource.name} has no tag {', '.join(missing)}")


RAIL = Guardrail(
    id="tags-say-whose",
    must="whatever takes tags says its domain, its environment and its owner",
    why="costs, alarms and audits go by them",
    remedy="pass the tags of components/tags.py",
    severity="medium",
    nist=("CM-8", "PM-5"),
    cdmc=("2", "13"),
    types=TAGGED,
    check=_check,
)
