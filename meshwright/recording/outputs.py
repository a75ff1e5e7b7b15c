"""What AWS would answer: deterministic stand-ins for the outputs that a provider computes.

Formats follow the AWS Service Authorization Reference (ARNs) and the provider's own documentation of ids. An ARN that
follows from a name is exact. Where AWS makes something up (a key id, a role's unique id) the stand-in is derived from
the resource's URN: the same in every recording, and unlike every other, so that whoever creates the resource can
replace it by the real one wherever it occurs.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from meshwright.recording.registration import Registration

CREATED = "2024-01-01T00:00:00Z"
"""When everything was made, as far as a recording says."""


Computed = Callable[[Registration], dict[str, Any]]


def computed_outputs(registration: Registration) -> dict[str, Any]:
    """What AWS would add to the inputs, ``id`` included."""
    compute = COMPUTED.get(registration.type, _unlisted)
    found = compute(registration)
    package, _, rest = registration.type.partition(":")
    if package == "aws":
        service = rest.partition("/")[0]
        if service not in ("iam", "budgets"):
            found["region"] = registration.text("region", registration.place.region)
        if registration.type in TAGGED:
            found["tagsAll"] = {**dict(registration.place.tags), **_tags(registration.inputs)}
    return found


def _tags(inputs: Mapping[str, Any]) -> dict[str, Any]:
    tags = inputs.get("tags", {})
    return dict(tags) if isinstance(tags, Mapping) else {}


def _unlisted(r: Registration) -> dict[str, Any]:
    package, module, kind = (*r.type.split(":"), "", "")[:3]
    name = r.text("name", f"{r.name}-{r.hex(7, 'name')}")
    if package != "aws":
        return {"id": name}
    service = module.partition("/")[0]
    return {"id": name, "arn": r.place.arn(service, f"{kind[:1].lower()}{kind[1:]}/{name}")}


def _key(r: Registration) -> dict[str, Any]:
    key = r.uuid()
    return {
        "id": key,
        "keyId": key,
        "arn": r.place.arn("kms", f"key/{key}"),
        "keyUsage": "ENCRYPT_DECRYPT",
        "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
        "isEnabled": True,
    }


def _alias(r: Registration) -> dict[str, Any]:
    target = r.text("targetKeyId")
    return {
        "id": r.text("name"),
        "arn": r.place.arn("kms", r.text("name")),
        "targetKeyArn": target if target.startswith("arn:") else r.place.arn("kms", f"key/{target}"),
    }


def _bucket(r: Registration) -> dict[str, Any]:
    bucket, place = r.text("bucket"), r.place
    return {
        "id": bucket,
        "arn": place.arn("s3", bucket, region=False, account=False),
        "bucketDomainName": f"{bucket}.s3.{place.domain}",
        "bucketRegionalDomainName": f"{bucket}.s3.{place.region}.{place.domain}",
        "bucketRegion": r.text("region", place.region),
        "objectLockEnabled": False,
        "requestPayer": "BucketOwner",
    }


def _bucket_part(r: Registration) -> dict[str, Any]:
    return {"id": r.text("bucket")}


def _object(r: Registration) -> dict[str, Any]:
    bucket, key = r.text("bucket"), r.text("key")
    return {
        "id": key,
        "arn": r.place.arn("s3", f"{bucket}/{key}", region=False, account=False),
        "etag": r.hex(32, "etag"),
        "versionId": r.hex(32, "version"),
        "contentType": "application/octet-stream",
        "storageClass": "STANDARD",
    }


def _iam(kind: str, prefix: str, identity: str) -> Computed:
    def compute(r: Registration) -> dict[str, Any]:
        path = r.text("path", "/")
        arn = r.place.arn("iam", f"{kind}{path}{r.text('name')}", region=False)
        found: dict[str, Any] = {"arn": arn, "path": path, identity: r.iam_id(prefix)}
        if kind == "policy":
            return {**found, "id": arn, "attachmentCount": 0}
        return {**found, "id": r.text("name"), "createDate": CREATED, "maxSessionDuration": 3600}

    return compute


def _oidc(r: Registration) -> dict[str, Any]:
    host = r.text("url").removeprefix("https://")
    arn = r.place.arn("iam", f"oidc-provider/{host}", region=False)
    return {"id": arn, "arn": arn}


def _trail(r: Registration) -> dict[str, Any]:
    arn = r.place.arn("cloudtrail", f"trail/{r.text('name')}")
    return {"id": arn, "arn": arn, "homeRegion": r.place.region}


def _rule(r: Registration) -> dict[str, Any]:
    bus = r.text("eventBusName", "default").rpartition("/")[2]
    scoped = r.text("name") if bus == "default" else f"{bus}/{r.text('name')}"
    return {"id": scoped, "arn": r.place.arn("events", f"rule/{scoped}"), "eventBusName": "default"}


def _target(r: Registration) -> dict[str, Any]:
    target = r.text("targetId", f"{r.name}-{r.hex(7, 'name')}")
    bus = r.text("eventBusName", "default").rpartition("/")[2]
    scoped = f"{r.text('rule')}-{target}"
    return {"id": scoped if bus == "default" else f"{bus}-{scoped}", "targetId": target, "eventBusName": "default"}


def _topic(r: Registration) -> dict[str, Any]:
    arn = r.place.arn("sns", r.text("name"))
    return {"id": arn, "arn": arn, "owner": r.place.account}


def _subscription(r: Registration) -> dict[str, Any]:
    arn = f"{r.text('topic')}:{r.uuid()}"
    pending = r.text("protocol") in ("email", "email-json")
    return {
        "id": arn,
        "arn": arn,
        "ownerId": r.place.account,
        "pendingConfirmation": pending,
        "confirmationWasAuthenticated": not pending,
    }


def _queue(r: Registration) -> dict[str, Any]:
    url = f"https://sqs.{r.place.region}.{r.place.domain}/{r.place.account}/{r.text('name')}"
    return {"id": url, "url": url, "arn": r.place.arn("sqs", r.text("name"))}


def _database(r: Registration) -> dict[str, Any]:
    account, name = r.text("catalogId", r.place.account), r.text("name")
    return {"id": f"{account}:{name}", "catalogId": account, "arn": r.place.arn("glue", f"database/{name}")}


def _table(r: Registration) -> dict[str, Any]:
    account, database, name = r.text("catalogId", r.place.account), r.text("databaseName"), r.text("name")
    return {
        "id": f"{account}:{database}:{name}",
        "catalogId": account,
        "arn": r.place.arn("glue", f"table/{database}/{name}"),
    }


def _optimizer(r: Registration) -> dict[str, Any]:
    parts = (r.text("catalogId", r.place.account), r.text("databaseName"), r.text("tableName"), r.text("type"))
    return {"id": ",".join(parts)}


def _filter(r: Registration) -> dict[str, Any]:
    table = r.inputs.get("tableData", {})
    keys = ("databaseName", "name", "tableCatalogId", "tableName")
    return {"id": ",".join(str(table.get(key, "")) for key in keys) if isinstance(table, Mapping) else r.number()}


def _state_machine(r: Registration) -> dict[str, Any]:
    arn = r.place.arn("states", f"stateMachine:{r.text('name')}")
    return {
        "id": arn,
        "arn": arn,
        "creationDate": CREATED,
        "status": "ACTIVE",
        "revisionId": r.uuid("revision"),
        "stateMachineVersionArn": f"{arn}:1" if r.inputs.get("publish") else arn,
        "type": "STANDARD",
    }


def _schedule(r: Registration) -> dict[str, Any]:
    scoped = f"{r.text('groupName', 'default')}/{r.text('name')}"
    return {"id": scoped, "arn": r.place.arn("scheduler", f"schedule/{scoped}"), "groupName": "default"}


def _budget(r: Registration) -> dict[str, Any]:
    account, name = r.text("accountId", r.place.account), r.text("name")
    return {
        "id": f"{account}:{name}",
        "accountId": account,
        "arn": r.place.arn("budgets", f"budget/{name}", region=False),
    }


def _random_id(r: Registration) -> dict[str, Any]:
    length = int(r.inputs.get("byteLength", 4))
    digits = hashlib.shake_256(r.urn.encode()).digest(length)
    prefix = r.text("prefix")
    url = base64.urlsafe_b64encode(digits).decode().rstrip("=")
    return {
        "id": url,
        "hex": prefix + digits.hex(),
        "dec": prefix + str(int.from_bytes(digits)),
        "b64Std": prefix + base64.b64encode(digits).decode(),
        "b64Url": prefix + url,
    }


def _named(service: str, resource: str, **defaults: Any) -> Computed:
    """For the many whose id is their name and whose ARN ends in it."""

    def compute(r: Registration) -> dict[str, Any]:
        name = r.text("name")
        return {"id": name, "arn": r.place.arn(service, resource.format(name)), **defaults}

    return compute


def _identified(*keys: str, separator: str = ":", **fixed: Any) -> Computed:
    """For those whose id is made of their inputs, and that have no ARN."""

    def compute(r: Registration) -> dict[str, Any]:
        return {"id": separator.join(r.text(key) for key in keys), **fixed}

    return compute


def _of_catalog(r: Registration) -> dict[str, Any]:
    return {"id": r.number(), "catalogId": r.place.account}


def _tag(r: Registration) -> dict[str, Any]:
    account = r.text("catalogId", r.place.account)
    return {"id": f"{account}:{r.text('key')}", "catalogId": account}


def _location(r: Registration) -> dict[str, Any]:
    return {"id": r.text("arn"), "lastModified": CREATED}


def _permission_set(r: Registration) -> dict[str, Any]:
    instance = r.text("instanceArn")
    arn = f"{instance.replace(':instance/', ':permissionSet/')}/ps-{r.hex(16, 'set')}"
    return {"id": f"{arn},{instance}", "arn": arn, "createdDate": CREATED, "sessionDuration": "PT1H"}


def _assignment(r: Registration) -> dict[str, Any]:
    keys = ("principalId", "principalType", "targetId", "targetType", "permissionSetArn", "instanceArn")
    return {"id": ",".join(r.text(key) for key in keys)}


def _access_attributes(r: Registration) -> dict[str, Any]:
    return {"id": r.text("instanceArn"), "status": "ENABLED", "statusReason": ""}


def _lake_identity(r: Registration) -> dict[str, Any]:
    account, application = r.text("catalogId", r.place.account), r.hex(16, "application")
    instance = r.text("instanceArn").rpartition("/")[2]
    arn = f"arn:{r.place.partition}:sso::{account}:application/{instance}/apl-{application}"
    return {"id": account, "catalogId": account, "applicationArn": arn, "resourceShare": ""}


def _policy_of_topic(r: Registration) -> dict[str, Any]:
    return {"id": r.text("arn"), "owner": r.place.account}


def _named_query(r: Registration) -> dict[str, Any]:
    return {"id": r.uuid()}


COMPUTED: dict[str, Computed] = {
    "random:index/randomId:RandomId": _random_id,
    "aws:kms/key:Key": _key,
    "aws:kms/alias:Alias": _alias,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _bucket_part,
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _bucket_part,
    "aws:s3/bucketVersioning:BucketVersioning": _bucket_part,
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": _bucket_part,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _bucket_part,
    "aws:s3/bucketLogging:BucketLogging": _bucket_part,
    "aws:s3/bucketPolicy:BucketPolicy": _bucket_part,
    "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": _bucket_part,
    "aws:s3/bucketNotification:BucketNotification": _bucket_part,
    "aws:s3/bucketObject:BucketObject": _object,
    "aws:s3/bucketObjectv2:BucketObjectv2": _object,
    "aws:iam/policy:Policy": _iam("policy", "ANPA", "policyId"),
    "aws:iam/role:Role": _iam("role", "AROA", "uniqueId"),
    "aws:iam/rolePolicy:RolePolicy": _identified("role", "name"),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _identified("role", "policyArn", separator="/"),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": _oidc,
    "aws:lakeformation/dataLakeSettings:DataLakeSettings": _of_catalog,
    "aws:lakeformation/lfTag:LfTag": _tag,
    "aws:lakeformation/resource:Resource": _location,
    "aws:lakeformation/resourceLfTags:ResourceLfTags": _of_catalog,
    "aws:lakeformation/resourceLfTag:ResourceLfTag": _of_catalog,
    "aws:lakeformation/dataCellsFilter:DataCellsFilter": _filter,
    "aws:lakeformation/permissions:Permissions": _of_catalog,
    "aws:lakeformation/identityCenterConfiguration:IdentityCenterConfiguration": _lake_identity,
    "aws:ssoadmin/permissionSet:PermissionSet": _permission_set,
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": _identified(
        "permissionSetArn", "instanceArn", separator=","
    ),
    "aws:ssoadmin/permissionsBoundaryAttachment:PermissionsBoundaryAttachment": _identified(
        "permissionSetArn", "instanceArn", separator=","
    ),
    "aws:ssoadmin/accountAssignment:AccountAssignment": _assignment,
    "aws:ssoadmin/instanceAccessControlAttributes:InstanceAccessControlAttributes": _access_attributes,
    "aws:cloudtrail/trail:Trail": _trail,
    "aws:cloudwatch/logGroup:LogGroup": _named("logs", "log-group:{}", logGroupClass="STANDARD"),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": _identified("policyName"),
    "aws:cloudwatch/eventBus:EventBus": _named("events", "event-bus/{}"),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": _identified("eventBusName"),
    "aws:cloudwatch/eventRule:EventRule": _rule,
    "aws:cloudwatch/eventTarget:EventTarget": _target,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _named("cloudwatch", "alarm:{}"),
    "aws:sns/topic:Topic": _topic,
    "aws:sns/topicPolicy:TopicPolicy": _policy_of_topic,
    "aws:sns/topicSubscription:TopicSubscription": _subscription,
    "aws:sqs/queue:Queue": _queue,
    "aws:sqs/queuePolicy:QueuePolicy": _identified("queueUrl"),
    "aws:glue/catalogDatabase:CatalogDatabase": _database,
    "aws:glue/catalogTable:CatalogTable": _table,
    "aws:glue/catalogTableOptimizer:CatalogTableOptimizer": _optimizer,
    "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings": _of_catalog,
    "aws:glue/securityConfiguration:SecurityConfiguration": _identified("name"),
    "aws:glue/job:Job": _named("glue", "job/{}"),
    "aws:sfn/stateMachine:StateMachine": _state_machine,
    "aws:scheduler/scheduleGroup:ScheduleGroup": _named(
        "scheduler", "schedule-group/{}", state="ACTIVE", creationDate=CREATED, lastModificationDate=CREATED
    ),
    "aws:scheduler/schedule:Schedule": _schedule,
    "aws:athena/workgroup:Workgroup": _named("athena", "workgroup/{}", state="ENABLED"),
    "aws:athena/namedQuery:NamedQuery": _named_query,
    "aws:budgets/budget:Budget": _budget,
}
"""What each type's resources answer, by type token. Inputs of the same name win."""

TAGGED = frozenset(
    {
        "aws:kms/key:Key",
        "aws:s3/bucket:Bucket",
        "aws:s3/bucketObject:BucketObject",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        "aws:iam/policy:Policy",
        "aws:iam/role:Role",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "aws:cloudtrail/trail:Trail",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cloudwatch/eventBus:EventBus",
        "aws:cloudwatch/eventRule:EventRule",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "aws:sns/topic:Topic",
        "aws:sqs/queue:Queue",
        "aws:glue/catalogDatabase:CatalogDatabase",
        "aws:glue/job:Job",
        "aws:sfn/stateMachine:StateMachine",
        "aws:scheduler/scheduleGroup:ScheduleGroup",
        "aws:athena/workgroup:Workgroup",
        "aws:budgets/budget:Budget",
        "aws:ssoadmin/permissionSet:PermissionSet",
    }
)
"""Types that take tags, and so answer them together with the provider's default tags."""
