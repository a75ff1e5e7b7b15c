"""Each check sees what it is there for, says so, and its fix mends it and nothing else."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meshwright.account.desired import desired
from meshwright.language import Environment
from meshwright.sandbox.api import Api
from meshwright.verify import CHECKS, Result, verify
from tests.end_to_end import port
from tests.realised import Realised, realised

pytestmark = pytest.mark.sandbox
Break = Callable[[Api, str], object]
ACCOUNT = "123456789012"
FOREIGN = f"arn:aws:iam::{ACCOUNT}:role/other-teams-admin"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/deployer"
DATABASE = "harbour_visits_v1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Realised]:
    with realised(tmp_path_factory.mktemp("verify"), port.FILES) as found:
        yield found


@pytest.fixture(scope="module")
def suffix(made: Realised) -> str:
    (name,) = [b["Name"] for b in made.ask("s3", "list_buckets")["Buckets"] if "harbour-data" in b["Name"]]
    return str(name.rpartition("-")[2])


def results(made: Realised) -> dict[str, Result]:
    return {r.check.number: r for r in verify(made.account, made.desired)}


def failing(made: Realised) -> set[str]:
    return {number for number, result in results(made).items() if result.breaches}


def settings(api: Api, **changed: Any) -> None:
    held = api.call("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    api.call("lakeformation", "put_data_lake_settings", DataLakeSettings={**held, **changed})


def principals(*arns: str) -> list[dict[str, str]]:
    return [{"DataLakePrincipalIdentifier": arn} for arn in arns]


OPENED = [{"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}, "Permissions": ["ALL"]}]


def grant(api: Api, principal: str, resource: dict[str, Any], *permissions: str) -> None:
    who = {"DataLakePrincipalIdentifier": principal}
    api.call("lakeformation", "grant_permissions", Principal=who, Resource=resource, Permissions=list(permissions))


def bucket(suffix: str) -> str:
    return f"mesh-sandbox-harbour-data-{suffix}"


def key(api: Api, alias: str = "alias/mesh-sandbox-harbour") -> str:
    return str(api.call("kms", "describe_key", KeyId=alias)["KeyMetadata"]["KeyId"])


def database(api: Api, suffix: str) -> None:
    given = {"Name": DATABASE, "Description": "kept", "CreateTableDefaultPermissions": OPENED}
    api.call("glue", "update_database", Name=DATABASE, DatabaseInput=given)


def schedule_deletion(api: Api, suffix: str) -> None:
    api.call("kms", "schedule_key_deletion", KeyId=key(api, "alias/mesh-sandbox-city"), PendingWindowInDays=7)


def hybrid(api: Api, suffix: str) -> None:
    arn = f"arn:aws:s3:::{bucket(suffix)}"
    role = f"arn:aws:iam::{ACCOUNT}:role/mesh/mesh-sandbox-platform-locations"
    api.call("lakeformation", "update_resource", ResourceArn=arn, RoleArn=role, HybridAccessEnabled=True)


TABLE = {"Table": {"DatabaseName": DATABASE, "Name": "visits"}}
BROKEN: list[tuple[str, str, Break]] = [
    ("V02", "open by default: ALL to IAM_ALLOWED", lambda a, s: settings(a, CreateTableDefaultPermissions=OPENED)),
    ("V02", "open by default: ALL to IAM_ALLOWED", lambda a, s: settings(a, CreateDatabaseDefaultPermissions=OPENED)),
    ("V03", "is no administrator", lambda a, s: settings(a, DataLakeAdmins=principals(FOREIGN))),
    ("V05", "ALL granted to IAM_ALLOWED", lambda a, s: grant(a, "IAM_ALLOWED_PRINCIPALS", TABLE, "ALL")),
    (
        "V05", "ALL granted to IAM_ALLOWED",
        lambda a, s: grant(a, "IAM_ALLOWED_PRINCIPALS", {"Database": {"Name": DATABASE}}, "ALL"),
    ),
    ("V06", f"SELECT granted to {ACCOUNT}:IAM", lambda a, s: grant(a, f"{ACCOUNT}:IAMPrincipals", TABLE, "SELECT")),
    ("V06", "DESCRIBE granted to 999988887777", lambda a, s: grant(a, "999988887777", TABLE, "DESCRIBE")),
    ("V07", "its new tables are open to IAM_ALLOWED_PRINCIPALS", database),
    ("V08", "HybridAccessEnabled: found true", hybrid),
    ("V09", "there is none", lambda a, s: a.call("s3", "delete_bucket_encryption", Bucket=bucket(s))),
    ("V10", "there is none", lambda a, s: a.call("s3", "delete_public_access_block", Bucket=bucket(s))),
    ("V11", "there is none", lambda a, s: a.call("s3", "delete_bucket_ownership_controls", Bucket=bucket(s))),
    (
        "V12", "Status: found Suspended",
        lambda a, s: a.call(
            "s3", "put_bucket_versioning", Bucket=bucket(s), VersioningConfiguration={"Status": "Suspended"}
        ),
    ),
    ("V14", "found nothing", lambda a, s: a.call("s3", "put_bucket_logging", Bucket=bucket(s), BucketLoggingStatus={})),
    ("V15", "rotation is off", lambda a, s: a.call("kms", "disable_key_rotation", KeyId=key(a))),
    (
        "V16", "its state is Disabled",
        lambda a, s: a.call("kms", "disable_key", KeyId=key(a, "alias/mesh-sandbox-platform")),
    ),
    ("V16", "its state is PendingDeletion", schedule_deletion),
    ("V18", "it doesn't log", lambda a, s: a.call("cloudtrail", "stop_logging", Name="mesh-sandbox")),
    (
        "V23", "its boundary is missing",
        lambda a, s: a.call("iam", "delete_role_permissions_boundary", RoleName="mesh-sandbox-harbour-reader"),
    ),
]  # fmt: skip


def test_what_was_just_built_holds_and_what_cannot_be_told_is_not_called_good(made: Realised) -> None:
    found = results(made)
    assert {n: r.breaches for n, r in found.items() if r.breaches} == {}
    assert [n for n, r in found.items() if r.outcome == "not checkable here"] == ["V19"]
    assert "only AWS delivers" in found["V19"].evidence
    assert all(r.sound for n, r in found.items() if n != "V19")


def test_every_number_is_used_once_and_in_order() -> None:
    assert [c.number for c in CHECKS] == [f"V{n:02d}" for n in range(1, len(CHECKS) + 1)]


def test_what_is_broken_by_hand_fails_its_check_and_no_other_and_is_mended(made: Realised, suffix: str) -> None:
    for _, _, do in BROKEN:
        do(made.api, suffix)
    found = results(made)
    assert {n for n, r in found.items() if r.breaches} == {number for number, _, _ in BROKEN}
    unsaid = [row[:2] for row in BROKEN if not any(row[1] in b.seen for b in found[row[0]].breaches)]
    assert unsaid == []
    assert len([b for r in found.values() for b in r.breaches]) == len(BROKEN)
    for fix in [b.fix for r in found.values() for b in r.breaches]:
        assert fix is not None
        fix.apply(made.api)
    assert failing(made) == set()


def test_mending_the_settings_keeps_other_administrators_and_everything_else(made: Realised) -> None:
    settings(
        made.api,
        DataLakeAdmins=principals(FOREIGN),
        ReadOnlyAdmins=principals(f"{FOREIGN}-ro"),
        CreateTableDefaultPermissions=OPENED,
        CreateDatabaseDefaultPermissions=OPENED,
    )
    found = results(made)
    for fix in [b.fix for n in ("V02", "V03") for b in found[n].breaches]:
        assert fix is not None
        fix.apply(made.api)
    held = made.ask("lakeformation", "get_data_lake_settings")["DataLakeSettings"]
    assert [a["DataLakePrincipalIdentifier"] for a in held["DataLakeAdmins"]] == [FOREIGN, DEPLOYER]
    assert held["ReadOnlyAdmins"] == principals(f"{FOREIGN}-ro")
    assert held["CreateTableDefaultPermissions"] == held["CreateDatabaseDefaultPermissions"] == []
    again = results(made)
    assert failing(made) == set()
    assert any(o.subject == FOREIGN and "left alone" in o.seen for o in again["V04"].sound)
    settings(made.api, DataLakeAdmins=principals(DEPLOYER), ReadOnlyAdmins=[])


def test_a_changed_policy_is_found_and_left_to_a_deployment(made: Realised, suffix: str) -> None:
    api, name = made.api, bucket(suffix)
    before = api.call("s3", "get_bucket_policy", Bucket=name)["Policy"]
    api.call("s3", "put_bucket_policy", Bucket=name, Policy='{"Version":"2012-10-17","Statement":[]}')
    held = api.call("kms", "get_key_policy", KeyId=key(api), PolicyName="default")["Policy"]
    opened = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}'
    api.call("kms", "put_key_policy", KeyId=key(api), PolicyName="default", Policy=opened)
    found = results(made)
    assert [n for n, r in found.items() if r.breaches] == ["V13", "V17"]
    assert {b.cure for n in ("V13", "V17") for b in found[n].breaches} == {"run: mesh up"}
    assert {b.fix for n in ("V13", "V17") for b in found[n].breaches} == {None}
    api.call("s3", "put_bucket_policy", Bucket=name, Policy=before)
    api.call("kms", "put_key_policy", KeyId=key(api), PolicyName="default", Policy=held)


WIDE = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
OPEN = WIDE.replace('"Resource"', '"Principal"').replace("s3:*", "sts:AssumeRole")
READER = "mesh-sandbox-harbour-reader"
BY_HAND: list[tuple[str, str, Break]] = [
    (
        "has more policies: by-hand; expected: policies as declared; "
        f"run: aws iam delete-role-policy --role-name {READER} --policy-name by-hand",
        READER,
        lambda a, s: a.call("iam", "put_role_policy", RoleName=READER, PolicyName="by-hand", PolicyDocument=WIDE),
    ),
    (
        "its policy permissions is another", "mesh-sandbox-harbour-owner",
        lambda a, s: a.call(
            "iam", "put_role_policy", RoleName="mesh-sandbox-harbour-owner", PolicyName="permissions",
            PolicyDocument=WIDE,
        ),
    ),
    (
        "others may take it", "mesh-sandbox-harbour-engineer",
        lambda a, s: a.call(
            "iam", "update_assume_role_policy", RoleName="mesh-sandbox-harbour-engineer", PolicyDocument=OPEN
        ),
    ),
    (
        "lacks a policy", "mesh-sandbox-harbour-pipeline",
        lambda a, s: a.call(
            "iam", "delete_role_policy", RoleName="mesh-sandbox-harbour-pipeline", PolicyName="permissions"
        ),
    ),
    (
        "run: aws iam detach-role-policy --role-name mesh-sandbox-city-reader --policy-arn", "mesh-sandbox-city-reader",
        lambda a, s: a.call(
            "iam", "attach_role_policy", RoleName="mesh-sandbox-city-reader",
            PolicyArn=a.call("iam", "create_policy", PolicyName="by-hand", PolicyDocument=WIDE)["Policy"]["Arn"],
        ),
    ),
    (
        "its policy is another", "mesh-sandbox-boundary",
        lambda a, s: a.call(
            "iam", "create_policy_version", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/mesh/mesh-sandbox-boundary",
            PolicyDocument=WIDE, SetAsDefault=True,
        ),
    ),
]  # fmt: skip


def test_what_a_role_was_given_by_hand_is_found(tmp_path: Path) -> None:
    """In an account of its own, since nothing here puts it back."""
    with realised(tmp_path, port.FILES) as made:
        for _, _, do in BY_HAND:
            do(made.api, "")
        found = results(made)
        assert {n for n, r in found.items() if r.breaches} == {"V27"}
        said = {b.subject: f"{b.seen}; expected: {b.wanted}; {b.cure}" for b in found["V27"].breaches}
        assert set(said) == {role for _, role, _ in BY_HAND}
        assert [role for words, role, _ in BY_HAND if words not in said[role]] == []


def test_grants_of_others_to_all_of_iam_are_nobodys_business(made: Realised) -> None:
    made.ask("glue", "create_database", DatabaseInput={"Name": "legacy"})
    grant(made.api, "IAM_ALLOWED_PRINCIPALS", {"Database": {"Name": "legacy"}}, "ALL")
    assert failing(made) == set()
    made.ask("glue", "delete_database", Name="legacy")


def test_an_environment_that_names_no_deployer_is_not_called_good(made: Realised) -> None:
    dev = Environment("sandbox", account=ACCOUNT, region="eu-west-1")
    account = replace(made.account, environment=dev, sandbox=False)
    found = {r.check.number: r for r in verify(account, desired(account, made.graphs))}
    assert found["V03"].outcome == "not checkable here"
    assert "names no deployer=" in found["V03"].evidence


def test_nothing_is_written_by_looking(made: Realised) -> None:
    account = made.account
    verify(account, desired(account, made.graphs))
    assert account.api.writes == {}
