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
    can't be undone in a trial environment, not even by closing everything but the account.
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
                # CloudTrail encrypts its digest files with S3's own key, whatever the trail says
                mixed_encryption=True,
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
            advanced_event_selectors=[self._calls(), self._objects()],
            tags=platform_tags(args.environment, args.governance),
            opts=self.child(after=[self.bucket.policy]),
        )

    def _calls(self) -> cloudtrail.TrailAdvancedEventSelectorArgs:
        """Lake Formation's grants, Glue, Athena, IAM and KMS are all among the management events."""
        return cloudtrail.TrailAdvancedEventSelectorArgs(
            name="every call that manages something", field_selectors=[_where("eventCategory", "Management")]
        )

    def _objects(self) -> cloudtrail.TrailAdvancedEventSelectorArgs:
        """Not the delivery of the logs themselves, which would never end."""
        environment, account = self._args.environment.name, Account(self._args.environment)
        delivered = [
            account.bucket(names.bucket(environment, names.PLATFORM, store, "")) for store in ("audit", "logs")
        ]
        return cloudtrail.TrailAdvancedEventSelectorArgs(
            name="reads and writes in the mesh's buckets",
            field_selectors=[
                _where("eventCategory", "Data"),
                _where("resources.type", "AWS::S3::Object"),
                cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs(
                    field="resources.ARN",
                    starts_withs=[account.bucket(f"mesh-{environment}-")],
                    not_starts_withs=delivered,
                ),
            ],
        )


def _where(field: str, value: str) -> cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs:
    return cloudtrail.TrailAdvancedEventSelectorFieldSelectorArgs(field=field, equals=[value])
