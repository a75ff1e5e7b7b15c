"""What can't be changed in place: a change there means another resource instead of the old one.

Each line is what the provider declares for the type: ``ForceNew`` or ``RequiresReplace`` in the schema of the Terraform
resource that pulumi-aws 7 is built on (hashicorp/terraform-provider-aws 6, ``internal/service/<service>/<file>.go``,
read in November 2026), under pulumi's names.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from meshwright.recording.paths import parse

ANYTHING = "*"
"""Nothing of it can be changed in place."""
_BUCKET = ("bucket", "expectedBucketOwner")

REPLACING: Mapping[str, tuple[str, ...]] = {
    "aws:athena/workgroup:Workgroup": ("name",),
    "aws:budgets/budget:Budget": ("accountId", "name", "namePrefix"),
    "aws:cloudtrail/trail:Trail": ("name",),
    "aws:cloudwatch/eventBus:EventBus": ("name", "eventSourceName"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ("eventBusName",),
    "aws:cloudwatch/eventRule:EventRule": ("name", "namePrefix", "eventBusName"),
    "aws:cloudwatch/eventTarget:EventTarget": ("rule", "eventBusName", "targetId"),
    "aws:cloudwatch/logGroup:LogGroup": ("name", "namePrefix", "logGroupClass"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ("name",),
    "aws:glue/catalogDatabase:CatalogDatabase": ("name", "catalogId"),
    "aws:glue/catalogTable:CatalogTable": (
        "name",
        "databaseName",
        "catalogId",
        "partitionIndices",
        "openTableFormatInput.icebergInput.metadataOperation",
        "openTableFormatInput.icebergInput.version",
    ),
    "aws:glue/catalogTableOptimizer:CatalogTableOptimizer": ("catalogId", "databaseName", "tableName", "type"),
    "aws:glue/dataQualityRuleset:DataQualityRuleset": ("name", "targetTable"),
    "aws:glue/job:Job": ("name",),
    "aws:glue/securityConfiguration:SecurityConfiguration": (ANYTHING,),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ("url",),
    "aws:iam/policy:Policy": ("name", "namePrefix", "path", "description"),
    "aws:iam/role:Role": ("name", "namePrefix", "path"),
    "aws:iam/rolePolicy:RolePolicy": ("name", "namePrefix", "role"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (ANYTHING,),
    "aws:kms/alias:Alias": ("name", "namePrefix"),
    "aws:kms/key:Key": ("customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId"),
    "aws:lakeformation/dataCellsFilter:DataCellsFilter": (
        "tableData.databaseName",
        "tableData.name",
        "tableData.tableCatalogId",
        "tableData.tableName",
    ),
    "aws:lakeformation/dataLakeSettings:DataLakeSettings": ("catalogId",),
    "aws:lakeformation/lfTag:LfTag": ("key", "catalogId"),
    "aws:lakeformation/permissions:Permissions": (ANYTHING,),
    "aws:lakeformation/resource:Resource": ("arn", "useServiceLinkedRole", "withPrivilegedAccess"),
    "aws:lakeformation/resourceLfTags:ResourceLfTags": (ANYTHING,),
    "aws:s3/bucket:Bucket": ("bucket", "bucketPrefix", "objectLockEnabled"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _BUCKET,
    "aws:s3/bucketLogging:BucketLogging": _BUCKET,
    "aws:s3/bucketNotification:BucketNotification": ("bucket",),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": (*_BUCKET, "objectLockEnabled"),
    "aws:s3/bucketObjectv2:BucketObjectv2": ("bucket", "key"),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ("bucket",),
    "aws:s3/bucketPolicy:BucketPolicy": ("bucket",),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ("bucket",),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _BUCKET,
    "aws:s3/bucketVersioning:BucketVersioning": _BUCKET,
    "aws:scheduler/schedule:Schedule": ("name", "namePrefix", "groupName"),
    "aws:scheduler/scheduleGroup:ScheduleGroup": ("name", "namePrefix"),
    "aws:sfn/stateMachine:StateMachine": ("name", "namePrefix", "type"),
    "aws:sns/topic:Topic": ("name", "namePrefix", "fifoTopic"),
    "aws:sns/topicPolicy:TopicPolicy": ("arn",),
    "aws:sns/topicSubscription:TopicSubscription": ("topic", "protocol", "endpoint"),
    "random:index/randomId:RandomId": (ANYTHING,),
}
"""By type token, the inputs that can't be changed in place; a path stands for everything inside it."""


def forcing(token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs in which two sets differ and that the provider can't change in place, as they are in ``REPLACING``.

    A type without a line is one that nobody uses yet: nothing is said of it.
    """
    return tuple(_forcing(REPLACING.get(token, ()), old, new))


def _forcing(paths: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for path in paths:
        if path == ANYTHING:
            yield from (name for name in sorted({*old, *new}) if old.get(name) != new.get(name))
        elif _at(old, path) != _at(new, path):
            yield path


def _at(inputs: Any, path: str) -> Any:
    found = inputs
    for step in parse(path):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
