"""The audit trail sees everything, and nobody can change what it wrote."""

import pytest

from tests.harness import Deployment, deploy, statement, statements

from .ground import SUFFIX
from .test_ground_components import audit_trail


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(audit_trail)


def selector(deployed: Deployment, category: str) -> dict[str, dict[str, list[str]]]:
    for found in deployed["it-trail"].inputs["advancedEventSelectors"]:
        fields = {f["field"]: f for f in found["fieldSelectors"]}
        if fields["eventCategory"]["equals"] == [category]:
            return fields
    raise AssertionError(f"nothing selects {category}")


def test_every_managing_call_is_recorded(deployed: Deployment) -> None:
    assert selector(deployed, "Management").keys() == {"eventCategory"}


def test_reads_and_writes_of_the_meshs_objects_are_recorded(deployed: Deployment) -> None:
    fields = selector(deployed, "Data")
    assert fields["resources.type"]["equals"] == ["AWS::S3::Object"]
    assert fields["resources.ARN"]["startsWiths"] == ["arn:aws:s3:::mesh-sandbox-"]


def test_the_trail_does_not_record_its_own_delivery(deployed: Deployment) -> None:
    left_out = selector(deployed, "Data")["resources.ARN"]["notStartsWiths"]
    for bucket in (
        deployed["it-records-bucket"].inputs["bucket"],
        deployed["it-records-logging"].inputs["targetBucket"],
    ):
        assert any(f"arn:aws:s3:::{bucket}".startswith(prefix) for prefix in left_out)
    assert not any(f"arn:aws:s3:::mesh-sandbox-operations-data-{SUFFIX}".startswith(p) for p in left_out)


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


def test_digests_that_s3_encrypts_itself_are_accepted(deployed: Deployment) -> None:
    assert not {"DenyOtherKeys", "DenyUnnamedKeys"} & {s["Sid"] for s in statements(deployed["it-records-policy"])}


def test_the_trail_starts_when_it_may_write(deployed: Deployment) -> None:
    assert deployed["it-records-policy"].urn in deployed["it-trail"].dependencies
