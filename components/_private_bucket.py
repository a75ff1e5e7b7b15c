"""The one way in which this platform makes a bucket."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from ._component import MeshComponent
from .policies import Account, Policy, Statement, buckets

UNFINISHED_UPLOADS_DAYS = 7
"""After so many days an upload that nobody finished is given up."""


@dataclass(frozen=True, kw_only=True)
class PrivateBucketArgs:
    """What differs between the platform's buckets."""

    name: pulumi.Input[str]
    account: Account
    key_arn: pulumi.Input[str] | None
    """The only key it may be encrypted with; None where S3 takes none, in the target of access logs."""
    log_bucket: pulumi.Input[str] | None
    """Where its access logs go; None for that bucket itself, which would otherwise log its own logging for ever."""
    superseded_days: int
    """How long a version is kept after a newer one or a deletion."""
    expire_days: int | None = None
    """How long an object is kept at all; None for as long as nobody deletes it."""
    locked_days: int | None = None
    """For how long nobody may delete or overwrite a version; None for no lock."""
    kept: bool = True
    """Whether it stays, with all that is in it, when it is no longer declared; see ``_keeping``."""
    encrypted_by_writer: bool = False
    """Whether the service that writes here encrypts on its own terms, as CloudTrail does.

    It says itself what an upload is encrypted with, and in which context. A bucket key would put the bucket into the
    place of that context, which is what the key's policy knows the service by.
    """
    permissions: Callable[[pulumi.Output[str]], tuple[Statement, ...]] = lambda bucket_arn: ()
    """Statements of the bucket's policy beside the refusals, by the bucket's ARN."""
    tags: dict[str, str]


class PrivateBucket(MeshComponent):
    """Closed to the public, encrypted, versioned, over TLS only, every object its owner's."""

    bucket_name: pulumi.Output[str]
    bucket_arn: pulumi.Output[str]
    policy: s3.BucketPolicy
    """Once it stands, services may be told to write here."""

    def __init__(self, name: str, args: PrivateBucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("meshwright:index:PrivateBucket", name, opts)
        self._args = args
        self.bucket = s3.Bucket(
            self.named("bucket"),
            bucket=args.name,
            object_lock_enabled=True if args.locked_days else None,
            force_destroy=None if args.kept else True,
            tags=args.tags,
            opts=self._kept(),
        )
        self.bucket_name = self.bucket.bucket
        # from the name rather than from the resource, so that a preview shows the policy in full
        self.bucket_arn = pulumi.Output.from_input(args.name).apply(args.account.bucket)
        closed = self._close_to_the_public()
        self._own_every_object()
        self._encrypt()
        versioned = self._keep_versions()
        self._tidy_up(after=versioned)
        self._log_access()
        locked = self._lock(after=versioned)
        # last, since what it refuses to everybody includes a change of the lock
        self.policy = self._refuse_what_is_unsafe(after=[closed, *locked])
        self.register_outputs({"bucketName": self.bucket_name, "bucketArn": self.bucket_arn})

    def _kept(self, *after: pulumi.Resource) -> pulumi.ResourceOptions:
        """A bucket that outlives its stack must not outlive what protects it."""
        return self.child(stateful=self._args.kept, after=after)

    def _close_to_the_public(self) -> s3.BucketPublicAccessBlock:
        return s3.BucketPublicAccessBlock(
            self.named("public-access"),
            bucket=self.bucket_name,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._kept(),
        )

    def _own_every_object(self) -> None:
        s3.BucketOwnershipControls(
            self.named("ownership"),
            bucket=self.bucket_name,
            rule=s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
            opts=self._kept(),
        )

    def _encrypt(self) -> None:
        key = self._args.key_arn
        default = s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
            sse_algorithm="AES256" if key is None else "aws:kms", kms_master_key_id=key
        )
        s3.BucketServerSideEncryptionConfiguration(
            self.named("encryption"),
            bucket=self.bucket_name,
            rules=[
                s3.BucketServerSideEncryptionConfigurationRuleArgs(
                    apply_server_side_encryption_by_default=default,
                    bucket_key_enabled=None if key is None else not self._args.encrypted_by_writer,
                )
            ],
            opts=self._kept(),
        )

    def _keep_versions(self) -> s3.BucketVersioning:
        return s3.BucketVersioning(
            self.named("versioning"),
            bucket=self.bucket_name,
            versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self._kept(),
        )

    def _tidy_up(self, *, after: s3.BucketVersioning) -> None:
        rules = [
            _rule(
                "abort-unfinished-uploads",
                abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                    days_after_initiation=UNFINISHED_UPLOADS_DAYS
                ),
            ),
            _rule(
                "expire-superseded-versions",
                noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                    noncurrent_days=self._args.superseded_days
                ),
            ),
        ]
        if self._args.expire_days is not None:
            age = s3.BucketLifecycleConfigurationRuleExpirationArgs(days=self._args.expire_days)
            rules.append(_rule("expire-objects", expiration=age))
        s3.BucketLifecycleConfiguration(
            self.named("lifecycle"), bucket=self.bucket_name, rules=rules, opts=self._kept(after)
        )

    def _log_access(self) -> None:
        if self._args.log_bucket is None:
            return
        s3.BucketLogging(
            self.named("logging"),
            bucket=self.bucket_name,
            target_bucket=self._args.log_bucket,
            target_prefix=pulumi.Output.concat(self.bucket_name, "/"),
            opts=self._kept(),
        )

    def _lock(self, *, after: s3.BucketVersioning) -> list[pulumi.Resource]:
        if self._args.locked_days is None:
            return []
        retention = s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
            mode="GOVERNANCE", days=self._args.locked_days
        )
        lock = s3.BucketObjectLockConfiguration(
            self.named("lock"),
            bucket=self.bucket_name,
            rule=s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention),
            opts=self._kept(after),
        )
        return [lock]

    def _refuse_what_is_unsafe(self, *, after: Sequence[pulumi.Resource]) -> s3.BucketPolicy:
        args, arn = self._args, self.bucket_arn
        statements = [*buckets.refusals(arn, args.account), *args.permissions(arn)]
        if args.key_arn is not None and not args.encrypted_by_writer:
            statements += buckets.only_this_key(arn, args.key_arn)
        return s3.BucketPolicy(
            self.named("policy"),
            bucket=self.bucket_name,
            policy=Policy(tuple(statements)).json,
            opts=self._kept(*after),
        )


def _rule(
    name: str,
    *,
    expiration: s3.BucketLifecycleConfigurationRuleExpirationArgs | None = None,
    noncurrent_version_expiration: s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs | None = None,
    abort_incomplete_multipart_upload: (
        s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs | None
    ) = None,
) -> s3.BucketLifecycleConfigurationRuleArgs:
    """A rule for the whole bucket."""
    return s3.BucketLifecycleConfigurationRuleArgs(
        id=name,
        status="Enabled",
        filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
        expiration=expiration,
        noncurrent_version_expiration=noncurrent_version_expiration,
        abort_incomplete_multipart_upload=abort_incomplete_multipart_upload,
    )
