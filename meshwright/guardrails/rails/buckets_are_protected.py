"""No bucket goes without its protections."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack
from meshwright.recording.graph import UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
SATELLITES = {
    "has no public access block": "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "is not encrypted": "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "is not versioned": "aws:s3/bucketVersioning:BucketVersioning",
    "has no owner of its objects": "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "is never tidied up": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "has no policy": "aws:s3/bucketPolicy:BucketPolicy",
}
"""What is wrong with a bucket, by the type of resource that it lacks."""


def _check(stack: Stack) -> Iterator[Breach]:
    for bucket in stack.of_type(BUCKET):
        for wrong, token in SATELLITES.items():
            if not any(s.get("bucket") in (bucket.get("bucket"), UNKNOWN) for s in stack.of_type(token)):
                yield Breach(bucket, f"{bucket.name} {wrong}")
    for versioning in stack.of_type(SATELLITES["is not versioned"]):
        if versioning.get("versioningConfiguration.status") not in ("Enabled", UNKNOWN):
            yield Breach(versioning, f"{versioning.name} does not keep versions")


RAIL = Guardrail(
    id="buckets-are-protected",
    must="a bucket comes with encryption, versions, a public access block, object ownership, a lifecycle and a policy",
    why="each of them is a resource of its own, and easily forgotten",
    remedy="build the bucket with the component PrivateBucket",
    severity="critical",
    nist=("CM-6", "CP-9", "SC-28"),
    cdmc=("9", "11"),
    types=(BUCKET, *SATELLITES.values()),
    check=_check,
    alone=False,
)
