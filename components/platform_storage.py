"""Where the platform keeps what belongs to no domain."""

from dataclasses import dataclass

import pulumi

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from ._private_bucket import PrivateBucket, PrivateBucketArgs
from .policies import Account, buckets
from .tags import platform_tags

ACCESS_LOG_DAYS = 400
"""How long access logs are kept: a year, and a month to look into it."""
SUPERSEDED_DAYS = 90
"""How long a replaced artifact or catalog page can be brought back."""


@dataclass(frozen=True, kw_only=True)
class PlatformStorageArgs:
    """Where it is, and what it needs of the foundation."""

    environment: Environment
    governance: Governance
    suffix: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The platform's key."""


class PlatformStorage(MeshComponent):
    """Three buckets: logs (of access to every other bucket), artifacts (what jobs run), catalog (what people read)."""

    logs: PrivateBucket
    artifacts: PrivateBucket
    catalog: PrivateBucket

    def __init__(self, name: str, args: PlatformStorageArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:PlatformStorage", name, opts)
        self._args = args
        self.logs = self._access_logs()
        self.artifacts = self._store("artifacts")
        self.catalog = self._store("catalog")
        self.register_outputs(
            {
                "logBucket": self.logs.bucket_name,
                "artifactBucket": self.artifacts.bucket_name,
                "catalogBucket": self.catalog.bucket_name,
            }
        )

    def _access_logs(self) -> PrivateBucket:
        """S3 delivers access logs only to a bucket with S3's own encryption (S3 user guide, "Enabling access logs")."""
        args, account = self._args, Account(self._args.environment)
        return PrivateBucket(
            self.named("logs"),
            PrivateBucketArgs(
                name=platform_bucket(args.environment, "logs", args.suffix),
                account=account,
                key_arn=None,
                log_bucket=None,
                superseded_days=1,
                expire_days=ACCESS_LOG_DAYS,
                permissions=lambda bucket_arn: buckets.access_logs(bucket_arn, account),
                tags=platform_tags(args.environment, args.governance),
            ),
            opts=self.child(),
        )

    def _store(self, store: str) -> PrivateBucket:
        args = self._args
        return PrivateBucket(
            self.named(store),
            PrivateBucketArgs(
                name=platform_bucket(args.environment, store, args.suffix),
                account=Account(args.environment),
                key_arn=args.key_arn,
                log_bucket=self.logs.bucket_name,
                superseded_days=SUPERSEDED_DAYS,
                tags=platform_tags(args.environment, args.governance),
            ),
            opts=self.child(),
        )


def platform_bucket(environment: Environment, store: str, suffix: pulumi.Input[str]) -> pulumi.Output[str]:
    """The name of one of the platform's buckets (``names.PLATFORM_STORES``)."""
    return pulumi.Output.from_input(suffix).apply(
        lambda known: names.bucket(environment.name, names.PLATFORM, store, known)
    )
