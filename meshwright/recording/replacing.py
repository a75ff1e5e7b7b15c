"""What can't be changed in place: a change there means another resource instead of the old one.

The one home of that knowledge, for previews and for the sandbox. Each line is what the provider declares: ``ForceNew``
or ``RequiresReplace`` in the schema of the Terraform resource that pulumi-aws 7 is built on, under pulumi's names.
Inputs that no line names are changed in place.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from meshwright.recording.paths import parse

ANYTHING = "*"
"""Nothing of it can be changed in place."""


class Fixed(NamedTuple):
    """What of a type can't be changed in place."""

    source: str
    """The file that says so, below ``internal/service`` of hashicorp/terraform-provider-aws, read in November 2026."""
    inputs: tuple[str, ...]
    """Paths of inputs; each stands for everything inside it."""


def _s3(file: str, *others: str) -> Fixed:
    return Fixed(f"s3/{file}", ("bucket", *others))


FIXED: Mapping[str, Fixed] = {
    "aws:athena/namedQuery:NamedQuery": Fixed("athena/named_query.go", (ANYTHING,)),
    "aws:athena/workgroup:Workgroup": Fixed("athena/workgroup.go", ("name",)),
    "aws:budgets/budget:Budget": Fixed("budgets/budget.go", ("accountId", "name", "namePrefix")),
    "aws:cloudtrail/trail:Trail": Fixed("cloudtrail/trail.go", ("name",)),
    "aws:cloudwatch/eventBus:EventBus": Fixed("events/bus.go", ("name", "eventSourceName")),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": Fixed("events/bus_policy.go", ("eventBusName",)),
    "aws:cloudwatch/eventRule:EventRule": Fixed("events/rule.go", ("name", "namePrefix", "eventBusName")),
    "aws:cloudwatch/eventTarget:EventTarget": Fixed("events/target.go", ("rule", "eventBusName", "targetId")),
    "aws:cloudwatch/logGroup:LogGroup": Fixed("logs/group.go", ("name", "namePrefix", "logGroupClass")),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Fixed("cloudwatch/metric_alarm.go", ("name",)),
    "aws:glue/catalogDatabase:CatalogDatabase": Fixed("glue/catalog_database.go", ("name", "catalogId")),
    "aws:glue/catalogTable:CatalogTable": Fixed(
        "glue/catalog_table.go",
        (
            "name",
            "databaseName",
            "catalogId",
            "partitionIndices",
            "openTableFormatInput.icebergInput.metadataOperation",
            "openTableFormatInput.icebergInput.version",
        ),
    ),
    "aws:glue/catalogTableOptimizer:CatalogTableOptimizer": Fixed(
        "glue/catalog_table_optimizer.go", ("catalogId", "databaseName", "tableName", "type")
    ),
    "aws:glue/dataQualityRuleset:DataQualityRuleset": Fixed("glue/data_quality_ruleset.go", ("name", "targetTable")),
    "aws:glue/job:Job": Fixed("glue/job.go", ("name",)),
    "aws:glue/securityConfiguration:SecurityConfiguration": Fixed("glue/security_configuration.go", (ANYTHING,)),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": Fixed("iam/openid_connect_provider.go", ("url",)),
    "aws:iam/policy:Policy": Fixed("iam/policy.go", ("name", "namePrefix", "path", "description")),
    "aws:iam/role:Role": Fixed("iam/role.go", ("name", "namePrefix", "path")),
    "aws:iam/rolePolicy:RolePolicy": Fixed("iam/role_policy.go", ("name", "namePrefix", "role")),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": Fixed("iam/role_policy_attachment.go", (ANYTHING,)),
    "aws:kms/alias:Alias": Fixed("kms/alias.go", ("name", "namePrefix")),
    "aws:kms/key:Key": Fixed(
        "kms/key.go", ("customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId", "xksKeyId")
    ),
    "aws:lakeformation/dataCellsFilter:DataCellsFilter": Fixed(
        "lakeformation/data_cells_filter.go",
        ("tableData.databaseName", "tableData.name", "tableData.tableCatalogId", "tableData.tableName"),
    ),
    "aws:lakeformation/dataLakeSettings:DataLakeSettings": Fixed("lakeformation/data_lake_settings.go", ("catalogId",)),
    "aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration": Fixed(
        "lakeformation/identity_center_configuration.go", (ANYTHING,)
    ),
    "aws:lakeformation/lfTag:LfTag": Fixed("lakeformation/lf_tag.go", ("key", "catalogId")),
    "aws:lakeformation/permissions:Permissions": Fixed("lakeformation/permissions.go", (ANYTHING,)),
    "aws:lakeformation/resource:Resource": Fixed("lakeformation/resource.go", (ANYTHING,)),
    "aws:lakeformation/resourceLfTags:ResourceLfTags": Fixed("lakeformation/resource_lf_tags.go", (ANYTHING,)),
    "aws:s3/bucket:Bucket": _s3("bucket.go", "bucketPrefix", "objectLockEnabled"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _s3(
        "bucket_lifecycle_configuration.go", "expectedBucketOwner"
    ),
    "aws:s3/bucketLogging:BucketLogging": _s3("bucket_logging.go", "expectedBucketOwner"),
    "aws:s3/bucketNotification:BucketNotification": _s3("bucket_notification.go"),
    "aws:s3/bucketObject:BucketObject": _s3("bucket_object.go", "key"),
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _s3(
        "bucket_object_lock_configuration.go", "expectedBucketOwner", "objectLockEnabled"
    ),
    "aws:s3/bucketObjectv2:BucketObjectv2": _s3("object.go", "key"),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _s3("bucket_ownership_controls.go"),
    "aws:s3/bucketPolicy:BucketPolicy": _s3("bucket_policy.go"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _s3("bucket_public_access_block.go"),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _s3(
        "bucket_server_side_encryption_configuration.go", "expectedBucketOwner"
    ),
    "aws:s3/bucketVersioning:BucketVersioning": _s3("bucket_versioning.go", "expectedBucketOwner"),
    "aws:scheduler/schedule:Schedule": Fixed("scheduler/schedule.go", ("name", "namePrefix", "groupName")),
    "aws:scheduler/scheduleGroup:ScheduleGroup": Fixed("scheduler/schedule_group.go", ("name", "namePrefix")),
    "aws:sfn/stateMachine:StateMachine": Fixed("sfn/state_machine.go", ("name", "namePrefix", "type")),
    "aws:sns/topic:Topic": Fixed("sns/topic.go", ("name", "namePrefix", "fifoTopic")),
    "aws:sns/topicPolicy:TopicPolicy": Fixed("sns/topic_policy.go", ("arn",)),
    "aws:sns/topicSubscription:TopicSubscription": Fixed(
        "sns/topic_subscription.go", ("topic", "protocol", "endpoint")
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": Fixed("ssoadmin/account_assignment.go", (ANYTHING,)),
    "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes": Fixed(
        "ssoadmin/instance_access_control_attributes.go", ("instanceArn",)
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": Fixed("ssoadmin/permission_set.go", ("instanceArn", "name")),
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": Fixed(
        "ssoadmin/permission_set_inline_policy.go", ("instanceArn", "permissionSetArn")
    ),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": Fixed(
        "ssoadmin/permissions_boundary_attachment.go", (ANYTHING,)
    ),
    # of hashicorp/terraform-provider-random
    "random:index/randomId:RandomId": Fixed("internal/provider/resource_id.go", (ANYTHING,)),
}
"""By type token. A type without a line is one that nobody uses yet; a test says so as soon as somebody does."""


def fixed(token: str) -> tuple[str, ...]:
    """The inputs of a type that can't be changed in place."""
    return FIXED[token].inputs if token in FIXED else ()


def may_force(token: str, name: str) -> bool:
    """Whether a change of an input, or of a part of it, can mean another resource."""
    return any(path in (name, ANYTHING) or path.startswith(f"{name}.") for path in fixed(token))


def forcing(token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs in which two sets differ and that can't be changed in place, spelt as in the table."""
    return tuple(_forcing(fixed(token), old, new))


def _forcing(paths: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for path in paths:
        if path == ANYTHING:
            yield from (name for name in sorted({*old, *new}) if old.get(name) != new.get(name))
        elif _at(old, path) != _at(new, path):
            yield path


def _at(inputs: Any, path: str) -> Any:
    """The value at a path; a block may stand in a list of one."""
    found = inputs
    for step in parse(path):
        if isinstance(found, list) and len(found) == 1:
            found = found[0]
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
