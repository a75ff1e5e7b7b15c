"""Whom the platform wakes."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import sns

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .policies import Account, topics
from .tags import platform_tags


@dataclass(frozen=True, kw_only=True)
class PlatformAlertsArgs:
    """Where they are raised, and what encrypts them."""

    environment: Environment
    governance: Governance
    key_arn: pulumi.Input[str]
    """The platform's key."""


class PlatformAlerts(MeshComponent):
    """The topic that the platform's own alarms go to, read by the platform team's mailbox."""

    topic_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PlatformAlertsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:PlatformAlerts", name, opts)
        account = Account(args.environment)
        rule = None if args.environment.identity is None else account.break_glass_rule
        topic = sns.Topic(
            self.named("topic"),
            name=names.topic(args.environment.name, names.PLATFORM),
            kms_master_key_id=args.key_arn,
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(),
        )
        self.topic_arn = topic.arn
        sns.TopicPolicy(
            self.named("policy"),
            arn=self.topic_arn,
            policy=topics.alerts(self.topic_arn, account, account.arn("cloudwatch", "alarm:*"), rule=rule).json,
            opts=self.child(),
        )
        sns.TopicSubscription(
            self.named("mailbox"),
            topic=self.topic_arn,
            protocol="email",
            endpoint=args.governance.owner,
            opts=self.child(),
        )
        self.register_outputs({"topicArn": self.topic_arn})
