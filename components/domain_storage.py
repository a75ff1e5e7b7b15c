"""Where a domain's bytes live."""

from dataclasses import dataclass

import pulumi

from meshwright import names
from meshwright.language import Domain, Environment

from ._component import MeshComponent
from ._keeping import keeps
from ._private_bucket import PrivateBucket, PrivateBucketArgs
from .foundation_outputs import FoundationOutputs
from .policies import Account
from .tags import domain_tags

SUPERSEDED_DAYS = {"landing": 30, "data": 30, "scratch": 1}
"""How long a replaced or deleted object can be brought back, by bucket."""
SCRATCH_DAYS = 7
"""How long query results and staged rows are kept. Nothing else ever expires: Iceberg deletes its own files."""


@dataclass(frozen=True, kw_only=True)
class DomainStorageArgs:
    """Whose storage it is, where, and what encrypts it."""

    domain: Domain
    environment: Environment
    foundation: FoundationOutputs
    key_arn: pulumi.Input[str]
    """The domain's own key."""


class DomainStorage(MeshComponent):
    """Three buckets: landing (raw files), data (Iceberg tables), scratch (query results and staged rows)."""

    landing: PrivateBucket
    data: PrivateBucket
    scratch: PrivateBucket

    def __init__(self, name: str, args: DomainStorageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:DomainStorage", name, opts)
        self.landing = self._bucket("landing", args)
        self.data = self._bucket("data", args)
        self.scratch = self._bucket("scratch", args, expire_days=SCRATCH_DAYS)
        self.register_outputs(
            {
                "landingBucket": self.landing.bucket_name,
                "dataBucket": self.data.bucket_name,
                "scratchBucket": self.scratch.bucket_name,
            }
        )

    def _bucket(self, store: str, args: DomainStorageArgs, *, expire_days: int | None = None) -> PrivateBucket:
        environment, domain = args.environment, args.domain
        bucket_name = pulumi.Output.from_input(args.foundation.suffix).apply(
            lambda suffix: names.bucket(environment.name, domain.name, store, suffix)
        )
        return PrivateBucket(
            self.named(store),
            PrivateBucketArgs(
                name=bucket_name,
                account=Account(environment),
                key_arn=args.key_arn,
                log_bucket=args.foundation.log_bucket,
                superseded_days=SUPERSEDED_DAYS[store],
                expire_days=expire_days,
                kept=keeps(environment, domain),
                tags=domain_tags(environment, domain),
            ),
            opts=self.child(),
        )
