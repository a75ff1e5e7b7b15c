"""The audit trail sees everything, and nobody can change what it wrote."""

import pytest

from tests.harness import Deployment, deploy, statement, statements

from .ground import SUFFIX
from .test_ground_components import audit_trail


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(audit_trail)


def recorded(deployed: Deployment, bucket: str, event: str) -> bool:
    """Whether any selector chooses an event on an object of a bucket; a selector's fields all have to hold."""
    seen = {
        "eventCategory": "Data",
        "resources.type": "AWS::S3::Object",
        "resources.ARN": f"arn:aws:s3:::{bucket}/a/b",
        "eventName": event,
    }
    selectors = deployed["it-trail"].inputs["advancedEventSelectors"]
    return any(all(_holds(f, seen[f["field"]]) for f in found["fieldSelectors"]) for found in selectors)


def _holds(field: dict[str, list[str]], value: str) -> bool:
    return (
        value in field.get("equals", [value])
        and value not in field.get("notEquals", [])
        and value.startswith(tuple(field.get("startsWiths", [""])))
        and not value.startswith(tuple(field.get("notStartsWiths", [])))
    )


def test_every_managing_call_is_recorded(deployed: Deployment) -> None:
    selectors = [s["fieldSelectors"] for s in deployed["it-trail"].inputs["advancedEventSelectors"]]
    assert [{"field": "eventCategory", "equals": ["Management"]}] in selectors


@pytest.mark.parametrize("event", ["GetObject", "PutObject", "DeleteObject"])
@pytest.mark.parametrize("store", ["operations-data", "operations-scratch", "platform-catalog"])
def test_reads_and_writes_of_the_meshs_objects_are_recorded(deployed: Deployment, store: str, event: str) -> None:
    assert recorded(deployed, f"mesh-sandbox-{store}-{SUFFIX}", event)


@pytest.mark.parametrize("store", ["audit", "logs"])
def test_who_reads_or_removes_a_record_is_recorded_and_its_delivery_is_not(deployed: Deployment, store: str) -> None:
    bucket = f"mesh-sandbox-platform-{store}-{SUFFIX}"
    assert bucket in (
        deployed["it-records-bucket"].inputs["bucket"],
        deployed["it-records-logging"].inputs["targetBucket"],
    )
    assert recorded(deployed, bucket, "GetObject")
    assert recorded(deployed, bucket, "DeleteObject")
    assert not recorded(deployed, bucket, "PutObject"), "a record of each delivery would itself be delivered"


def test_other_peoples_buckets_are_not_recorded(deployed: Deployment) -> None:
    assert not recorded(deployed, "website", "GetObject")


def test_the_trail_is_encrypted_validated_and_on(deployed: Deployment) -> None:
    trail = deployed["it-trail"].inputs
    assert trail["kmsKeyId"].startswith("arn:aws:kms:")
    assert trail["enableLogFileValidation"] is True
    assert trail["enableLogging"] is True
    assert trail["isMultiRegionTrail"] is True


def test_records_are_locked_for_more_than_a_year(deployed: Deployment) -> None:
    assert deployed["it-records-bucket"].inputs["objectLockEnabled"] is True
    retention = deployed["it-records-lock"].inputs["rule"]["defaultRetention"]
    assert retention["mode"] == "GOVERNANCE"
    assert retention["days"] > 365


def test_nobody_may_lift_the_lock(deployed: Deployment) -> None:
    found = statement(deployed["it-records-policy"], "DenyUnlocking")
    assert found["Effect"] == "Deny"
    assert found["Principal"] == {"AWS": ["*"]}
    assert "s3:BypassGovernanceRetention" in found["Action"]
    assert "Condition" not in found


def test_only_this_trail_writes_records(deployed: Deployment) -> None:
    allowed = [s for s in statements(deployed["it-records-policy"]) if s["Effect"] == "Allow"]
    for found in allowed:
        assert found["Principal"] == {"Service": ["cloudtrail.amazonaws.com"]}
        assert found["Condition"]["StringEquals"]["aws:SourceArn"] == [
            "arn:aws:cloudtrail:eu-west-1:123456789012:trail/mesh-sandbox"
        ]
    assert deployed["it-trail"].outputs["arn"] == "arn:aws:cloudtrail:eu-west-1:123456789012:trail/mesh-sandbox"


def test_the_lock_is_set_before_anybody_is_refused_to_change_it(deployed: Deployment) -> None:
    assert "s3:PutBucketObjectLockConfiguration" in statement(deployed["it-records-policy"], "DenyUnlocking")["Action"]
    assert deployed["it-records-lock"].urn in deployed["it-records-policy"].dependencies


def test_records_are_encrypted_as_cloudtrail_does_it(deployed: Deployment) -> None:
    """A bucket key would take the place of the context by which the key knows CloudTrail."""
    (rule,) = deployed["it-records-encryption"].inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert rule["bucketKeyEnabled"] is False
    assert not {"DenyOtherKeys", "DenyUnnamedKeys"} & {s["Sid"] for s in statements(deployed["it-records-policy"])}


def test_the_trail_starts_when_it_may_write(deployed: Deployment) -> None:
    assert deployed["it-records-policy"].urn in deployed["it-trail"].dependencies
