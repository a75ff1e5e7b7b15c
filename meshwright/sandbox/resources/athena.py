"""Workgroups and budgets: where queries run and what a domain may spend."""

from typing import Any

from ..api import Api
from ..errors import ApiError
from .kind import Inputs, Kind, Outputs, Realised

RESULTS = "configuration.resultConfiguration"
CHANGES = "configurationUpdates.resultConfigurationUpdates"


class Workgroup(Kind):
    """A workgroup; an update speaks of changes to its configuration."""

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Configuration, description, state and tags can change."""
        own = {n: v for n, v in self.own(new).items() if n not in ("tags", "name")}
        if "configuration" in own:
            configuration = dict(own.pop("configuration"))
            if "resultConfiguration" in configuration:
                configuration["resultConfigurationUpdates"] = configuration.pop("resultConfiguration")
            own["configurationUpdates"] = configuration
        api.call("athena", "update_work_group", WorkGroup=new["name"], **self.request("update_work_group", own))
        self.retag(api, old, new)
        return self.computed(api, new, {})

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """A creation has no state: a workgroup begins enabled."""
        return dict(super().own(inputs))

    def call_create(self, api: Api, inputs: Inputs) -> dict[str, Any]:
        """Disabled, where wanted, in a second step."""
        without = {n: v for n, v in inputs.items() if n != "state"}
        response = api.call("athena", "create_work_group", **self.parameters("create_work_group", without))
        if inputs.get("state") == "DISABLED":
            api.call("athena", "update_work_group", WorkGroup=inputs["name"], State="DISABLED")
        return response

    def delete(self, api: Api, inputs: Inputs) -> None:
        """``forceDestroy`` takes what is in it along."""
        try:
            recursive = bool(inputs.get("forceDestroy"))
            api.call("athena", "delete_work_group", WorkGroup=inputs["name"], RecursiveDeleteOption=recursive)
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


class NamedQuery(Kind):
    """A query with a name. AWS chooses its id, so an earlier one is recognised by all that it says."""

    def create(self, api: Api, inputs: Inputs) -> Realised:
        """Make one."""
        told = api.call("athena", "create_named_query", **self.parameters("create_named_query", inputs))
        return self._realised(api, str(told["NamedQueryId"]), inputs)

    def find(self, api: Api, inputs: Inputs, known: frozenset[str]) -> Realised | None:
        """One of the same name and words that is not among the known ones."""
        wanted = self.parameters("create_named_query", inputs)
        try:
            there = api.pages("athena", "list_named_queries", "NamedQueryIds", WorkGroup=inputs["workgroup"])
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        for id_ in there:
            told = api.call("athena", "get_named_query", NamedQueryId=id_)["NamedQuery"]
            if id_ not in known and wanted.items() <= told.items():
                return self._realised(api, str(id_), inputs, adopted=True)
        return None

    def physical(self, api: Api, inputs: Inputs) -> str:
        """The id that AWS chose."""
        return str(inputs.get("id", ""))

    def same(self, old: Inputs, new: Inputs) -> bool:
        """Two queries are never one."""
        return False

    def _realised(self, api: Api, id_: str, inputs: Inputs, *, adopted: bool = False) -> Realised:
        return Realised(id_, {**self.computed(api, inputs, {}), "id": id_}, adopted)


class Budget(Kind):
    """A budget; its notifications are objects of their own to the API."""

    def own(self, inputs: Inputs) -> dict[str, Any]:
        """Limit and period stand in structures, a filter is an entry of a map."""
        kept = dict(super().own(inputs))
        budget: dict[str, Any] = {
            {"name": "budgetName"}.get(n, n): v
            for n, v in kept.items()
            if n not in ("limitAmount", "limitUnit", "timePeriodStart", "timePeriodEnd", "tags", "accountId")
        }
        if "limitAmount" in kept:
            budget["budgetLimit"] = {"amount": kept["limitAmount"], "unit": kept.get("limitUnit", "USD")}
        period = {w: kept[f"timePeriod{w.title()}"] for w in ("start", "end") if f"timePeriod{w.title()}" in kept}
        if period:
            budget["timePeriod"] = {name: value.replace("_", "T") for name, value in period.items()}
        if "costFilters" in kept:
            budget["costFilters"] = {entry["name"]: list(entry["values"]) for entry in kept["costFilters"]}
        return budget

    def call_create(self, api: Api, inputs: Inputs) -> dict[str, Any]:
        """Made with its notifications."""
        request = self.request("create_budget", {"accountId": api.account, "budget": self.own(inputs)})
        tags = {"ResourceTags": _tags(inputs)} if inputs.get("tags") else {}
        notices = {"NotificationsWithSubscribers": _notifications(inputs)} if inputs.get("notifications") else {}
        return api.call("budgets", "create_budget", **request, **notices, **tags)

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Its notifications are taken off and put on again."""
        own = self.request("create_budget", {"accountId": api.account, "budget": self.own(new)})
        named = {"AccountId": api.account, "BudgetName": new["name"]}
        api.call("budgets", "update_budget", AccountId=api.account, NewBudget=own["Budget"])
        held = api.pages("budgets", "describe_notifications_for_budget", "Notifications", **named)
        for notification in held:
            known = {n: v for n, v in notification.items() if n != "NotificationState"}
            api.call("budgets", "delete_notification", **named, Notification=known)
        for wanted in _notifications(new):
            api.call("budgets", "create_notification", **named, **wanted)
        return self.computed(api, new, {})

    def read(self, api: Api, inputs: Inputs) -> Outputs | None:
        """Found by its name."""
        try:
            api.call("budgets", "describe_budget", AccountId=api.account, BudgetName=inputs["name"])
        except ApiError as problem:
            if self.is_gone(problem):
                return None
            raise
        return self.computed(api, inputs, {})

    def delete(self, api: Api, inputs: Inputs) -> None:
        """By account and name."""
        try:
            api.call("budgets", "delete_budget", AccountId=api.account, BudgetName=inputs["name"])
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


def _notifications(inputs: Inputs) -> list[dict[str, Any]]:
    return [
        {
            "Notification": {
                "NotificationType": entry["notificationType"],
                "ComparisonOperator": entry["comparisonOperator"],
                "Threshold": float(entry["threshold"]),
                "ThresholdType": entry["thresholdType"],
            },
            "Subscribers": [
                *({"SubscriptionType": "EMAIL", "Address": a} for a in entry.get("subscriberEmailAddresses") or []),
                *({"SubscriptionType": "SNS", "Address": a} for a in entry.get("subscriberSnsTopicArns") or []),
            ],
        }
        for entry in inputs.get("notifications") or []
    ]


def _tags(inputs: Inputs) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(inputs["tags"].items())]


KINDS = (
    Workgroup(
        token="aws:athena/workgroup:Workgroup",
        id="{name}",
        key={"name": "WorkGroup"},
        service="athena",
        creates="create_work_group",
        updates="update_work_group",
        deletes="delete_work_group",
        reads="get_work_group",
        names={
            f"{RESULTS}.encryptionConfiguration.kmsKeyArn": "KmsKey",
            f"{CHANGES}.encryptionConfiguration.kmsKeyArn": "KmsKey",
        },
        elsewhere=frozenset({"forceDestroy"}),
        outputs={"arn": "arn:{partition}:athena:{region}:{account}:workgroup/{name}"},
        tagging=("tag_resource", "untag_resource"),
    ),
    NamedQuery(
        token="aws:athena/namedQuery:NamedQuery",
        id="{id}",
        key={"id": "NamedQueryId"},
        service="athena",
        creates="create_named_query",
        deletes="delete_named_query",
        reads="get_named_query",
        names={"query": "QueryString", "workgroup": "WorkGroup"},
        nameless=True,
    ),
    Budget(
        token="aws:budgets/budget:Budget",
        id="{account}:{name}",
        key={"name": "BudgetName"},
        service="budgets",
        creates="create_budget",
        updates="update_budget",
        deletes="delete_budget",
        reads="describe_budget",
        elsewhere=frozenset({"notifications"}),
        outputs={"arn": "arn:{partition}:budgets::{account}:budget/{name}"},
    ),
)
