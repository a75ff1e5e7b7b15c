"""What is replaced, kept, renamed, ignored and found again."""

import json
from typing import Any

import pytest

from meshwright.recording.graph import Graph, Resource
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.state import State

from .conftest import empty
from .graphs import POLICY, ROLE, TRUST, graph, iceberg, resource
from .project import KEY_ARN, STANDIN, Sandbox, bucket, key, names

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("option", ["protect", "retain_on_delete"])
def test_what_is_to_be_kept_is_forgotten_but_not_deleted(sandbox: Sandbox, option: str) -> None:
    kept: dict[str, Any] = {option: True}
    sandbox.up(graph(bucket("data", **kept), bucket("scratch")))
    report = sandbox.up(graph())
    assert (names(report.retained), names(report.deleted)) == (["data"], ["scratch"])
    assert sandbox.buckets == ["data"]
    assert sandbox.state.records == {}
    assert sandbox.up(graph(bucket("data"))).counts == {"adopted": 1}


def test_another_name_is_another_resource_and_the_old_one_goes_last(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data", physical="one")))
    report = sandbox.up(graph(bucket("data", physical="two")))
    assert names(report.replaced) == ["data"]
    assert sandbox.buckets == ["two"]
    calls = list(report.calls)
    assert calls.index("s3.create_bucket") < calls.index("s3.delete_bucket")


def test_a_replacement_with_the_same_name_makes_room_first(sandbox: Sandbox) -> None:
    def sealed(mode: str) -> Resource:
        encryption = {
            "cloudwatchEncryption": {"cloudwatchEncryptionMode": mode},
            "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": mode},
            "s3Encryption": {"s3EncryptionMode": mode},
        }
        return resource("securityConfiguration", "s", {"name": "s", "encryptionConfiguration": encryption})

    sandbox.up(graph(sealed("DISABLED")))
    report = sandbox.up(graph(sealed("SSE-KMS")))
    assert names(report.replaced) == ["s"]
    (found,) = sandbox.ask("glue", "get_security_configurations")["SecurityConfigurations"]
    assert found["EncryptionConfiguration"]["S3Encryption"] == [{"S3EncryptionMode": "SSE-KMS"}]


def test_delete_before_replace_is_obeyed(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data", physical="one")))
    calls = list(sandbox.up(graph(bucket("data", physical="two", delete_before_replace=True))).calls)
    assert calls.index("s3.delete_bucket") < calls.index("s3.create_bucket")


def test_a_protected_resource_is_not_replaced(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data", physical="one", protect=True)))
    with pytest.raises(SandboxError, match=r"bucket changed, which needs another .*but it is protected; unprotect it"):
        sandbox.up(graph(bucket("data", physical="two", protect=True)))
    assert sandbox.buckets == ["one"]


def test_a_retained_resource_stays_beside_its_replacement(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data", physical="one", retain_on_delete=True)))
    report = sandbox.up(graph(bucket("data", physical="two", retain_on_delete=True)))
    assert (names(report.replaced), names(report.retained)) == (["data"], ["data"])
    assert sandbox.buckets == ["one", "two"]


def test_a_retained_resource_cannot_make_room_for_its_own_name(sandbox: Sandbox) -> None:
    def locked(yes: bool) -> Graph:
        inputs = {"bucket": "data", "objectLockEnabled": yes}
        return graph(resource("bucket", "data", inputs, retain_on_delete=True))

    sandbox.up(locked(False))
    with pytest.raises(SandboxError, match=r"objectLockEnabled changed, .* but it is retained and keeps its name"):
        sandbox.up(locked(True))


def test_ids_that_aws_makes_up_take_the_place_of_their_stand_ins(sandbox: Sandbox) -> None:
    policy = POLICY.replace('"Resource":"*"', f'"Resource":"{KEY_ARN}"')
    the_key = key()
    made = graph(
        the_key,
        resource("alias", "alias", {"name": "alias/sales", "targetKeyId": STANDIN}, after=(the_key,)),
        bucket("data"),
        resource("bucketPolicy", "policy", {"bucket": "data", "policy": policy}, after=(the_key,)),
    )
    sandbox.up(made)
    (real,) = [k["KeyId"] for k in sandbox.ask("kms", "list_keys")["Keys"]]
    assert real != STANDIN
    (alias,) = [a for a in sandbox.ask("kms", "list_aliases")["Aliases"] if a["AliasName"] == "alias/sales"]
    assert alias["TargetKeyId"] == real
    told = sandbox.ask("s3", "get_bucket_policy", Bucket="data")["Policy"]
    assert json.loads(told)["Statement"][0]["Resource"] == KEY_ARN.replace(STANDIN, real)
    assert sandbox.up(made).counts == {"unchanged": 4}


def test_a_replaced_key_reaches_everything_that_names_it(sandbox: Sandbox) -> None:
    def made(spec: str) -> Graph:
        the_key = key(customerMasterKeySpec=spec, keyUsage="ENCRYPT_DECRYPT")
        alias = resource("alias", "alias", {"name": "alias/sales", "targetKeyId": STANDIN}, after=(the_key,))
        return graph(the_key, alias)

    sandbox.up(made("SYMMETRIC_DEFAULT"))
    report = sandbox.up(made("RSA_2048"))
    assert (names(report.replaced), names(report.updated)) == (["key"], ["alias"])
    (alias,) = [a for a in sandbox.ask("kms", "list_aliases")["Aliases"] if a["AliasName"] == "alias/sales"]
    told = sandbox.ask("kms", "describe_key", KeyId=alias["TargetKeyId"])["KeyMetadata"]
    assert (told["KeySpec"], told["Enabled"]) == ("RSA_2048", True)


def test_another_stacks_ids_are_known_too(sandbox: Sandbox) -> None:
    foundation = graph(
        Resource(**{**vars(key()), "urn": "urn:pulumi:foundation.sandbox::meshwright::aws:kms/key:Key::key"}),
        stack="foundation.sandbox",
    )
    alias = resource("alias", "alias", {"name": "alias/sales", "targetKeyId": STANDIN})
    sandbox.up(graph(alias), foundation)
    (found,) = [a for a in sandbox.ask("kms", "list_aliases")["Aliases"] if a["AliasName"] == "alias/sales"]
    assert found["TargetKeyId"] == sandbox.ask("kms", "list_keys")["Keys"][0]["KeyId"]


def test_ignored_changes_do_not_happen(sandbox: Sandbox) -> None:
    def made(a: str, b: str) -> Graph:
        return graph(bucket("data", tags={"a": a, "b": b}, ignore_changes=("tags.a",)))

    sandbox.up(made("1", "1"))
    assert sandbox.up(made("2", "1")).counts == {"unchanged": 1}
    assert sandbox.up(made("2", "2")).counts == {"updated": 1}
    tags = {t["Key"]: t["Value"] for t in sandbox.ask("s3", "get_bucket_tagging", Bucket="data")["TagSet"]}
    assert tags == {"a": "1", "b": "2"}


def test_a_renamed_resource_with_an_alias_is_the_same(sandbox: Sandbox) -> None:
    old = bucket("old", physical="data")
    sandbox.up(graph(old))
    report = sandbox.up(graph(bucket("new", physical="data", aliases=(old.urn,))))
    assert (report.counts, report.calls) == ({"unchanged": 1}, {})
    assert names(list(sandbox.state.records)) == ["new"]


@pytest.mark.parametrize("name", ["state.json", "everything"])
def test_a_lost_state_is_found_again_and_nothing_doubled(sandbox: Sandbox, name: str) -> None:
    made = graph(
        key(),
        bucket("data"),
        resource("role", "role", {"name": "reader", "path": "/mesh/", "assumeRolePolicy": TRUST}),
        resource("database", "database", {"name": "sales"}),
        resource("topic", "topic", {"name": "alerts"}),
    )
    sandbox.up(made)
    for path in (sandbox.root / ".mesh").iterdir():
        if name in (path.name, "everything"):
            path.unlink()
    report = sandbox.up(made)
    assert set(names(report.adopted)) >= {"key", "data", "role", "database"}
    assert len(sandbox.ask("kms", "list_keys")["Keys"]) == 1
    assert sandbox.up(made).counts == {"unchanged": 5}


def test_another_server_is_an_empty_account_and_the_user_is_told(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data")))
    empty(sandbox.server)
    state = State.open(sandbox.root, "another nonce")
    report = realise([graph(bucket("data"))], sandbox.server, state)
    assert report.counts == {"created": 1}
    assert report.discarded is not None
    assert "started anew" in report.discarded


def test_an_option_that_changes_needs_no_call_but_is_remembered(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data")))
    report = sandbox.up(graph(bucket("data", retain_on_delete=True)))
    assert (report.counts, report.calls) == ({"unchanged": 1}, {})
    assert names(sandbox.up(graph()).retained) == ["data"]


def test_a_grant_whose_columns_change_never_loses_those_that_stay(sandbox: Sandbox) -> None:
    """Two grants on one table overlap: taking the old one after giving the new one would take from both."""

    def made(*columns: str) -> Graph:
        store, database = bucket("data"), resource("database", "database", {"name": "sales"})
        fields = iceberg("data", (1, "a", '"long"'), (2, "b", '"long"'), (3, "c", '"long"'))
        table = resource(
            "table",
            "table",
            {"name": "orders", "databaseName": "sales", "openTableFormatInput": fields},
            after=(store, database),
        )
        role = resource("role", "role", {"name": "reader", "path": "/mesh/", "assumeRolePolicy": TRUST})
        what = {"databaseName": "sales", "name": "orders", "columnNames": list(columns)}
        inputs = {"principal": ROLE, "permissions": ["SELECT"], "tableWithColumns": what}
        return graph(store, database, table, role, resource("grant", "grant", inputs, after=(table, role)))

    sandbox.up(made("a", "b"))
    sandbox.up(made("b", "c"))
    found = sandbox.ask("lakeformation", "list_permissions")["PrincipalResourcePermissions"]
    granted = [
        e["Resource"]["TableWithColumns"]["ColumnNames"]
        for e in found
        if e["Principal"]["DataLakePrincipalIdentifier"] == ROLE
    ]
    assert granted == [["b", "c"]]
