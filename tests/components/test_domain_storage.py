"""A domain's buckets keep its bytes private, encrypted with its own key, and recoverable."""

import pytest

from tests.harness import Deployment, deploy, statement, statements

from .ground import FOUNDATION, KEY_ARN, SUFFIX
from .test_ground_components import domain_storage

STORES = ("landing", "data", "scratch")


@pytest.fixture(scope="module")
def deployed() -> Deployment:
    return deploy(domain_storage)


def rules(deployed: Deployment, store: str) -> dict[str, dict[str, object]]:
    return {rule["id"]: rule for rule in deployed[f"it-{store}-lifecycle"].inputs["rules"]}


@pytest.mark.parametrize("store", STORES)
def test_buckets_are_named_after_environment_domain_and_purpose(deployed: Deployment, store: str) -> None:
    assert deployed[f"it-{store}-bucket"].inputs["bucket"] == f"mesh-sandbox-operations-{store}-{SUFFIX}"


@pytest.mark.parametrize("store", STORES)
def test_uploads_name_no_other_key(deployed: Deployment, store: str) -> None:
    found = statement(deployed[f"it-{store}-policy"], "DenyOtherKeys")
    key = "s3:x-amz-server-side-encryption-aws-kms-key-id"
    assert found["Condition"] == {"Null": {key: ["false"]}, "StringNotEquals": {key: [KEY_ARN]}}


@pytest.mark.parametrize("store", STORES)
def test_an_upload_that_says_nothing_of_encryption_is_accepted(deployed: Deployment, store: str) -> None:
    """The bucket's default then encrypts it with the domain's key: nothing may deny a missing header."""
    policy = deployed[f"it-{store}-policy"]
    assert "Null" in statement(policy, "DenyOtherKeys")["Condition"]
    assert statement(policy, "DenyUnnamedKeys")["Condition"] == {
        "Null": {
            "s3:x-amz-server-side-encryption": ["false"],
            "s3:x-amz-server-side-encryption-aws-kms-key-id": ["true"],
        }
    }


@pytest.mark.parametrize("store", STORES)
def test_access_is_logged_to_the_foundations_bucket(deployed: Deployment, store: str) -> None:
    logging = deployed[f"it-{store}-logging"].inputs
    assert logging["targetBucket"] == FOUNDATION.log_bucket
    assert logging["targetPrefix"] == f"mesh-sandbox-operations-{store}-{SUFFIX}/"


@pytest.mark.parametrize("store", STORES)
def test_leftovers_are_tidied_up(deployed: Deployment, store: str) -> None:
    found = rules(deployed, store)
    assert found["abort-unfinished-uploads"]["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert "noncurrentVersionExpiration" in found["expire-superseded-versions"]


def test_only_scratch_expires(deployed: Deployment) -> None:
    expiring = [store for store in STORES if any("expiration" in rule for rule in rules(deployed, store).values())]
    assert expiring == ["scratch"]


@pytest.mark.parametrize("store", STORES)
def test_what_must_stand_first_stands_first(deployed: Deployment, store: str) -> None:
    assert deployed[f"it-{store}-versioning"].urn in deployed[f"it-{store}-lifecycle"].dependencies
    assert deployed[f"it-{store}-public-access"].urn in deployed[f"it-{store}-policy"].dependencies


def test_the_buckets_outlive_the_stack_with_all_that_protects_them(deployed: Deployment) -> None:
    assert [r.name for r in deployed.resources if r.custom and not r.options.retain_on_delete] == []


@pytest.mark.parametrize("store", STORES)
def test_a_bucket_carries_nothing_but_its_identity(deployed: Deployment, store: str) -> None:
    """Inline configuration is deprecated, and the provider does not warn about it."""
    assert deployed[f"it-{store}-bucket"].inputs.keys() == {"bucket", "tags"}


@pytest.mark.parametrize("store", STORES)
def test_every_version_is_kept_and_every_object_is_the_accounts(deployed: Deployment, store: str) -> None:
    assert deployed[f"it-{store}-versioning"].inputs["versioningConfiguration"] == {"status": "Enabled"}
    assert deployed[f"it-{store}-ownership"].inputs["rule"] == {"objectOwnership": "BucketOwnerEnforced"}


REFUSED = {
    "DenyPlaintext": {"Bool": {"aws:SecureTransport": ["false"]}},
    "DenyOldTls": {"NumericLessThan": {"s3:TlsVersion": ["1.2"]}},
    "DenyOtherAccounts": {
        "BoolIfExists": {"aws:PrincipalIsAWSService": ["false"]},
        "StringNotEquals": {"aws:PrincipalAccount": ["123456789012"]},
    },
    "DenyCustomerProvidedKeys": {"Null": {"s3:x-amz-server-side-encryption-customer-algorithm": ["false"]}},
}


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("sid", REFUSED)
def test_what_is_unsafe_is_denied_to_everyone(deployed: Deployment, store: str, sid: str) -> None:
    found = statement(deployed[f"it-{store}-policy"], sid)
    assert (found["Effect"], found["Principal"]) == ("Deny", {"AWS": ["*"]})
    assert found["Condition"] == REFUSED[sid]
    bucket = f"arn:aws:s3:::mesh-sandbox-operations-{store}-{SUFFIX}"
    assert found["Resource"] in ([bucket, f"{bucket}/*"], [f"{bucket}/*"])


@pytest.mark.parametrize("store", STORES)
def test_a_buckets_policy_only_denies(deployed: Deployment, store: str) -> None:
    """Who may read is decided by IAM and Lake Formation; a permission here would go around both."""
    assert {s["Effect"] for s in statements(deployed[f"it-{store}-policy"])} == {"Deny"}
