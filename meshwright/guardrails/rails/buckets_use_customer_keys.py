"""Objects are encrypted with keys of ours."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack
from meshwright.recording.graph import UNKNOWN

ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
TRAIL = "aws:cloudtrail/trail:Trail"
DEFAULT = "applyServerSideEncryptionByDefault"


def _check(stack: Stack) -> Iterator[Breach]:
    log_targets = {r.get("targetBucket") for r in stack.of_type(LOGGING)}
    trails = {r.get("s3BucketName") for r in stack.of_type(TRAIL)}
    for encryption in stack.of_type(ENCRYPTION):
        bucket = encryption.get("bucket")
        if bucket in log_targets or UNKNOWN in (bucket, encryption.get("rules")):
            continue
        for rule in encryption.get("rules") or [{}]:
            default = rule.get(DEFAULT) or {}
            if default.get("sseAlgorithm") not in ("aws:kms", UNKNOWN) or not default.get("kmsMasterKeyId"):
                yield Breach(encryption, f"{encryption.name} uses no key of ours")
            elif not rule.get("bucketKeyEnabled") and bucket not in trails:
                yield Breach(encryption, f"{encryption.name} asks KMS anew for each object")


RAIL = Guardrail(
    id="buckets-use-customer-keys",
    must="a bucket is encrypted with a key of ours; the target of access logs has none, since S3 allows none there",
    why="whoever may not use the key reads nothing, whatever a policy says",
    remedy="name the domain's key, with bucketKeyEnabled",
    severity="critical",
    nist=("SC-12", "SC-13", "SC-28"),
    cdmc=("9",),
    types=(ENCRYPTION,),
    check=_check,
    alone=False,
)
