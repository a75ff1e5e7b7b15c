"""A domain's keys are used by those they name, in the way they say, and never vanish."""

import pytest

from meshwright import names
from tests.harness import Deployment, deploy, statement, statements

from .ground import FOUNDATION
from .test_ground_components import domain_key

ROOT = "arn:aws:iam::123456789012:root"
ROLE = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-operations"


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(domain_key)


def test_the_encryption_key_rotates(deployed: Deployment) -> None:
    assert deployed["it-key"].inputs["enableKeyRotation"] is True


def test_both_keys_can_be_saved_for_thirty_days_and_outlive_the_stack(deployed: Deployment) -> None:
    for name in ("it-key", "it-pseudonym-key"):
        assert deployed[name].inputs["deletionWindowInDays"] == 30
        assert deployed[name].options.retain_on_delete


def test_pseudonyms_are_made_with_a_key_that_can_do_nothing_else(deployed: Deployment) -> None:
    key = deployed["it-pseudonym-key"].inputs
    assert (key["keyUsage"], key["customerMasterKeySpec"]) == ("GENERATE_VERIFY_MAC", "HMAC_256")


def test_pseudonyms_are_made_by_the_domains_pipeline_alone(deployed: Deployment) -> None:
    found = {s["Sid"]: s for s in statements(deployed["it-pseudonym-key"])}
    assert found.keys() == {"AdministerByIam", "MakePseudonyms"}
    assert found["MakePseudonyms"]["Principal"] == {"AWS": [f"{ROLE}-pipeline"]}
    assert found["MakePseudonyms"]["Action"] == ["kms:GenerateMac"]


@pytest.mark.parametrize("key", ["it-key", "it-pseudonym-key"])
def test_the_account_administers_a_key_but_cannot_read_with_it(deployed: Deployment, key: str) -> None:
    administration = statement(deployed[key], "AdministerByIam")
    assert administration["Principal"] == {"AWS": [ROOT]}
    assert "kms:PutKeyPolicy" in administration["Action"]
    for action in administration["Action"]:
        assert not action.startswith(
            ("kms:Decrypt", "kms:Encrypt", "kms:Generate", "kms:ReEncrypt", "kms:CreateGrant", "kms:Sign", "kms:Verify")
        )


def test_no_wildcard_opens_a_key(deployed: Deployment) -> None:
    for key in ("it-key", "it-pseudonym-key"):
        for found in statements(deployed[key]):
            assert found["Effect"] == "Allow"
            assert not any("*" in action for action in found["Action"])
            assert all("*" not in p for kind in found["Principal"].values() for p in kind)


def test_the_domains_roles_use_the_key_through_s3_only(deployed: Deployment) -> None:
    found = statement(deployed["it-key"], "UseByTheDomain")
    assert found["Principal"] == {"AWS": [ROOT]}, "else a role's own policy would count for nothing"
    assert found["Condition"] == {
        "ArnEquals": {"aws:PrincipalArn": [f"{ROLE}-{duty}" for duty in names.ROLES]},
        "StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]},
    }


def test_consumers_read_through_lake_formation_and_need_no_place_in_the_policy(deployed: Deployment) -> None:
    found = statement(deployed["it-key"], "UseByLakeFormation")
    assert found["Principal"] == {"AWS": [FOUNDATION.lake_formation_role_arn]}
    principals = [p for s in statements(deployed["it-key"]) for p in s["Principal"].get("AWS", [])]
    assert {p for p in principals if "/mesh/" in p} == {
        FOUNDATION.lake_formation_role_arn,
        *(f"{ROLE}-{duty}" for duty in ("owner", "engineer", names.ORCHESTRATOR)),
    }


def test_deploying_reads_no_objects(deployed: Deployment) -> None:
    """Whoever may deploy may encrypt a state machine's definition, and nothing that S3 holds."""
    by_root = [s for s in statements(deployed["it-key"]) if s["Principal"].get("AWS") == [ROOT]]
    assert {s["Sid"] for s in by_root} == {"AdministerByIam", "DeployStateMachines", "UseByTheDomain"}
    condition = statement(deployed["it-key"], "DeployStateMachines")["Condition"]
    assert condition["StringEquals"] == {"kms:ViaService": ["states.eu-west-1.amazonaws.com"]}


def test_services_use_the_key_for_this_account_only(deployed: Deployment) -> None:
    for found in statements(deployed["it-key"]):
        if "Service" in found["Principal"]:
            tests = [key for operator in found["Condition"].values() for key in operator]
            assert set(tests) & {
                "aws:SourceAccount",
                "kms:EncryptionContext:aws:logs:arn",
                "kms:EncryptionContext:SourceArn",
            }, found["Sid"]


def test_aliases_are_the_names_that_role_policies_look_for(deployed: Deployment) -> None:
    assert deployed["it-alias"].inputs["name"] == names.key_alias("sandbox", "operations")
    assert deployed["it-pseudonym-alias"].inputs["name"] == names.pseudonym_key_alias("sandbox", "operations")
    assert deployed["it-alias"].inputs["targetKeyId"] == deployed["it-key"].outputs["keyId"]
