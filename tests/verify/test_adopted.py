"""Adopted buckets are looked at, told about, and left as they are."""

import json
from collections.abc import Iterator

import pytest

from meshwright.verify import Result, verify
from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox
OURS = 'owner="harbour@example.org", cost_center="CC-1",'
NAMES = ("old-blocked", "old-plain", "old-policy", "old-list")
ADOPTS = f"{OURS} adopts=Adopted(buckets={json.dumps(NAMES)}, roles=['Analyst']),"
BLOCK = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
OPEN = {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}
LAKE = (
    'Product("old_lake", version="1.0.0", purpose="what there was", classification="internal", adopts="old_lake",\n'
    '            tables=[Table("stock", columns=[text(1, "item", optional=True)])]),\n        '
)
ANYBODY = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::old-policy/*"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("adopted"), port.FILES) as found:
        for name in NAMES:
            where = {"LocationConstraint": "eu-west-1"}
            found.ask("s3", "create_bucket", Bucket=name, CreateBucketConfiguration=where)
        found.ask("s3", "put_public_access_block", Bucket=NAMES[0], PublicAccessBlockConfiguration=BLOCK)
        rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/theirs"}}
        found.ask("s3", "put_bucket_encryption", Bucket=NAMES[0], ServerSideEncryptionConfiguration={"Rules": [rule]})
        policy = json.dumps({"Version": "2012-10-17", "Statement": [ANYBODY]})
        found.ask("s3", "put_bucket_policy", Bucket="old-policy", Policy=policy)
        found.ask("s3", "put_bucket_acl", Bucket="old-list", ACL="public-read")
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        found.ask("iam", "create_role", RoleName="Analyst", AssumeRolePolicyDocument=document)
        path = found.project.root / "domains" / "harbour" / "domain.py"
        text = path.read_text()
        columns = {"Columns": [{"Name": "item", "Type": "string"}], "Location": "s3://old-plain/stock/"}
        found.ask("glue", "create_database", DatabaseInput={"Name": "old_lake"})
        found.ask(
            "glue", "create_table", DatabaseName="old_lake", TableInput={"Name": "stock", "StorageDescriptor": columns}
        )
        text = text.replace(OURS, ADOPTS).replace("    Domain,", "    Adopted, Domain,")
        path.write_text(text.replace("products=[", f"products=[{LAKE}", 1))
        found.read()
        found.realise()
        yield found


def results(made: Realised) -> dict[str, Result]:
    return {r.check.number: r for r in verify(made.account, made.desired)}


def test_what_is_open_to_the_world_fails_and_is_left_to_its_owners(made: Realised) -> None:
    found = results(made)["V25"]
    assert {b.subject: b.seen for b in found.breaches} == {
        "old-policy": "open to the world by its policy",
        "old-list": "open to the world by its access control list",
    }
    assert {(b.fix, b.cure.partition(":")[0]) for b in found.breaches} == {(None, "not ours to change")}


def test_what_is_open_to_nobody_is_evidence_whatever_its_blocks(made: Realised) -> None:
    seen = {o.subject: o.seen for o in results(made)["V25"].sound}
    assert seen["old-blocked"] == "public access blocked"
    assert seen["old-plain"].startswith("open to nobody, though S3 does not block it (BlockPublicAcls")


def test_a_block_closes_what_a_policy_opens(made: Realised) -> None:
    made.ask("s3", "put_public_access_block", Bucket="old-policy", PublicAccessBlockConfiguration=BLOCK)
    assert "old-policy" in {o.subject for o in results(made)["V25"].sound}
    made.ask("s3", "delete_public_access_block", Bucket="old-policy")


def test_encryption_is_told_as_it_is(made: Realised) -> None:
    found = results(made)["V26"]
    assert found.outcome == "holds"
    seen = {o.subject: o.seen for o in found.sound}
    assert seen["old-blocked"] == "encrypted with alias/theirs"
    assert seen["old-plain"] == "encrypted with keys of S3's own (not ours to change)"


def test_nothing_of_the_others_fails_by_what_is_adopted(made: Realised) -> None:
    assert {number for number, result in results(made).items() if result.breaches} == {"V25"}


def test_what_is_open_to_all_of_iam_since_before_fails_and_is_not_taken_from_its_readers(made: Realised) -> None:
    database = {"Database": {"Name": "old_lake"}}
    made.ask("lakeformation", "grant_permissions", Principal=OPEN, Resource=database, Permissions=["ALL"])
    defaults = [{"Principal": OPEN, "Permissions": ["ALL"]}]
    before = made.ask("glue", "get_database", Name="old_lake")["Database"].get("CreateTableDefaultPermissions", [])
    described = {"Name": "old_lake", "CreateTableDefaultPermissions": defaults}
    made.ask("glue", "update_database", Name="old_lake", DatabaseInput=described)
    found = results(made)
    assert {n for n, r in found.items() if r.breaches} == {"V05", "V07", "V25"}
    for number in ("V05", "V07"):
        assert {(b.fix, b.cure.partition(":")[0]) for b in found[number].breaches} == {(None, "not ours to change")}
    made.ask("lakeformation", "revoke_permissions", Principal=OPEN, Resource=database, Permissions=["ALL"])
    described["CreateTableDefaultPermissions"] = before
    made.ask("glue", "update_database", Name="old_lake", DatabaseInput=described)


def test_looking_writes_nothing(made: Realised) -> None:
    account = made.account
    verify(account, made.desired)
    assert account.api.writes == {}


def test_an_adopted_bucket_that_is_gone_is_a_breach(made: Realised) -> None:
    made.ask("s3", "delete_bucket", Bucket="old-plain")
    for number in ("V25", "V26"):
        gone = [b for b in results(made)[number].breaches if b.subject == "old-plain"]
        assert [(b.seen, b.wanted) for b in gone] == [("does not exist", "is adopted")]
