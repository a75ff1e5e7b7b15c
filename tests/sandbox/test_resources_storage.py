"""Buckets with their settings, objects, and keys."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meshwright.sandbox.api import Api
from meshwright.sandbox.errors import ApiError, SandboxError
from meshwright.sandbox.resources import kind_of

from .graphs import POLICY
from .lives import GROUND, Life, live

pytestmark = pytest.mark.sandbox


def s3(operation: str, *path: str, **more: Any) -> Any:
    """What S3 answers about the bucket ``data``, at a path within the answer; None where it has none."""

    def ask(api: Api) -> Any:
        try:
            found: Any = api.call("s3", operation, **{"Bucket": "data", **more})
        except ApiError:
            return None
        for name in path:
            found = found.get(name) if isinstance(found, dict) else found
        return found

    return ask


def tags(api: Api) -> Any:
    return {tag["Key"]: tag["Value"] for tag in s3("get_bucket_tagging", "TagSet")(api) or []}


def rules(api: Api) -> Any:
    return {
        rule["ID"]: {n: v for n, v in rule.items() if n not in ("ID", "Status")}
        for rule in s3("get_bucket_lifecycle_configuration", "Rules")(api)
    }


def alias(api: Api) -> Any:
    found = api.pages("kms", "list_aliases", "Aliases")
    return [a["TargetKeyId"] for a in found if a["AliasName"] == "alias/sales"]


ENCRYPTION = "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LIVES = [
    Life(
        "aws:s3/bucket:Bucket",
        {"bucket": "data", "tags": {"a": "1", "b": "2"}},
        tags,
        {"a": "1", "b": "2"},
        {"tags": {"a": "3"}},
        {"a": "3"},
        arn="arn:aws:s3:::data",
    ),
    Life(
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        {"bucket": "data", "blockPublicAcls": True, "blockPublicPolicy": True},
        s3("get_public_access_block", "PublicAccessBlockConfiguration", "BlockPublicPolicy"),
        True,
        {"blockPublicPolicy": False},
        False,
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        {"bucket": "data", "rule": {"objectOwnership": "BucketOwnerEnforced"}},
        s3("get_bucket_ownership_controls", "OwnershipControls", "Rules"),
        [{"ObjectOwnership": "BucketOwnerEnforced"}],
        {"rule": {"objectOwnership": "BucketOwnerPreferred"}},
        [{"ObjectOwnership": "BucketOwnerPreferred"}],
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketVersioning:BucketVersioning",
        {"bucket": "data", "versioningConfiguration": {"status": "Enabled"}},
        s3("get_bucket_versioning", "Status"),
        "Enabled",
        {"versioningConfiguration": {"status": "Suspended"}},
        "Suspended",
        needs=("data",),
        vanishes=False,
    ),
    Life(
        f"aws:s3/{ENCRYPTION}",
        {
            "bucket": "data",
            "rules": [
                {
                    "applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "k"},
                    "bucketKeyEnabled": True,
                }
            ],
        },
        s3("get_bucket_encryption", "ServerSideEncryptionConfiguration", "Rules"),
        [
            {
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"},
                "BucketKeyEnabled": True,
            }
        ],
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]},
        [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}],
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {
            "bucket": "data",
            "rules": [
                {"id": "aborts", "status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}},
                {
                    "id": "old",
                    "status": "Enabled",
                    "filter": {"prefix": "x/"},
                    "noncurrentVersionExpiration": {"noncurrentDays": 30},
                },
            ],
        },
        rules,
        {
            "aborts": {"Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
            "old": {"Filter": {"Prefix": "x/"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}},
        },
        {"rules": [{"id": "old", "status": "Enabled", "expiration": {"days": 3}}]},
        {"old": {"Filter": {"Prefix": ""}, "Expiration": {"Days": 3}}},
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketLogging:BucketLogging",
        {"bucket": "data", "targetBucket": "logs", "targetPrefix": "data/"},
        s3("get_bucket_logging", "LoggingEnabled", "TargetPrefix"),
        "data/",
        {"targetPrefix": "other/"},
        "other/",
        needs=("data", "logs"),
        vanishes=False,
    ),
    Life(
        "aws:s3/bucketPolicy:BucketPolicy",
        {"bucket": "data", "policy": POLICY},
        s3("get_bucket_policy", "Policy"),
        POLICY,
        {"policy": POLICY.replace("GetObject", "PutObject")},
        POLICY.replace("GetObject", "PutObject"),
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        {"bucket": "locked", "rule": {"defaultRetention": {"mode": "COMPLIANCE", "days": 365}}},
        s3("get_object_lock_configuration", "ObjectLockConfiguration", "Rule", "DefaultRetention", Bucket="locked"),
        {"Mode": "COMPLIANCE", "Days": 365, "Years": 0},
        {"rule": {"defaultRetention": {"mode": "GOVERNANCE", "days": 30}}},
        {"Mode": "GOVERNANCE", "Days": 30, "Years": 0},
        needs=("locked",),
        vanishes=False,
    ),
    Life(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        {"bucket": "data", "key": "a/b.txt", "content": "hello", "contentType": "text/plain", "tags": {"a": "b c"}},
        lambda api: api.call("s3", "get_object", Bucket="data", Key="a/b.txt")["Body"].read(),
        b"hello",
        {"content": "bye"},
        b"bye",
        arn="arn:aws:s3:::data/a/b.txt",
        needs=("data",),
    ),
    Life(
        "aws:s3/bucketObject:BucketObject",
        {"bucket": "data", "key": "k", "contentBase64": "aGVsbG8=", "kmsKeyId": "arn:aws:kms:eu-west-1:1:key/k"},
        s3("head_object", "SSEKMSKeyId", Key="k"),
        "arn:aws:kms:eu-west-1:1:key/k",
        {"kmsKeyId": "arn:aws:kms:eu-west-1:1:key/l"},
        "arn:aws:kms:eu-west-1:1:key/l",
        needs=("data",),
    ),
    Life(
        "aws:kms/alias:Alias",
        {"name": "alias/sales", "targetKeyId": "$first"},
        alias,
        ["$first"],
        {"targetKeyId": "$second"},
        ["$second"],
        arn="arn:aws:kms:eu-west-1:123456789012:alias/sales",
        vanishes=False,
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_storage_lives_as_declared(life: Life, api: Api) -> None:
    if life.name == "Alias":
        keys = {f"${name}": api.call("kms", "create_key")["KeyMetadata"]["KeyId"] for name in ("first", "second")}
        text = json.dumps([life.inputs, life.created, life.changed_to, life.changed])
        for name, key in keys.items():
            text = text.replace(name, key)
        inputs, created, changed_to, changed = json.loads(text)
        life = replace(life, inputs=inputs, created=created, changed_to=changed_to, changed=changed)
    live(life, api)


def key_facts(api: Api, key: str) -> dict[str, Any]:
    told = api.call("kms", "describe_key", KeyId=key)["KeyMetadata"]
    held = api.pages("kms", "list_resource_tags", "Tags", KeyId=key)
    return {
        "description": told["Description"],
        "enabled": told["Enabled"],
        "rotates": api.call("kms", "get_key_rotation_status", KeyId=key)["KeyRotationEnabled"],
        "tags": {tag["TagKey"]: tag["TagValue"] for tag in held},
        "policy": json.loads(api.call("kms", "get_key_policy", KeyId=key, PolicyName="default")["Policy"]),
    }


def test_a_key_lives_as_declared(api: Api) -> None:
    kind = kind_of("aws:kms/key:Key")
    inputs = {"description": "sales", "policy": POLICY, "enableKeyRotation": True, "tags": {"a": "1", "b": "2"}}
    made = kind.create(api, inputs)
    assert made.outputs["arn"] == f"arn:aws:kms:eu-west-1:123456789012:key/{made.id}"
    expected = {"description": "sales", "enabled": True, "rotates": True, "tags": {"a": "1", "b": "2"}}
    assert key_facts(api, made.id) == {**expected, "policy": json.loads(POLICY)}

    kind.update(api, made.outputs, {"description": "new", "policy": POLICY, "tags": {"a": "3"}, "isEnabled": False})
    changed = {"description": "new", "enabled": False, "rotates": False, "tags": {"a": "3"}}
    assert key_facts(api, made.id) == {**changed, "policy": json.loads(POLICY)}

    kind.delete(api, {**made.outputs, "deletionWindowInDays": 7})
    kind.delete(api, made.outputs)
    assert kind.read(api, made.outputs) is None
    assert api.call("kms", "describe_key", KeyId=made.id)["KeyMetadata"]["KeyState"] == "PendingDeletion"


def test_a_key_is_recognised_by_what_was_said_of_it(api: Api) -> None:
    kind = kind_of("aws:kms/key:Key")
    plain = {"description": "sales", "tags": {"domain": "sales"}}
    mac = {**plain, "keyUsage": "GENERATE_VERIFY_MAC", "customerMasterKeySpec": "HMAC_256"}
    first, second = kind.create(api, plain), kind.create(api, mac)
    nobody = frozenset[str]()
    for inputs, made in ((plain, first), (mac, second)):
        found = kind.find(api, inputs, nobody)
        assert found is not None
        assert (found.id, found.adopted) == (made.id, True)
    assert kind.find(api, plain, frozenset({first.id})) is None
    assert kind.find(api, {**plain, "description": "other"}, nobody) is None
    kind.delete(api, first.outputs)
    assert kind.find(api, plain, nobody) is None


def test_a_bucket_with_objects_is_deleted_only_by_force(api: Api) -> None:
    kind = kind_of("aws:s3/bucket:Bucket")
    GROUND["data"](api)
    api.call("s3", "put_bucket_versioning", Bucket="data", VersioningConfiguration={"Status": "Enabled"})
    for _ in range(2):
        api.call("s3", "put_object", Bucket="data", Key="k", Body=b"x")
    api.call("s3", "delete_object", Bucket="data", Key="k")
    with pytest.raises(ApiError, match="BucketNotEmpty"):
        kind.delete(api, {"bucket": "data"})
    kind.delete(api, {"bucket": "data", "forceDestroy": True})
    assert kind.read(api, {"bucket": "data"}) is None


def test_files_and_folders_are_uploaded_and_packed_alike_each_time(api: Api, tmp_path: Path) -> None:
    kind = kind_of("aws:s3/bucketObjectv2:BucketObjectv2")
    GROUND["data"](api)
    (tmp_path / "pack" / "deep").mkdir(parents=True)
    (tmp_path / "pack" / "deep" / "b.py").write_text("b")
    (tmp_path / "pack" / "a.py").write_text("a")

    def upload(source: dict[str, Any]) -> bytes:
        kind.create(api, {"bucket": "data", "key": "k", "source": source})
        content = api.call("s3", "get_object", Bucket="data", Key="k")["Body"].read()
        assert isinstance(content, bytes)
        return content

    assert upload({"asset": "file", "path": "pack/a.py", "sha256": ""}) == b"a"
    packed = upload({"archive": "directory", "path": "pack", "sha256": ""})
    assert packed == upload({"archive": "directory", "path": "pack", "sha256": ""})
    parts = {"a.py": {"asset": "file", "path": "pack/a.py"}, "deep/b.py": {"asset": "text", "text": "b"}}
    assert packed == upload({"archive": "assets", "assets": parts, "sha256": ""})
    nested = {
        "a.py": {"asset": "text", "text": "a"},
        "deep": {"archive": "assets", "assets": {"b.py": {"asset": "text", "text": "b"}}},
    }
    assert packed == upload({"archive": "assets", "assets": nested, "sha256": ""})
    with pytest.raises(SandboxError, match=r"source .*none can't be read .*; build it first"):
        upload({"asset": "file", "path": "none"})
    with pytest.raises(SandboxError, match="source is 'uri'"):
        upload({"asset": "uri", "uri": "https://example.org"})
