"""Where products are announced."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .policies import Account, topics
from .tags import platform_tags


@dataclass(frozen=True, kw_only=True)
class EventBusArgs:
    """Where it is, and what encrypts it."""

    environment: Environment
    governance: Governance
    key_arn: pulumi.Input[str]
    """The platform's key."""


class EventBus(MeshComponent):
    """The mesh's bus, encrypted. Only what runs the domains' state machines announces anything on it."""

    bus_name: pulumi.Output[str]
    bus_arn: pulumi.Output[str]

    def __init__(self, name: str, args: EventBusArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:EventBus", name, opts)
        bus = cloudwatch.EventBus(
            self.named("bus"),
            name=names.bus(args.environment.name),
            description="what the domains of the mesh publish",
            kms_key_identifier=args.key_arn,
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(),
        )
        self.bus_name, self.bus_arn = bus.name, bus.arn
        cloudwatch.EventBusPolicy(
            self.named("policy"),
            event_bus_name=self.bus_name,
            policy=topics.bus(self.bus_arn, Account(args.environment)).json,
            opts=self.child(),
        )
        self.register_outputs({"busName": self.bus_name, "busArn": self.bus_arn})
