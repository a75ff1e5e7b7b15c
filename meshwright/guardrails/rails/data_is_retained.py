"""Data outlives the code that declared it."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

HOLDS_DATA = (
    "aws:glue/catalogDatabase:CatalogDatabase",
    "aws:glue/catalogTable:CatalogTable",
    "aws:kms/key:Key",
    "aws:s3/bucket:Bucket",
)


def _check(stack: Stack) -> Iterator[Breach]:
    for resource in stack.of_type(*HOLDS_DATA):
        if resource.retained is False and not stack.bounds.deletes_retired:
            yield Breach(resource, f"{resource.name} would be deleted with its stack")
    for bucket in stack.of_type("aws:s3/bucket:Bucket"):
        if bucket.get("forceDestroy") is True:
            yield Breach(bucket, f"{bucket.name} would be emptied to be deleted")


RAIL = Guardrail(
    id="data-is-retained",
    must="buckets, keys, databases and tables stay when their stack goes, unless definition and environment let go",
    why="a definition can be written again, data can't",
    remedy="leave retain_on_delete as the components set it, and forceDestroy out",
    severity="critical",
    nist=("CP-9", "SI-12"),
    cdmc=("11",),
    types=HOLDS_DATA,
    check=_check,
    options=True,
)
