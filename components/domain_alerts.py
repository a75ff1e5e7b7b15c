"""Where a domain hears of trouble, and what counts as trouble."""

import math
from dataclasses import dataclass
from datetime import timedelta

import pulumi
from pulumi_aws import cloudwatch, sns

from meshwright import names
from meshwright.language import Domain, Environment, Fresh, ProductRef, span

from ._component import MeshComponent
from .policies import Account, topics
from .tags import domain_tags

HOUR, DAY = 3600, 86_400
LOOKBACK = timedelta(days=7)
"""How far back CloudWatch looks for data of periods of an hour or more (API reference, PutMetricAlarm)."""


@dataclass(frozen=True, kw_only=True)
class DomainAlertsArgs:
    """What only the caller knows."""

    domain: Domain
    environment: Environment
    mailbox: str
    """Whom to write to."""
    key_arn: pulumi.Input[str]
    """The domain's key."""


class DomainAlerts(MeshComponent):
    """An encrypted topic that writes to the owner, and two alarms per product: a run failed, data is late."""

    topic_arn: pulumi.Output[str]
    """Where to publish what the owner has to know."""

    def __init__(self, name: str, args: DomainAlertsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainAlerts", name, opts)
        self._args = args
        self._tags = domain_tags(args.environment, args.domain)

        self.topic = sns.Topic(
            self.named("topic"),
            name=names.topic(args.environment.name, args.domain.name),
            kms_master_key_id=args.key_arn,
            tags=self._tags,
            opts=self.child(),
        )
        self._accept_own_alarms_over_tls()
        self._write_to(args.mailbox)
        for product in args.domain.products:
            self._watch(ProductRef(args.domain, product))

        self.topic_arn = self.topic.arn
        self.register_outputs({"topicArn": self.topic_arn})

    def _accept_own_alarms_over_tls(self) -> None:
        account = Account(self._args.environment)
        sns.TopicPolicy(
            self.named("policy"),
            arn=self.topic.arn,
            policy=topics.domain_alerts(self.topic.arn, account, self._args.domain.name).json,
            opts=self.child(),
        )

    def _write_to(self, mailbox: str) -> None:
        sns.TopicSubscription(
            self.named("owner"), topic=self.topic.arn, protocol="email", endpoint=mailbox, opts=self.child()
        )

    def _watch(self, ref: ProductRef) -> None:
        self._alarm(
            ref,
            "failed",
            says=f"a run of {ref} failed; nothing of it was published",
            metric="ExecutionsFailed",
            comparison="GreaterThanOrEqualToThreshold",
            period=300,
            periods=1,
            missing="notBreaching",
        )
        if promise := freshness(ref):
            period, periods = windows(span(promise.within))
            self._alarm(
                ref,
                "late",
                says=f"{ref} promises data no older than {promise.within}; no run has succeeded for that long",
                metric="ExecutionsSucceeded",
                comparison="LessThanThreshold",
                period=period,
                periods=periods,
                missing="breaching",
            )

    def _alarm(
        self, ref: ProductRef, what: str, *, says: str, metric: str, comparison: str, period: int, periods: int,
        missing: str,
    ) -> None:  # fmt: skip
        environment = self._args.environment
        cloudwatch.MetricAlarm(
            self.named(f"{ref.product.name}_v{ref.product.major}-{what}"),
            name=names.alarm(ref.database, what),
            alarm_description=says,
            namespace="AWS/States",
            metric_name=metric,
            dimensions={"StateMachineArn": names.state_machine_arn(environment, ref.database)},
            statistic="Sum",
            comparison_operator=comparison,
            threshold=1,
            period=period,
            evaluation_periods=periods,
            datapoints_to_alarm=periods,
            treat_missing_data=missing,
            alarm_actions=[self.topic.arn],
            ok_actions=[self.topic.arn],
            tags=self._tags,
            opts=self.child(),
        )


def freshness(ref: ProductRef) -> Fresh | None:
    """The strictest promise of freshness, where CloudWatch can look back that far; an earlier alarm would be false."""
    promised = [o for o in ref.product.objectives if isinstance(o, Fresh)]
    strictest = min(promised, key=lambda o: span(o.within), default=None)
    return strictest if strictest is not None and span(strictest.within) <= LOOKBACK else None


def windows(within: timedelta) -> tuple[int, int]:
    """Seconds of a period, and how many periods without a success in a row mean that data is late.

    Many short periods, since a single one as long as the promise would begin on the clock and not at the last run.
    Periods of a minute may reach back a day at most.
    """
    seconds = int(within.total_seconds())
    period = 60 if seconds % HOUR and seconds <= DAY else HOUR
    return period, math.ceil(seconds / period)
