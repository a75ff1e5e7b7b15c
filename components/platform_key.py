"""The key of what belongs to the platform rather than to a domain."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import kms

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from .domain_key import DELETION_WINDOW_DAYS
from .policies import Account, keys
from .tags import platform_tags


@dataclass(frozen=True, kw_only=True)
class PlatformKeyArgs:
    """Where it is, and who administers the platform."""

    environment: Environment
    governance: Governance
    administrators: Sequence[pulumi.Input[str]]
    """ARNs of the roles that deploy the platform and read its audit trail."""
    planners: Sequence[pulumi.Input[str]] = ()
    """ARNs of the roles that plan, and read artifacts for it."""


class PlatformKey(MeshComponent):
    """Encrypts artifacts, catalog, audit trail, bus and alerts; nothing that a domain owns. Outlives the stack."""

    key_arn: pulumi.Output[str]

    def __init__(self, name: str, args: PlatformKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:PlatformKey", name, opts)
        account = Account(args.environment)
        key = kms.Key(
            self.named("key"),
            description="artifacts, catalog, audit trail, bus and alerts of the mesh",
            policy=keys.platform_key(account, args.administrators, args.planners).json,
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(stateful=True),
        )
        kms.Alias(
            self.named("alias"),
            name=names.key_alias(args.environment.name, names.PLATFORM),
            target_key_id=key.key_id,
            opts=self.child(stateful=True),
        )
        self.key_arn = key.arn
        self.register_outputs({"keyArn": self.key_arn})
