"""Buckets and their satellites: each satellite is one setting, put as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..api import Api
from ..errors import ApiError, SandboxError
from .kind import Inputs, Kind, Outputs
from .shapes import pairs

BESIDE = frozenset({"bucket", "expectedBucketOwner", "mfa", "token", "transitionDefaultMinimumObjectSize"})
"""Inputs of a setting that stand beside the member that holds the rest."""


class Bucket(Kind):
    """A bucket by itself; everything else about it is a satellite."""

    def call_create(self, api: Api, inputs: Inputs) -> Mapping[str, Any]:
        """A bucket outside us-east-1 says where it is to be."""
        parameters = self.parameters(self.creates, inputs)
        if api.region != "us-east-1":
            parameters["CreateBucketConfiguration"] = {"LocationConstraint": api.region}
        response = api.call("s3", self.creates, **parameters)
        self.retag(api, {}, inputs)
        return response

    def update(self, api: Api, old: Inputs, new: Inputs) -> Outputs:
        """Nothing of a bucket itself changes but its tags."""
        self.parameters(self.creates, new)
        self.retag(api, old, new)
        return self.computed(api, new, {})

    def delete(self, api: Api, inputs: Inputs) -> None:
        """AWS refuses to delete a bucket with objects; ``forceDestroy`` empties it first."""
        try:
            if inputs.get("forceDestroy"):
                _empty(api, inputs["bucket"])
        except ApiError as problem:
            if not self.is_gone(problem):
                raise
        super().delete(api, inputs)

    def retag(self, api: Api, old: Inputs, new: Inputs) -> None:
        """Tags are put as a whole."""
        if (old.get("tags") or {}) == (new.get("tags") or {}) and old:
            return
        if new.get("tags"):
            api.call("s3", "put_bucket_tagging", Bucket=new["bucket"], Tagging={"TagSet": pairs(new["tags"])})
        elif old:
            api.call("s3", "delete_bucket_tagging", Bucket=new["bucket"])


@dataclass(frozen=True, kw_only=True)
class Setting(Kind):
    """One setting of a bucket."""

    within: str = ""
    """The member of the request that holds the inputs; empty where they stand beside ``Bucket``."""
    without: Mapping[str, Any] | None = None
    """What is put instead of deleting, where no operation deletes it."""

    def parameters(self, operation_name: str, inputs: Inputs) -> dict[str, Any]:
        """The inputs, but for the bucket and its owner, go into one member."""
        own = self.own(inputs)
        if not self.within:
            return self.request(operation_name, own)
        inner = {n: v for n, v in own.items() if n not in BESIDE}
        outer = {n: v for n, v in own.items() if n in BESIDE}
        return self.request(operation_name, {**outer, self.within: inner})

    def delete(self, api: Api, inputs: Inputs) -> None:
        """What can't be deleted goes back to what a new bucket has."""
        if inputs.get("skipDestroy"):
            return
        try:
            if self.without is None:
                api.call("s3", self.deletes, Bucket=inputs["bucket"])
            else:
                api.call("s3", self.updates, Bucket=inputs["bucket"], **self.without)
        except ApiError as problem:
            if not self.is_gone(problem):
                raise


def _empty(api: Api, bucket: str) -> None:
    while True:
        found = api.call("s3", "list_object_versions", Bucket=bucket)
        versions = [
            {"Key": v["Key"], "VersionId": v["VersionId"]}
            for v in [*found.get("Versions", []), *found.get("DeleteMarkers", [])]
        ]
        if not versions:
            return
        answer = api.call("s3", "delete_objects", Bucket=bucket, Delete={"Objects": versions})
        if errors := answer.get("Errors"):
            raise SandboxError(f"bucket {bucket} can't be emptied: {errors[0].get('Message') or errors[0]}")


def _setting(token: str, put: str, *, reads: str, **rest: Any) -> Setting:
    """A setting is created and changed by the same operation."""
    return Setting(
        token=f"aws:s3/{token}",
        id="{bucket}",
        key={"bucket": "Bucket"},
        service="s3",
        creates=put,
        updates=put,
        reads=reads,
        elsewhere=frozenset({"skipDestroy", "timeouts"}),
        **rest,
    )


def _rules_with_filter(inputs: Inputs) -> Inputs:
    """A rule without a filter is for the whole bucket; the API wants that said."""
    rules = [{**rule, "filter": rule.get("filter") or {"prefix": ""}} for rule in inputs.get("rules", [])]
    return {**inputs, "rules": rules}


def _within_logging_enabled(inputs: Inputs) -> Inputs:
    inner = {n: v for n, v in inputs.items() if n not in BESIDE}
    return {**{n: v for n, v in inputs.items() if n in BESIDE}, "loggingEnabled": inner}


KINDS = (
    Bucket(
        token="aws:s3/bucket:Bucket",
        id="{bucket}",
        key={"bucket": "Bucket"},
        service="s3",
        creates="create_bucket",
        updates="put_bucket_tagging",
        deletes="delete_bucket",
        reads="head_bucket",
        names={"objectLockEnabled": "ObjectLockEnabledForBucket"},
        elsewhere=frozenset({"tags", "forceDestroy"}),
        outputs={
            "arn": "arn:{partition}:s3:::{bucket}",
            "bucketDomainName": "{bucket}.s3.amazonaws.com",
            "bucketRegion": "{region}",
            "bucketRegionalDomainName": "{bucket}.s3.{region}.amazonaws.com",
        },
    ),
    _setting(
        "bucketPublicAccessBlock:BucketPublicAccessBlock",
        "put_public_access_block",
        reads="get_public_access_block",
        deletes="delete_public_access_block",
        within="PublicAccessBlockConfiguration",
    ),
    _setting(
        "bucketOwnershipControls:BucketOwnershipControls",
        "put_bucket_ownership_controls",
        reads="get_bucket_ownership_controls",
        deletes="delete_bucket_ownership_controls",
        within="OwnershipControls",
    ),
    _setting(
        "bucketVersioning:BucketVersioning",
        "put_bucket_versioning",
        reads="get_bucket_versioning",
        without={"VersioningConfiguration": {"Status": "Suspended"}},
    ),
    _setting(
        "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        "put_bucket_encryption",
        reads="get_bucket_encryption",
        deletes="delete_bucket_encryption",
        within="ServerSideEncryptionConfiguration",
    ),
    _setting(
        "bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "put_bucket_lifecycle_configuration",
        reads="get_bucket_lifecycle_configuration",
        deletes="delete_bucket_lifecycle",
        within="LifecycleConfiguration",
        reshape=_rules_with_filter,
        names={"LifecycleConfiguration.rules.id": "ID"},
    ),
    _setting(
        "bucketLogging:BucketLogging",
        "put_bucket_logging",
        reads="get_bucket_logging",
        within="BucketLoggingStatus",
        reshape=_within_logging_enabled,
        without={"BucketLoggingStatus": {}},
    ),
    _setting(
        "bucketPolicy:BucketPolicy",
        "put_bucket_policy",
        reads="get_bucket_policy",
        deletes="delete_bucket_policy",
    ),
    _setting(
        "bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        "put_object_lock_configuration",
        reads="get_object_lock_configuration",
        within="ObjectLockConfiguration",
        fixed={"objectLockEnabled": "Enabled"},
        without={"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}},
    ),
)
