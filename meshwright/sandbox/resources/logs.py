"""Trails, log groups and alarms: what watches the platform."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError
from .kind import Inputs, Kind, Outputs
from .shapes import pairs


class Trail(Kind):
    """A trail; what it records and whether it records are calls of their own."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """Made, told what to record, started."""
        response = super().call_create(api, inputs)
        self._settle(api, {}, inputs)
        return response

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Changed, told what to record, started or stopped."""
        outputs = super().update(api, old, new)
        self._settle(api, old, new)
        return outputs

    def _settle(self, api: Api, old: Inputs, new: Inputs) -> None:
        name = new["name"]
        selectors = {n: new[n] for n in ("eventSelectors", "advancedEventSelectors") if new.get(n)}
        if selectors and selectors != {n: old.get(n) for n in selectors}:
            request = self.request("put_event_selectors", {"trailName": name, **selectors})
            api.call("cloudtrail", "put_event_selectors", **request)
        if new.get("insightSelectors"):
            insights = {"trailName": name, "insightSelectors": new["insightSelectors"]}
            api.call("cloudtrail", "put_insight_selectors", **self.request("put_insight_selectors", insights))
        if new.get("enableLogging", True):
            api.call("cloudtrail", "start_logging", Name=name)
        elif old.get("enableLogging", True):
            api.call("cloudtrail", "stop_logging", Name=name)


class LogGroup(Kind):
    """A log group; retention is a call of its own."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """Made, then given its retention."""
        response = super().call_create(api, inputs)
        self._retain(api, {}, inputs)
        return response

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Retention, key and tags can change."""
        self.parameters("create_log_group", new)
        name = new["name"]
        self._retain(api, old, new)
        if new.get("kmsKeyId"):
            api.call("logs", "associate_kms_key", logGroupName=name, kmsKeyId=new["kmsKeyId"])
        elif old.get("kmsKeyId"):
            api.call("logs", "disassociate_kms_key", logGroupName=name)
        self.retag(api, old, new)
        return self.computed(api, new, {})

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """Found by its name as a prefix."""
        found = api.pages("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=inputs["name"])
        there = any(group["logGroupName"] == inputs["name"] for group in found)
        return self.computed(api, inputs, {}) if there else None

    def delete(self, api: Api, inputs: Inputs) -> None:
        """``skipDestroy`` leaves it."""
        if not inputs.get("skipDestroy"):
            super().delete(api, inputs)

    def _retain(self, api: Api, old: Inputs, new: Inputs) -> None:
        days, name = int(new.get("retentionInDays") or 0), new["name"]
        if days:
            api.call("logs", "put_retention_policy", logGroupName=name, retentionInDays=days)
        elif old.get("retentionInDays"):
            api.call("logs", "delete_retention_policy", logGroupName=name)


class MetricAlarm(Kind):
    """An alarm on a metric, or on an expression over several."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """A metric within a query has its statistic beside it."""
        kept = dict(super().own(inputs))
        if "metricQueries" in kept:
            kept["metrics"] = [_query(query) for query in kept.pop("metricQueries")]
        return kept

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """Found by its name."""
        found = api.call("cloudwatch", "describe_alarms", AlarmNames=[inputs["name"]])["MetricAlarms"]
        return self.computed(api, inputs, {}) if found else None

    def delete(self, api: Api, inputs: Inputs) -> None:
        """AWS takes a list."""
        try:
            api.call("cloudwatch", "delete_alarms", AlarmNames=[inputs["name"]])
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


def _query(query: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(query)
    metric = dict(kept.pop("metric", None) or {})
    if metric:
        outside = {n: metric.pop(n) for n in ("period", "stat", "unit") if n in metric}
        kept["metricStat"] = {"metric": metric, **outside}
    return kept


def _listed(inputs: Inputs) -> Inputs:
    """Tags as a list: CloudTrail's request has a list of its own form."""
    return {**inputs, "tags": pairs(inputs["tags"])} if inputs.get("tags") else inputs


KINDS = (
    Trail(
        token="aws:cloudtrail/trail:Trail",
        id="arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
        key={"name": "Name"},
        service="cloudtrail",
        creates="create_trail",
        updates="update_trail",
        deletes="delete_trail",
        reads="get_trail",
        names={
            "tags": "TagsList",
            "cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn",
            "enableLogFileValidation": "EnableLogFileValidation",
        },
        elsewhere=frozenset({"eventSelectors", "advancedEventSelectors", "insightSelectors", "enableLogging"}),
        outputs={
            "arn": "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
            "homeRegion": "{region}",
        },
        tagging=("add_tags", "remove_tags"),
        reshape=_listed,
    ),
    LogGroup(
        token="aws:cloudwatch/logGroup:LogGroup",
        id="{name}",
        key={"name": "logGroupName"},
        service="logs",
        creates="create_log_group",
        updates="put_retention_policy",
        deletes="delete_log_group",
        reads="describe_log_groups",
        names={"name": "logGroupName"},
        elsewhere=frozenset({"retentionInDays", "skipDestroy"}),
        outputs={"arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    MetricAlarm(
        token="aws:cloudwatch/metricAlarm:MetricAlarm",
        id="{name}",
        key={"name": "AlarmName"},
        service="cloudwatch",
        creates="put_metric_alarm",
        updates="put_metric_alarm",
        deletes="delete_alarms",
        reads="describe_alarms",
        names={"name": "AlarmName"},
        outputs={"arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
)
