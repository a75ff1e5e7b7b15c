"""The other things that moto lacks or gets wrong; the resources' own tests cover those that change something."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core.responses import BaseResponse

from meshwright.sandbox.extensions.extending import extend, patch
from meshwright.sandbox.server import Server

pytestmark = pytest.mark.sandbox


class Moto(BaseResponse):
    """Stands for one of moto's response classes."""

    def known(self) -> str:
        return "moto's"


def test_an_extension_adds_and_replaces_operations() -> None:
    class Mine(Moto):
        def known(self) -> str:
            return "mine"

        def new(self) -> str:
            return "mine"

        def _own(self) -> str:
            return "nobody's business"

    target = type("Target", (Moto,), {})
    extension = type("Extension", (target,), dict(vars(Mine)))
    assert extend(extension, replaces=["known"]) == ["known", "new"]
    assert target().known() == "mine"
    assert target().new() == "mine"
    assert not hasattr(target, "_own")


def test_what_moto_has_learnt_is_not_added_in_silence() -> None:
    class Mine(Moto):
        def known(self) -> str:
            return "mine"

    with pytest.raises(RuntimeError, match="moto has known by now"):
        extend(Mine)


def test_what_moto_has_no_more_is_not_replaced_in_silence() -> None:
    class Mine(Moto):
        def gone(self) -> str:
            return "mine"

    with pytest.raises(RuntimeError, match="moto has no gone any more"):
        extend(Mine, replaces=["gone"])
    with pytest.raises(RuntimeError, match="moto has no gone any more"):
        patch(Moto, "gone", lambda: None)


def bucket(server: Server, name: str = "data", **more: Any) -> Any:
    s3 = server.client("s3")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}, **more)
    return s3


def denying(**condition: Any) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*", **condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_denial_with_conditions_does_not_close_the_bucket(server: Server) -> None:
    s3 = bucket(server)
    s3.put_bucket_policy(Bucket="data", Policy=denying(Condition={"Bool": {"aws:SecureTransport": "false"}}))
    s3.put_object(Bucket="data", Key="k", Body=b"x")
    assert s3.get_object(Bucket="data", Key="k")["Body"].read() == b"x"


def test_a_denial_without_conditions_does(server: Server) -> None:
    s3 = bucket(server)
    s3.put_bucket_policy(Bucket="data", Policy=denying())
    with pytest.raises(ClientError, match="403"):
        s3.put_object(Bucket="data", Key="k", Body=b"x")


def test_access_logs_are_set_up_but_not_delivered(server: Server) -> None:
    s3 = bucket(server)
    bucket(server, "logs")
    s3.put_bucket_logging(
        Bucket="data", BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "d/"}}
    )
    s3.put_object(Bucket="data", Key="k", Body=b"x")
    assert s3.list_objects_v2(Bucket="logs")["KeyCount"] == 0


def test_a_locked_bucket_with_objects_gets_another_retention(server: Server) -> None:
    s3 = bucket(server, ObjectLockEnabledForBucket=True)
    for days in (1, 2):
        rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": days}}
        s3.put_object_lock_configuration(
            Bucket="data", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
        )
        s3.put_object(Bucket="data", Key="k", Body=b"x")
    told = s3.get_object_lock_configuration(Bucket="data")["ObjectLockConfiguration"]["Rule"]
    assert told["DefaultRetention"]["Days"] == 2
    bucket(server, "plain")
    with pytest.raises(ClientError, match="Versioning must be 'Enabled'"):
        s3.put_object_lock_configuration(Bucket="plain", ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})


def test_the_last_delete_marker_of_an_object_can_go(server: Server) -> None:
    s3 = bucket(server)
    s3.put_bucket_versioning(Bucket="data", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="data", Key="k", Body=b"x")
    s3.delete_object(Bucket="data", Key="k")
    found = s3.list_object_versions(Bucket="data")
    versions = [(v["Key"], v["VersionId"]) for v in [*found["Versions"], *found["DeleteMarkers"]]]
    answer = s3.delete_objects(
        Bucket="data", Delete={"Objects": [{"Key": key, "VersionId": version} for key, version in versions]}
    )
    assert "Errors" not in answer
    assert "Versions" not in s3.list_object_versions(Bucket="data")


@pytest.mark.parametrize("spec", ["SYMMETRIC_DEFAULT", "HMAC_256", "RSA_2048", "ECC_NIST_P256"])
def test_keys_of_every_kind_do_their_work(server: Server, spec: str) -> None:
    kms = server.client("kms")
    usage = {"SYMMETRIC_DEFAULT": "ENCRYPT_DECRYPT", "HMAC_256": "GENERATE_VERIFY_MAC"}.get(spec, "SIGN_VERIFY")
    key = kms.create_key(KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
    if usage == "ENCRYPT_DECRYPT":
        secret = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
        assert kms.decrypt(CiphertextBlob=secret)["Plaintext"] == b"x"
    elif usage == "GENERATE_VERIFY_MAC":
        macs = [kms.generate_mac(KeyId=key, Message=b"x", MacAlgorithm="HMAC_SHA_256")["Mac"] for _ in range(2)]
        assert macs[0] == macs[1]
    else:
        algorithm = "ECDSA_SHA_256" if spec.startswith("ECC") else "RSASSA_PSS_SHA_256"
        signed = kms.sign(KeyId=key, Message=b"x", SigningAlgorithm=algorithm)["Signature"]
        checked = kms.verify(KeyId=key, Message=b"x", Signature=signed, SigningAlgorithm=algorithm)
        assert checked["SignatureValid"]


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "message"),
    [
        ("athena", "get_work_group", {"WorkGroup": "no"}, "WorkGroup no is not found"),
        ("athena", "update_work_group", {"WorkGroup": "no"}, "WorkGroup no is not found"),
        ("athena", "delete_work_group", {"WorkGroup": "no"}, "WorkGroup no is not found"),
        ("events", "update_event_bus", {"Name": "no"}, "Event bus no does not exist"),
        ("logs", "associate_kms_key", {"logGroupName": "no", "kmsKeyId": "k"}, "log group does not exist"),
        ("scheduler", "delete_schedule_group", {"Name": "no"}, "Schedule group no does not exist"),
        ("glue", "update_job", {"JobName": "no", "JobUpdate": {}}, "EntityNotFoundException"),
        ("glue", "get_data_quality_ruleset", {"Name": "no"}, "Ruleset not found: no"),
        (
            "budgets",
            "update_budget",
            {"AccountId": "123456789012", "NewBudget": {"BudgetName": "no", "TimeUnit": "DAILY", "BudgetType": "COST"}},
            "NotFoundException",
        ),
    ],
)
def test_what_does_not_exist_is_not_found(
    server: Server, service: str, operation: str, parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(ClientError, match=message):
        getattr(server.client(service), operation)(**parameters)


def test_a_workgroups_settings_are_removed_where_a_change_says_so(server: Server) -> None:
    athena = server.client("athena")
    results = {"OutputLocation": "s3://data/", "EncryptionConfiguration": {"EncryptionOption": "SSE_S3"}}
    limits = {"BytesScannedCutoffPerQuery": 10_000_000, "ResultConfiguration": results}
    athena.create_work_group(Name="w", Configuration=limits)
    changes = {
        "RemoveBytesScannedCutoffPerQuery": True,
        "ResultConfigurationUpdates": {"RemoveEncryptionConfiguration": True},
    }
    athena.update_work_group(WorkGroup="w", ConfigurationUpdates=changes)
    told = athena.get_work_group(WorkGroup="w")["WorkGroup"]["Configuration"]
    assert "BytesScannedCutoffPerQuery" not in told
    assert told["ResultConfiguration"] == {"OutputLocation": "s3://data/"}


def test_rulesets_are_listed(server: Server) -> None:
    glue = server.client("glue")
    for name in ("a", "b", "c"):
        glue.create_data_quality_ruleset(Name=name, Ruleset="Rules = []")
    first = glue.list_data_quality_rulesets(MaxResults=2)
    second = glue.list_data_quality_rulesets(MaxResults=2, NextToken=first["NextToken"])
    assert [r["Name"] for r in [*first["Rulesets"], *second["Rulesets"]]] == ["a", "b", "c"]
    with pytest.raises(ClientError, match="AlreadyExistsException"):
        glue.create_data_quality_ruleset(Name="a", Ruleset="Rules = []")
