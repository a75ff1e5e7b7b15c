"""Object locks: moto takes them for empty buckets only, as S3 did until 2023."""

from moto.s3.exceptions import InvalidBucketState
from moto.s3.models import S3Backend

from .extending import patch


def install() -> None:
    """Let a bucket with objects get another default retention."""
    patch(S3Backend, "put_object_lock_configuration", _put)


def _put(
    backend: S3Backend,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    bucket = backend.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    bucket.object_lock_enabled = bucket.object_lock_enabled or lock_enabled
    bucket.default_lock_mode = mode
    bucket.default_lock_days = days
    bucket.default_lock_years = years
