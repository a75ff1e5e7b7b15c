"""The names that the provider makes up where a program gives none."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.recording.errors import RecordingError
from meshwright.recording.graph import UNKNOWN


@dataclass(frozen=True)
class Naming:
    """How the provider names a resource whose program gave it no name."""

    key: str = "name"
    limit: int = 255
    """Characters."""
    prefix: str = ""
    lower: bool = False


def physical_name(type_: str, logical: str, urn: str, inputs: Mapping[str, Any]) -> dict[str, str]:
    """The name that the provider would make up, by input; empty where the program gave one or none is needed.

    The provider appends seven random hexadecimal digits; here they derive from the URN.
    """
    naming = NAMING.get(type_)
    if naming is None or naming.key in inputs:
        return {}
    digits = hashlib.sha256(f"{urn}\0name".encode()).hexdigest()[:7]
    given = inputs.get(f"{naming.key}Prefix", f"{naming.prefix}{logical}-")
    if given == UNKNOWN:
        return {naming.key: UNKNOWN}
    name = f"{given}{digits}"
    name = name.lower() if naming.lower else name
    if len(name) > naming.limit:
        raise RecordingError(
            f"{urn}: the name {name!r} has {len(name)} characters, {naming.limit} are allowed; "
            f"shorten the logical name or give {naming.key!r}"
        )
    return {naming.key: name}


NAMING = {
    "aws:kms/alias:Alias": Naming(limit=256, prefix="alias/"),
    "aws:s3/bucket:Bucket": Naming(key="bucket", limit=63, lower=True),
    "aws:iam/policy:Policy": Naming(limit=128),
    "aws:iam/role:Role": Naming(limit=64),
    "aws:iam/rolePolicy:RolePolicy": Naming(limit=128),
    "aws:cloudtrail/trail:Trail": Naming(limit=128),
    "aws:cloudwatch/logGroup:LogGroup": Naming(limit=512),
    "aws:cloudwatch/eventBus:EventBus": Naming(limit=256),
    "aws:cloudwatch/eventRule:EventRule": Naming(limit=64),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Naming(),
    "aws:sns/topic:Topic": Naming(limit=256),
    "aws:sqs/queue:Queue": Naming(limit=80),
    "aws:glue/catalogDatabase:CatalogDatabase": Naming(lower=True),
    "aws:glue/catalogTable:CatalogTable": Naming(lower=True),
    "aws:glue/securityConfiguration:SecurityConfiguration": Naming(),
    "aws:glue/job:Job": Naming(),
    "aws:sfn/stateMachine:StateMachine": Naming(limit=80),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Naming(limit=64),
    "aws:scheduler/schedule:Schedule": Naming(limit=64),
    "aws:athena/workgroup:Workgroup": Naming(limit=128),
    "aws:budgets/budget:Budget": Naming(limit=100),
}
"""Limits as in each service's API reference."""
