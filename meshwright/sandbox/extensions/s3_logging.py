"""Access logging of buckets: moto reads only one spelling of the policy that allows it, and logs too eagerly."""

from typing import Any

from moto.s3.models import FakeBucket, S3Backend

from .extending import patch


def install() -> None:
    """Accept the setting as S3 does, and deliver nothing.

    S3 doesn't look at the target's policy when logging is switched on; it fails to deliver later. moto would write an
    object for every request at once, which makes each request two.
    """
    patch(FakeBucket, "_log_permissions_enabled_policy", staticmethod(_allowed))
    patch(S3Backend, "log_incoming_request", _undelivered)


def _allowed(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    return True


def _undelivered(backend: S3Backend, request: Any, bucket_name: str) -> None:
    return None
