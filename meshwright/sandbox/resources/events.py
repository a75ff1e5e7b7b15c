"""Event buses, rules, targets, schedules and state machines: what starts and runs pipelines."""

from collections.abc import Mapping
from typing import Any

from ..api import Api
from ..errors import ApiError
from .kind import Inputs, Kind, Outputs, Tagged


class BusPolicy(Kind):
    """Who may put events on a bus."""

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """The bus has one or not."""
        try:
            bus = api.call("events", "describe_event_bus", Name=inputs.get("eventBusName", "default"))
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        return self.computed(api, inputs, {}) if bus.get("Policy") else None

    def delete(self, api: Api, inputs: Inputs) -> None:
        """Every permission at once."""
        try:
            bus = inputs.get("eventBusName", "default")
            api.call("events", "remove_permission", EventBusName=bus, RemoveAllPermissions=True)
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


class EventRule(Kind):
    """A rule on a bus."""

    def physical(self, api: Api, inputs: Inputs) -> str:
        """The default bus goes without saying."""
        return _scoped(inputs)

    def computed(self, api: Api, inputs: Inputs, response: Mapping[str, Any]) -> Outputs:
        """So it does in the ARN."""
        arn = f"arn:{api.partition}:events:{api.region}:{api.account}:rule/{_scoped(inputs)}"
        return {**super().computed(api, inputs, response), "arn": arn}

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """``isEnabled`` is the older word for ``state``."""
        kept = dict(super().own(inputs))
        if "isEnabled" in kept:
            kept["state"] = "ENABLED" if kept.pop("isEnabled") else "DISABLED"
        return kept


class EventTarget(Kind):
    """What a rule starts; requests take a list of them."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """Rule and bus stand beside."""
        kept = dict(super().own(inputs))
        beside: dict[str, Any] = {n: kept.pop(n) for n in ("rule", "eventBusName") if n in kept}
        kept["id"] = kept.pop("targetId")
        return {**beside, "targets": [kept]}

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """AWS reports a target that it couldn't put, but doesn't fail."""
        response = api.call("events", "put_targets", **self.parameters("put_targets", inputs))
        if response.get("FailedEntryCount"):
            entry = response["FailedEntries"][0]
            raise ApiError("events", "put_targets", entry.get("ErrorCode", ""), entry.get("ErrorMessage", ""))
        return response

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Putting it again changes it."""
        return self.computed(api, new, self.call_create(api, new))

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """Among those of its rule."""
        bus = inputs.get("eventBusName", "default")
        try:
            found = api.pages("events", "list_targets_by_rule", "Targets", Rule=inputs["rule"], EventBusName=bus)
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        return self.computed(api, inputs, {}) if any(t["Id"] == inputs["targetId"] for t in found) else None

    def delete(self, api: Api, inputs: Inputs) -> None:
        """Taken off its rule."""
        bus = inputs.get("eventBusName", "default")
        try:
            api.call("events", "remove_targets", Rule=inputs["rule"], EventBusName=bus, Ids=[inputs["targetId"]])
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


class StateMachine(Kind):
    """A state machine, known by its ARN."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """A log group stands in a list of destinations."""
        kept = dict(super().own(inputs))
        logging = dict(kept.get("loggingConfiguration") or {})
        if "logDestination" in logging:
            group = {"cloudWatchLogsLogGroup": {"logGroupArn": logging.pop("logDestination")}}
            kept["loggingConfiguration"] = {**logging, "destinations": [group]}
        return kept

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """The ARN says which; the rest is as in creation."""
        arn = self.physical(api, new)
        request = self.parameters("create_state_machine", new)
        changed = {n: v for n, v in request.items() if n not in ("name", "type", "tags")}
        api.call("stepfunctions", "update_state_machine", stateMachineArn=arn, **changed)
        self.retag(api, old, new)
        return self.computed(api, new, {})


def _scoped(inputs: Inputs) -> str:
    bus = str(inputs.get("eventBusName", "default")).rpartition("/")[2]
    return inputs["name"] if bus == "default" else f"{bus}/{inputs['name']}"


KINDS = (
    Kind(
        token="aws:cloudwatch/eventBus:EventBus",
        id="{name}",
        key={"name": "Name"},
        service="events",
        creates="create_event_bus",
        updates="update_event_bus",
        deletes="delete_event_bus",
        reads="describe_event_bus",
        outputs={"arn": "arn:{partition}:events:{region}:{account}:event-bus/{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    BusPolicy(
        token="aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        id="{eventBusName}",
        key={"eventBusName": "EventBusName"},
        service="events",
        creates="put_permission",
        updates="put_permission",
        deletes="remove_permission",
        reads="describe_event_bus",
        fixed={"eventBusName": "default"},
    ),
    EventRule(
        token="aws:cloudwatch/eventRule:EventRule",
        id="",
        key={"name": "Name", "eventBusName": "EventBusName"},
        service="events",
        creates="put_rule",
        updates="put_rule",
        deletes="delete_rule",
        reads="describe_rule",
        fixed={"eventBusName": "default"},
        elsewhere=frozenset({"forceDestroy"}),
        tagging=("tag_resource", "untag_resource"),
    ),
    EventTarget(
        token="aws:cloudwatch/eventTarget:EventTarget",
        id="{eventBusName}-{rule}-{targetId}",
        key={"rule": "Rule", "eventBusName": "EventBusName", "targetId": "Id"},
        service="events",
        creates="put_targets",
        updates="put_targets",
        deletes="remove_targets",
        reads="list_targets_by_rule",
        fixed={"eventBusName": "default"},
        elsewhere=frozenset({"forceDestroy"}),
        names={
            "targets.inputTransformer.inputPaths": "InputPathsMap",
            "targets.retryPolicy.maximumEventAgeInSeconds": "MaximumEventAgeInSeconds",
            "targets.inputPath": "InputPath",
            "targets.arn": "Arn",
            "targets.sqsTarget": "SqsParameters",
            "targets.kinesisTarget": "KinesisParameters",
            "targets.httpTarget": "HttpParameters",
            "targets.batchTarget": "BatchParameters",
        },
    ),
    StateMachine(
        token="aws:sfn/stateMachine:StateMachine",
        id="arn:{partition}:states:{region}:{account}:stateMachine:{name}",
        key={"name": "name", "arn": "stateMachineArn"},
        service="stepfunctions",
        creates="create_state_machine",
        updates="update_state_machine",
        deletes="delete_state_machine",
        reads="describe_state_machine",
        outputs={"arn": "arn:{partition}:states:{region}:{account}:stateMachine:{name}", "status": "ACTIVE"},
        tagging=("tag_resource", "untag_resource"),
    ),
    Tagged(
        token="aws:scheduler/scheduleGroup:ScheduleGroup",
        id="{name}",
        key={"name": "Name"},
        service="scheduler",
        creates="create_schedule_group",
        updates="tag_resource",
        deletes="delete_schedule_group",
        reads="get_schedule_group",
        outputs={"arn": "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    Kind(
        token="aws:scheduler/schedule:Schedule",
        id="{groupName}/{name}",
        key={"name": "Name", "groupName": "GroupName"},
        service="scheduler",
        creates="create_schedule",
        updates="update_schedule",
        deletes="delete_schedule",
        reads="get_schedule",
        fixed={"groupName": "default", "state": "ENABLED"},
        outputs={"arn": "arn:{partition}:scheduler:{region}:{account}:schedule/{groupName}/{name}"},
    ),
)
