"""Who did what: recorded, and kept where nobody can change it."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudtrail

from meshwright import names
from meshwright.language import Environment, Governance

from ._component import MeshComponent
from ._private_bucket import PrivateBucket, PrivateBucketArgs
from .platform_storage import platform_bucket
from .policies import Account, buckets
from .tags import platform_tags

_Where = cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs
LOCKED_DAYS = 400
"""For how long a record can't be deleted or replaced: a year, and a month to look into it."""


@dataclass(frozen=True, kw_only=True)
class AuditTrailArgs:
    """Where it is, and what it needs of the foundation."""

    environment: Environment
    governance: Governance
    suffix: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    """The platform's key."""
    log_bucket: pulumi.Input[str]


class AuditTrail(MeshComponent):
    """Every call to the account, and every read and write of an object in a bucket of the mesh, in a locked bucket.

    The lock is S3's governance mode, and the bucket refuses the permission that would lift it: the compliance mode
    can't be undone in a trial environment, not even by closing everything but the account. Whoever changes for how long
    records are locked deploys without that refusal first.
    """

    bucket: PrivateBucket
    trail_arn: pulumi.Output[str]

    def __init__(self, name: str, args: AuditTrailArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:AuditTrail", name, opts)
        self._args = args
        self.bucket = self._locked_bucket()
        self.trail_arn = self._trail().arn
        self.register_outputs({"auditBucket": self.bucket.bucket_name, "trailArn": self.trail_arn})

    def _locked_bucket(self) -> PrivateBucket:
        args, account = self._args, Account(self._args.environment)
        return PrivateBucket(
            self.named("records"),
            PrivateBucketArgs(
                name=platform_bucket(args.environment, "audit", args.suffix),
                account=account,
                key_arn=args.key_arn,
                log_bucket=args.log_bucket,
                superseded_days=LOCKED_DAYS,
                locked_days=LOCKED_DAYS,
                encrypted_by_writer=True,
                permissions=lambda bucket_arn: buckets.trail(bucket_arn, account),
                tags=platform_tags(args.environment, args.governance),
            ),
            opts=self.child(),
        )

    def _trail(self) -> cloudtrail.Trail:
        args = self._args
        return cloudtrail.Trail(
            self.named("trail"),
            name=names.trail(args.environment.name),
            s3_bucket_name=self.bucket.bucket_name,
            kms_key_id=args.key_arn,
            enable_logging=True,
            enable_log_file_validation=True,
            include_global_service_events=True,
            is_multi_region_trail=True,
            advanced_event_selectors=[self._calls(), self._objects(), self._records()],
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(after=[self.bucket.policy]),
        )

    def _calls(self) -> cloudtrail.TrailAdvancedEventSelectorArgs:
        """Lake Formation's grants, Glue, Athena, IAM and KMS are all among the management events."""
        return cloudtrail.TrailAdvancedEventSelectorArgs(
            name="every call that manages something",
            field_selectors=[_Where(field="eventCategory", equals=["Management"])],
        )

    def _objects(self) -> cloudtrail.TrailAdvancedEventSelectorArgs:
        environment, account = self._args.environment.name, Account(self._args.environment)
        return _on_objects(
            "reads and writes in the mesh's buckets",
            _Where(
                field="resources.ARN",
                starts_withs=[account.bucket(f"mesh-{environment}-")],
                not_starts_withs=self._delivered(),
            ),
        )

    def _records(self) -> cloudtrail.TrailAdvancedEventSelectorArgs:
        """Who reads or removes a record; not its delivery, which would be recorded and delivered without end."""
        return _on_objects(
            "whatever happens to records but their delivery",
            _Where(field="resources.ARN", starts_withs=self._delivered()),
            _Where(field="eventName", not_equals=["PutObject"]),
        )

    def _delivered(self) -> list[str]:
        """What the ARNs of records and access logs begin with."""
        environment, account = self._args.environment.name, Account(self._args.environment)
        return [account.bucket(names.bucket(environment, names.PLATFORM, store, "")) for store in ("audit", "logs")]


def _on_objects(name: str, *narrowed: _Where) -> cloudtrail.TrailAdvancedEventSelectorArgs:
    return cloudtrail.TrailAdvancedEventSelectorArgs(
        name=name,
        field_selectors=[
            _Where(field="eventCategory", equals=["Data"]),
            _Where(field="resources.type", equals=["AWS::S3::Object"]),
            *narrowed,
        ],
    )
