"""A resource about to be answered, and where it would be."""

import base64
import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """Where a resource would be created."""

    account: str
    region: str
    partition: str = "aws"
    tags: tuple[tuple[str, str], ...] = ()
    """The provider's default tags."""

    @property
    def domain(self) -> str:
        """The DNS suffix of the partition's endpoints."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def arn(self, service: str, resource: str, *, region: bool = True, account: bool = True) -> str:
        """An ARN here; S3 names neither region nor account, IAM no region."""
        return ":".join(
            ("arn", self.partition, service, self.region if region else "", self.account if account else "", resource)
        )


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A resource about to be answered."""

    urn: str
    type: str
    name: str
    inputs: Mapping[str, Any]
    """With the physical name filled in."""
    place: Place

    def text(self, key: str, default: str = "") -> str:
        """An input as text."""
        return str(self.inputs.get(key, default))

    def hex(self, length: int, purpose: str = "") -> str:
        """Hexadecimal digits that belong to this resource alone; at most 64."""
        return hashlib.sha256(f"{self.urn}\0{purpose}".encode()).hexdigest()[:length]

    def uuid(self, purpose: str = "") -> str:
        """A UUID that belongs to this resource alone."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.urn}\0{purpose}"))

    def iam_id(self, prefix: str) -> str:
        """A unique id as IAM makes them: four letters for the kind, seventeen of base 32."""
        digest = hashlib.sha256(f"{self.urn}\0{prefix}".encode()).digest()
        return prefix + base64.b32encode(digest).decode()[:17]

    def number(self) -> str:
        """A hash as the provider makes an id of when AWS has none: a 32-bit number."""
        return str(int(self.hex(8, "id"), 16))
