"""Where Pulumi keeps state, and what encrypts the secrets in it, as policies see them."""

import re

from .account import Account, key_called
from .statement import Statement, allow

LOCKS = ".pulumi/locks/"
"""Where a backend that is a bucket keeps who works on a stack."""


def state(account: Account, *, writes: bool) -> tuple[Statement, ...]:
    """Reading and, where it ``writes``, changing the environment's state; nothing where its backend is no bucket."""
    bucket = re.match(r"s3://([^/?]+)(/[^?]+)?", account.environment.backend or "")
    if bucket is None:
        return _secrets(account, writes=writes)
    arn = account.bucket(bucket[1])
    within = f"{arn}{bucket[2].rstrip('/') if bucket[2] else ''}"
    changed = f"{within}/*" if writes else f"{within}/{LOCKS}*"
    return (
        allow("ListState", ["s3:GetBucketLocation", "s3:ListBucket"], [arn]),
        allow("ReadState", ["s3:GetObject"], [f"{within}/*"]),
        allow("WriteState" if writes else "HoldLocks", ["s3:DeleteObject", "s3:PutObject"], [changed]),
        *_secrets(account, writes=writes),
    )


def _secrets(account: Account, *, writes: bool) -> tuple[Statement, ...]:
    """The key may be named by alias, id or ARN."""
    found = re.match(r"awskms://([^?]+)", account.environment.secrets or "")
    if found is None:
        return ()
    actions = ["kms:Decrypt", "kms:DescribeKey", *(["kms:Encrypt"] if writes else [])]
    name = found[1].rpartition(":")[2] if found[1].startswith("arn:") else found[1]
    if name.startswith("alias/"):
        return (allow("UseKeyOfSecrets", actions, [account.arn("kms", "key/*")], key_called(name)),)
    arn = found[1] if found[1].startswith("arn:") else account.arn("kms", f"key/{name}")
    return (allow("UseKeyOfSecrets", actions, [arn]),)
