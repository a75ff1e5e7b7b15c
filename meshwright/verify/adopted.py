"""Checks on buckets that were there before the mesh: seen and told, and never changed, since others made them."""

from collections.abc import Callable, Iterator
from typing import Any

from meshwright.account.desired import BUCKET, Declared
from meshwright.sandbox.errors import ApiError

from .ground import Ground
from .results import Breach, Observation, Sound

NOT_OURS = "not ours to change"
_UNSET = frozenset(
    {"NoSuchPublicAccessBlockConfiguration", "NoSuchBucketPolicy", "ServerSideEncryptionConfigurationNotFoundError"}
)
"""What S3 answers where nothing is set."""
_CROWDS = ("/global/AllUsers", "/global/AuthenticatedUsers")
"""Groups of access control lists that anybody in the world is in."""
_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


def adopted_buckets_are_private(ground: Ground) -> Iterator[Observation]:
    """Neither a policy nor an access control list lets in the world, or public access is blocked anyway."""

    def look(name: str) -> Observation:
        block = _block(ground, name)
        if len(block) == len(_BLOCKS):
            return Sound(name, "public access blocked")
        by = list(_opened(ground, name, block))
        if not by:
            missing = ", ".join(b for b in _BLOCKS if b not in block)
            return Sound(name, f"open to nobody, though S3 does not block it ({missing} off; {NOT_OURS})")
        cure = f"{NOT_OURS}: have those who made it block public access to it"
        return Breach(name, f"open to the world by its {' and '.join(by)}", "public access blocked", cure=cure)

    return _each(ground, look)


def adopted_buckets_are_encrypted(ground: Ground) -> Iterator[Observation]:
    """By which key; S3 encrypts with keys of its own where none is set."""

    def look(name: str) -> Observation:
        told = _unless_unset(ground, "get_bucket_encryption", name).get("ServerSideEncryptionConfiguration", {})
        rules: list[dict[str, Any]] = told.get("Rules", [])
        first: dict[str, Any] = rules[0].get("ApplyServerSideEncryptionByDefault", {}) if rules else {}
        if first.get("SSEAlgorithm", "AES256") == "AES256":
            return Sound(name, f"encrypted with keys of S3's own ({NOT_OURS})")
        return Sound(name, f"encrypted with {first.get('KMSMasterKeyID', 'the key that AWS has for S3')}")

    return _each(ground, look)


def _each(ground: Ground, look: Callable[[str], Observation]) -> Iterator[Observation]:
    adopted = [d for d in ground.desired.of(BUCKET) if d.adopted]
    if not adopted:
        yield Sound("adopted buckets", "no bucket is adopted")

    def seen(declared: Declared) -> Observation:
        name = str(declared.inputs["bucket"])
        try:
            return look(name)
        except ApiError as problem:
            if problem.code != "NoSuchBucket":
                raise
            cure = "take it out of adopts=, or find out who deleted it"
            return Breach(name, "does not exist", "is adopted", cure=cure)

    yield from ground.each(adopted, lambda d: str(d.inputs["bucket"]), seen)


def _block(ground: Ground, name: str) -> set[str]:
    """Which of the four blocks are on."""
    told = _unless_unset(ground, "get_public_access_block", name).get("PublicAccessBlockConfiguration", {})
    return {block for block in _BLOCKS if told.get(block)}


def _opened(ground: Ground, name: str, block: set[str]) -> Iterator[str]:
    """What opens a bucket in spite of its blocks."""
    if "RestrictPublicBuckets" not in block:
        status = _unless_unset(ground, "get_bucket_policy_status", name).get("PolicyStatus", {})
        if status.get("IsPublic"):
            yield "policy"
    if "IgnorePublicAcls" not in block:
        grants = ground.account.api.call("s3", "get_bucket_acl", Bucket=name).get("Grants", [])
        if any(str(g["Grantee"].get("URI", "")).endswith(_CROWDS) for g in grants):
            yield "access control list"


def _unless_unset(ground: Ground, operation: str, name: str) -> dict[str, Any]:
    try:
        return ground.account.api.call("s3", operation, Bucket=name)
    except ApiError as problem:
        if problem.code in _UNSET:
            return {}
        raise
