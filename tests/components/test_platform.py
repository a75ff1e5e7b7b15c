"""What the platform owns: its key, its buckets, its bus, its alerts."""

from tests.harness import deploy, statement, statements

from .ground import DEPLOYER, GOVERNANCE, KEY_ARN
from .test_ground_components import event_bus, platform_alerts, platform_key, platform_storage

ROOT = "arn:aws:iam::123456789012:root"


def test_the_platforms_key_rotates_and_outlives_the_stack() -> None:
    key = deploy(platform_key)["it-key"]
    assert key.inputs["enableKeyRotation"] is True
    assert key.options.retain_on_delete


def test_of_the_domains_only_jobs_use_the_platforms_key_and_for_objects_only() -> None:
    found = statement(deploy(platform_key)["it-key"], "UseByJobs")
    assert found["Principal"] == {"AWS": [ROOT]}
    assert found["Condition"] == {
        "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::123456789012:role/mesh/mesh-sandbox-*-pipeline"]},
        "StringEquals": {"kms:ViaService": ["s3.eu-west-1.amazonaws.com"]},
    }


def test_people_of_every_domain_read_the_catalog_with_the_platforms_key_and_nothing_else() -> None:
    found = statement(deploy(platform_key)["it-key"], "ReadContracts")
    assert found["Action"] == ["kms:Decrypt"]
    roles = "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-*"
    assert found["Condition"]["ArnLike"] == {
        "aws:PrincipalArn": [f"{roles}-{d}" for d in ("owner", "engineer", "reader")]
    }
    catalog = "arn:aws:s3:::mesh-sandbox-platform-catalog-*"
    assert found["Condition"]["StringLike"] == {"kms:EncryptionContext:aws:s3:arn": [catalog, f"{catalog}/*"]}


def test_only_administrators_read_the_trail_with_the_platforms_key() -> None:
    found = statement(deploy(platform_key)["it-key"], "DeployAndAudit")
    assert found["Principal"] == {"AWS": [DEPLOYER]}


def test_the_log_bucket_is_encrypted_as_s3_requires_and_logs_nothing_itself() -> None:
    deployed = deploy(platform_storage)
    (rule,) = deployed["it-logs-encryption"].inputs["rules"]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
    assert "it-logs-logging" not in deployed


def test_only_s3_delivers_access_logs_and_only_this_accounts() -> None:
    allowed = [s for s in statements(deploy(platform_storage)["it-logs-policy"]) if s["Effect"] == "Allow"]
    (found,) = allowed
    assert found["Principal"] == {"Service": ["logging.s3.amazonaws.com"]}
    assert found["Condition"]["StringEquals"] == {"aws:SourceAccount": ["123456789012"]}


def test_artifacts_and_catalog_log_to_the_log_bucket_and_use_the_platforms_key() -> None:
    deployed = deploy(platform_storage)
    for store in ("artifacts", "catalog"):
        assert deployed[f"it-{store}-logging"].inputs["targetBucket"] == deployed["it-logs-bucket"].inputs["bucket"]
        (rule,) = deployed[f"it-{store}-encryption"].inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == KEY_ARN


def test_only_orchestrators_announce_on_the_bus() -> None:
    policy = deploy(event_bus)["it-policy"]
    orchestrators = ["arn:aws:iam::123456789012:role/mesh/mesh-sandbox-*-orchestrator"]
    assert statement(policy, "AnnounceFromRuns")["Condition"] == {"ArnLike": {"aws:PrincipalArn": orchestrators}}
    denied = statement(policy, "DenyOthers")
    assert denied["Principal"] == {"AWS": ["*"]}
    assert denied["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": orchestrators}}


def test_the_bus_is_encrypted() -> None:
    assert deploy(event_bus)["it-bus"].inputs["kmsKeyIdentifier"] == KEY_ARN


def test_alerts_are_encrypted_and_reach_the_platform_team() -> None:
    deployed = deploy(platform_alerts)
    assert deployed["it-topic"].inputs["kmsMasterKeyId"] == KEY_ARN
    assert deployed["it-mailbox"].inputs["endpoint"] == GOVERNANCE.owner


def test_alerts_are_published_by_services_of_this_account_over_tls() -> None:
    policy = deploy(platform_alerts)["it-policy"]
    for found in statements(policy):
        if found["Effect"] == "Allow":
            assert found["Principal"].keys() == {"Service"}
            assert found["Condition"]["StringEquals"] == {"aws:SourceAccount": ["123456789012"]}
    assert statement(policy, "DenyPlaintext")["Condition"] == {"Bool": {"aws:SecureTransport": ["false"]}}
