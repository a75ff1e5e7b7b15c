"""S3 deletes nothing that a table still knows."""

from collections.abc import Iterator

from meshwright.guardrails.guardrail import Guardrail
from meshwright.guardrails.stack import Breach, Stack

LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOCATION = "aws:lakeformation/resource:Resource"
TABLE = "aws:glue/catalogTable:CatalogTable"
TABLE_LOCATION = "openTableFormatInput.icebergInput.icebergTableInput.location"
FORBIDDEN = ("expiration", "transitions")
"""Iceberg finds a file by its name, for as long as a snapshot knows it, and reads it at once."""


def _check(stack: Stack) -> Iterator[Breach]:
    lake = {str(r.get("arn")).removeprefix("arn:aws:s3:::").partition("/")[0] for r in stack.of_type(LOCATION)}
    lake |= {str(t.get(TABLE_LOCATION)).removeprefix("s3://").partition("/")[0] for t in stack.of_type(TABLE)}
    for lifecycle in stack.of_type(LIFECYCLE):
        rules = lifecycle.get("rules")
        if lifecycle.get("bucket") not in lake or not isinstance(rules, list):
            continue
        for rule in rules:
            for what in FORBIDDEN:
                if rule.get(what) and rule.get("status") != "Disabled":
                    yield Breach(lifecycle, f"{lifecycle.name}: rule {rule.get('id')} has {what} on a bucket of tables")


RAIL = Guardrail(
    id="iceberg-data-never-expires",
    must="a bucket that holds tables has no lifecycle rule that expires or moves current objects",
    why="a table whose file S3 has deleted or frozen can't be read any more",
    remedy="expire superseded versions and unfinished uploads only; the catalog's optimisers drop old snapshots",
    severity="critical",
    nist=("CP-9", "SI-12"),
    cdmc=("11",),
    types=(LIFECYCLE,),
    check=_check,
    alone=False,
)
