"""The role for emergencies."""

import json
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, iam

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .policies import Account, break_glass, trust
from .tags import platform_tags

SESSION_SECONDS = 3600
"""The shortest session that IAM knows."""
EVERY_CALL = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
"""Calls that only read are events as well; EventBridge leaves them out otherwise."""


@dataclass(frozen=True, kw_only=True)
class BreakGlassArgs:
    """Where it is, and whom it wakes."""

    environment: Environment
    governance: Governance
    topic_arn: pulumi.Input[str]
    """The platform's alerts."""


class BreakGlass(MeshComponent):
    """A role that sets grants right and stops what runs; whoever takes it, or uses it, raises an alarm of its own."""

    role_arn: pulumi.Output[str]

    def __init__(self, name: str, args: BreakGlassArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:BreakGlass", name, opts)
        self._args = args
        self._account = Account(args.environment)
        self._tags = platform_tags(args.environment, args.governance)
        self.role_arn = self._role().arn
        self._tell_at_once()
        self._alarm_while_used()
        self.register_outputs({"roleArn": self.role_arn})

    def _role(self) -> iam.Role:
        role = iam.Role(
            self.named("role"),
            name=names.break_glass(self._args.environment.name),
            path=names.PLATFORM_PATH,
            description="for emergencies; using it raises an alarm",
            assume_role_policy=trust.break_glass(self._account).json,
            max_session_duration=SESSION_SECONDS,
            tags={**self._tags, "duty": names.BREAK_GLASS},
            opts=self.child(),
        )
        iam.RolePolicy(
            self.named("policy"),
            name="permissions",
            role=role.name,
            policy=break_glass.policy(self._account).text,
            opts=self.child(),
        )
        return role

    def _tell_at_once(self) -> None:
        """Every call that takes the role or is made in it, in this region; the trail has those of all regions."""
        rule = cloudwatch.EventRule(
            self.named("rule"),
            name=names.break_glass(self._args.environment.name),
            description="the role for emergencies is taken or used",
            event_pattern=self.role_arn.apply(used),
            state=EVERY_CALL,
            tags=self._tags,
            opts=self.child(),
        )
        cloudwatch.EventTarget(
            self.named("target"),
            rule=rule.name,
            target_id="alerts",
            arn=self._args.topic_arn,
            opts=self.child(),
        )

    def _alarm_while_used(self) -> None:
        cloudwatch.MetricAlarm(
            self.named("alarm"),
            name=names.break_glass(self._args.environment.name),
            alarm_description="the role for emergencies was taken or used; ask who, and why",
            namespace="AWS/Events",
            metric_name="Invocations",
            dimensions={"RuleName": names.break_glass(self._args.environment.name)},
            statistic="Sum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=1,
            period=60,
            evaluation_periods=1,
            treat_missing_data="notBreaching",
            alarm_actions=[self._args.topic_arn],
            tags=self._tags,
            opts=self.child(),
        )


def used(role_arn: str) -> str:
    """The pattern of events that CloudTrail has of a role: taken (by whichever way), or used by a session."""
    taken = {"eventSource": ["sts.amazonaws.com"], "requestParameters": {"roleArn": [role_arn]}}
    acting = {"userIdentity": {"sessionContext": {"sessionIssuer": {"arn": [role_arn]}}}}
    pattern = {"detail": {"$or": [taken, acting]}}
    return json.dumps(pattern, separators=(",", ":"))
