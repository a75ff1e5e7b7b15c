"""No bucket can be opened to the public."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
WAYS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
OPENED = (
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketAclV2:BucketAclV2",
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
)


def _check(stack: Stack) -> Iterator[Breach]:
    for block in stack.of_type(BLOCK):
        for way in WAYS:
            if block.known(way) and block.get(way) is not True:
                yield Breach(block, f"{block.name} leaves {way} open")
    for owned in stack.of_type(OWNERSHIP):
        if owned.known("rule.objectOwnership") and owned.get("rule.objectOwnership") != "BucketOwnerEnforced":
            yield Breach(owned, f"{owned.name} lets writers own their objects")
    for opened in stack.of_type(*OPENED):
        yield Breach(opened, f"{opened.name} opens a bucket by other means than its policy")


RAIL = Guardrail(
    id="buckets-are-private",
    must="public access to a bucket is blocked in all four ways, and its owner owns every object",
    why="one careless policy or object would show data to the world",
    remedy="block all four ways and enforce the bucket owner; grant through the bucket's policy",
    severity="critical",
    nist=("AC-3", "AC-4", "SC-7"),
    cdmc=("7", "9"),
    types=(BLOCK, OWNERSHIP, *OPENED),
    check=_check,
)
