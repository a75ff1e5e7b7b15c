"""Files in the artifact bucket, each under the hash of its content: what a job was deployed with never changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pulumi
from pulumi_aws import s3

HASH_LENGTH = 16
_TYPES = {".json": "application/json", ".py": "text/x-python", ".zip": "application/zip"}


@dataclass(frozen=True, kw_only=True)
class ArtifactStore:
    """A domain's part of the artifact bucket."""

    domain: str
    bucket: pulumi.Input[str]
    """The bucket's name; everything stands under ``<domain>/``."""
    key_arn: pulumi.Input[str]
    """The bucket's key."""
    tags: Mapping[str, str]
    """Of each file."""

    def put(
        self, name: str, folder: str, content: str | Path, opts: pulumi.ResourceOptions, *, kind: str
    ) -> pulumi.Output[str]:
        """Keep a text, or a file, as ``<domain>/<folder>/<hash><kind>`` and return its ``s3://`` address.

        ``name`` is the logical name, ``kind`` the file's suffix, such as ``.json``.
        """
        read = content.read_bytes() if isinstance(content, Path) else content.encode()
        put = s3.BucketObjectv2(
            name,
            bucket=self.bucket,
            key=f"{self.domain}/{folder}/{content_hash(read)}{kind}",
            content=None if isinstance(content, Path) else content,
            source=pulumi.FileAsset(str(content)) if isinstance(content, Path) else None,
            content_type=_TYPES[kind],
            server_side_encryption="aws:kms",
            kms_key_id=self.key_arn,
            bucket_key_enabled=True,
            tags=self.tags,
            opts=opts,
        )
        return pulumi.Output.concat("s3://", put.bucket, "/", put.key)


def content_hash(content: bytes) -> str:
    """What a file is called after."""
    return hashlib.sha256(content).hexdigest()[:HASH_LENGTH]
