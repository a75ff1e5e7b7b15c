"""The keys of a domain."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import kms

from meshwright import names
from meshwright.language import Domain, Environment

from ._component import MeshComponent
from ._keeping import keeps
from .foundation_outputs import FoundationOutputs
from .policies import Account, keys
from .tags import domain_tags

DELETION_WINDOW_DAYS = 30
"""The longest that KMS offers for changing one's mind."""


@dataclass(frozen=True, kw_only=True)
class DomainKeyArgs:
    """Whose key it is, and where."""

    domain: Domain
    environment: Environment
    foundation: FoundationOutputs


class DomainKey(MeshComponent):
    """A domain's encryption key, and the key of its pseudonyms. Unless retired, both outlive the stack."""

    key_arn: pulumi.Output[str]
    """Encrypts the domain's buckets, logs, topic and state machines."""
    pseudonym_key_arn: pulumi.Output[str]
    """Makes pseudonyms (HMAC-SHA256) inside KMS; its material never leaves it."""

    def __init__(self, name: str, args: DomainKeyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainKey", name, opts)
        self.key_arn = self._encryption_key(args)
        self.pseudonym_key_arn = self._pseudonym_key(args)
        self.register_outputs({"keyArn": self.key_arn, "pseudonymKeyArn": self.pseudonym_key_arn})

    def _encryption_key(self, args: DomainKeyArgs) -> pulumi.Output[str]:
        account, domain = Account(args.environment), args.domain.name
        key = kms.Key(
            self.named("key"),
            description=f"data of the domain {domain}",
            policy=keys.domain_key(account, domain, args.foundation.lake_formation_role_arn).json,
            enable_key_rotation=True,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            tags=domain_tags(args.environment, args.domain),
            opts=self.child(stateful=keeps(args.environment, args.domain)),
        )
        kms.Alias(
            self.named("alias"),
            name=names.key_alias(args.environment.name, domain),
            target_key_id=key.key_id,
            opts=self.child(stateful=keeps(args.environment, args.domain)),
        )
        return key.arn

    def _pseudonym_key(self, args: DomainKeyArgs) -> pulumi.Output[str]:
        """Not rotated: the same person must keep the same pseudonym, and KMS rotates no HMAC keys."""
        account, domain = Account(args.environment), args.domain.name
        key = kms.Key(
            self.named("pseudonym-key"),
            description=f"pseudonyms of the domain {domain}",
            key_usage="GENERATE_VERIFY_MAC",
            customer_master_key_spec="HMAC_256",
            policy=keys.pseudonym_key(account, domain).json,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            tags=domain_tags(args.environment, args.domain),
            opts=self.child(stateful=keeps(args.environment, args.domain)),
        )
        kms.Alias(
            self.named("pseudonym-alias"),
            name=names.pseudonym_key_alias(args.environment.name, domain),
            target_key_id=key.key_id,
            opts=self.child(stateful=keeps(args.environment, args.domain)),
        )
        return key.arn
