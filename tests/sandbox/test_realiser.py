"""Graphs made true in the sandbox."""

import json
from pathlib import Path
from typing import Any

import pytest

from meshwright.recording.graph import UNKNOWN, Graph, Resource
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.progress import Step
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.report import Report
from meshwright.sandbox.server import Server
from meshwright.sandbox.state import State

from .graphs import ACCOUNT, POLICY, ROLE, TRUST, graph, iceberg, resource

pytestmark = pytest.mark.sandbox

STANDIN = "11111111-2222-5333-8444-555555555555"
KEY_ARN = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{STANDIN}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".mesh").mkdir()
    return tmp_path


class Sandbox:
    """One project's account, realised again and again as separate runs would."""

    def __init__(self, server: Server, root: Path) -> None:
        self.server = server
        self.root = root

    def up(self, *graphs: Graph, **options: Any) -> Report:
        return realise(graphs, self.server, self.state, **options)

    @property
    def state(self) -> State:
        return State.open(self.root, self.server.nonce)

    def ask(self, service: str, operation: str, **parameters: Any) -> Any:
        return getattr(self.server.client(service), operation)(**parameters)

    @property
    def buckets(self) -> list[str]:
        return sorted(b["Name"] for b in self.ask("s3", "list_buckets")["Buckets"])


@pytest.fixture
def sandbox(server: Server, root: Path) -> Sandbox:
    return Sandbox(server, root)


def bucket(name: str, *, physical: str = "", tags: dict[str, str] | None = None, **options: Any) -> Resource:
    return resource("bucket", name, {"bucket": physical or name, "tags": tags or {"a": "b"}}, **options)


def key(name: str = "key", **inputs: Any) -> Resource:
    described = {"description": name, "tags": {"name": name}, **inputs}
    return resource("key", name, described, outputs={"id": STANDIN, "keyId": STANDIN, "arn": KEY_ARN})


def names(urns: list[str]) -> list[str]:
    return [urn.rpartition("::")[2] for urn in urns]


def test_a_second_run_calls_nothing_at_all(sandbox: Sandbox) -> None:
    made = graph(key(), bucket("data"), resource("bucketPolicy", "policy", {"bucket": "data", "policy": POLICY}))
    assert sandbox.up(made).counts == {"created": 3}
    again = sandbox.up(made)
    assert again.counts == {"unchanged": 3}
    assert again.calls == {}
    assert not again.changed


def test_a_changed_input_updates_in_place(sandbox: Sandbox) -> None:
    sandbox.up(graph(bucket("data"), bucket("other")))
    report = sandbox.up(graph(bucket("data", tags={"a": "c"}), bucket("other")))
    assert (names(report.updated), names(report.unchanged)) == (["data"], ["other"])
    assert sandbox.ask("s3", "get_bucket_tagging", Bucket="data")["TagSet"] == [{"Key": "a", "Value": "c"}]


def test_what_is_no_longer_declared_goes_in_reverse_order(sandbox: Sandbox) -> None:
    database = resource("database", "a-database", {"name": "sales"})
    table = resource("table", "b-table", {"name": "t", "databaseName": "sales"}, after=(database,))
    role = resource("role", "c-role", {"name": "reader", "path": "/mesh/", "assumeRolePolicy": TRUST})
    inputs = {"principal": ROLE, "permissions": ["SELECT"], "table": {"databaseName": "sales", "name": "t"}}
    grant = resource("grant", "d-grant", inputs, after=(table, role))
    sandbox.up(graph(database, table, role, grant))
    report = sandbox.up(graph())
    gone = names(report.deleted)
    assert set(gone) == {"a-database", "b-table", "c-role", "d-grant"}
    assert gone.index("d-grant") < gone.index("b-table") < gone.index("a-database")
    assert gone.index("d-grant") < gone.index("c-role")
    assert sandbox.ask("glue", "get_databases")["DatabaseList"] == []
    assert sandbox.state.records == {}


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


def test_a_stack_without_a_graph_is_removed_unless_the_graphs_are_a_part(sandbox: Sandbox) -> None:
    sales, fleet = graph(bucket("bucket-a")), graph(bucket("bucket-b", stack="fleet.sandbox"), stack="fleet.sandbox")
    sandbox.up(sales, fleet)
    assert sandbox.up(sales, partial=True).counts == {"unchanged": 1}
    assert sandbox.buckets == ["bucket-a", "bucket-b"]
    assert names(sandbox.up(sales).deleted) == ["bucket-b"]


def test_the_foundation_comes_first_and_goes_last(sandbox: Sandbox) -> None:
    stack = "foundation.sandbox"
    foundation = graph(bucket("bucket-z", stack=stack), stack=stack)
    report = sandbox.up(graph(bucket("bucket-a")), foundation)
    assert names(report.created) == ["bucket-z", "bucket-a"]
    assert names(sandbox.up().deleted) == ["bucket-a", "bucket-z"]


def test_default_tags_of_the_provider_reach_the_resource(sandbox: Sandbox) -> None:
    sandbox.up(graph(resource("bucket", "data", {"bucket": "data"}, outputs={"tagsAll": {"mesh": "yes"}})))
    assert sandbox.ask("s3", "get_bucket_tagging", Bucket="data")["TagSet"] == [{"Key": "mesh", "Value": "yes"}]


def test_a_name_that_the_provider_makes_up_is_the_recorded_one(sandbox: Sandbox) -> None:
    made = graph(resource("bucket", "data", {"bucketPrefix": "d-"}, outputs={"bucket": "d-1234567"}))
    sandbox.up(made)
    assert sandbox.buckets == ["d-1234567"]


def test_components_and_what_is_no_cloud_resource_make_nothing(sandbox: Sandbox) -> None:
    made = graph(
        resource("mesh:index:Box", "box", {}, custom=False),
        resource("pulumi:providers:aws", "provider", {"region": "eu-west-1"}),
        resource("pulumi:pulumi:StackReference", "foundation", {"name": "x"}),
        resource("random:index/randomId:RandomId", "suffix", {"byteLength": 4}, outputs={"hex": "0badcafe"}),
    )
    report = sandbox.up(made)
    assert (report.counts, report.calls) == ({}, {})


def test_an_iceberg_table_grows_while_its_data_stays(sandbox: Sandbox) -> None:
    from meshwright.sandbox.iceberg import catalog

    def made(*fields: tuple[int, str, str]) -> Graph:
        database = resource("database", "database", {"name": "sales"})
        store = bucket("data")
        inputs = {"name": "orders", "databaseName": "sales", "openTableFormatInput": iceberg("data", *fields)}
        ignored = ('parameters["metadata_location"]', "storageDescriptor")
        return graph(store, database, resource("table", "t", inputs, after=(store, database), ignore_changes=ignored))

    import pyarrow as pa

    sandbox.up(made((5, "id", '"long"'), (3, "note", '"string"')))
    table = catalog(sandbox.server).load_table("sales.orders")
    table.append(pa.Table.from_pylist([{"id": 1, "note": "x"}], schema=table.schema().as_arrow()))
    assert sandbox.up(made((5, "id", '"long"'), (3, "note", '"string"'))).counts == {"unchanged": 3}
    report = sandbox.up(made((5, "id", '"long"'), (3, "note", '"string"'), (9, "more", '"double"')))
    assert names(report.updated) == ["t"]
    grown = catalog(sandbox.server).load_table("sales.orders")
    assert [f.field_id for f in grown.schema().fields] == [5, 3, 9]
    assert grown.scan().to_arrow().to_pylist() == [{"id": 1, "note": "x", "more": None}]


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
    from .conftest import empty

    empty(sandbox.server)
    state = State.open(sandbox.root, "another nonce")
    report = realise([graph(bucket("data"))], sandbox.server, state)
    assert report.counts == {"created": 1}
    assert report.discarded is not None
    assert "started anew" in report.discarded


def test_an_error_names_stack_resource_operation_and_what_aws_said(sandbox: Sandbox) -> None:
    first = resource("database", "first", {"name": "first"})
    table = resource("table", "orders", {"name": "orders", "databaseName": "nowhere"})
    with pytest.raises(SandboxError) as problem:
        sandbox.up(graph(first, table))
    assert str(problem.value) == (
        "sales.sandbox: aws:glue/catalogTable:CatalogTable 'orders' can't be created: glue.create_table answered "
        "EntityNotFoundException: Database nowhere not found.; "
        "mend its definition or component and run this again, what is done is kept"
    )
    database = resource("database", "d", {"name": "nowhere"})
    mended = resource("table", "orders", {"name": "orders", "databaseName": "nowhere"}, after=(database,))
    report = sandbox.up(graph(first, database, mended))
    assert (names(report.unchanged), set(names(report.created))) == (["first"], {"d", "orders"})


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (resource("aws:x/y:Z", "z", {}), "doesn't know the resource type aws:x/y:Z; add a row"),
        (resource("bucket", "b", {"bucket": "b", "colour": "red"}), "input 'colour' is consumed by no line"),
        (resource("bucket", "b", {"bucket": UNKNOWN}), "input 'bucket' is unknown; record the graph in update mode"),
        (resource("job", "j", {"name": "j", "timeout": "soon"}), "input 'timeout' is 'soon', expected a value of type"),
    ],
)
def test_what_cannot_be_realised_is_an_error_and_nothing_is_skipped(
    sandbox: Sandbox, broken: Resource, message: str
) -> None:
    with pytest.raises(SandboxError, match=message):
        sandbox.up(graph(broken))


def test_a_previews_graph_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match=r"graph of sales.sandbox is a preview's; record it in update mode"):
        sandbox.up(graph(bucket("bucket-a"), preview=True))


def test_a_dead_server_is_a_clear_error(root: Path) -> None:
    dead = Server(root=str(root), pid=1, port=9, nonce="n", started="", versions={})
    with pytest.raises(
        SandboxError, match=r"sandbox server stopped answering during s3\.create_bucket; run mesh up again"
    ):
        realise([graph(bucket("bucket-a"))], dead, State.open(root, "n"))


def test_progress_tells_what_begins_and_how_it_ended(sandbox: Sandbox) -> None:
    steps: list[Step] = []
    sandbox.up(graph(bucket("bucket-a"), bucket("bucket-b")), progress=steps.append)
    assert [(s.subject, s.done, s.total, s.outcome) for s in steps] == [
        ("sales.sandbox Bucket bucket-a", 0, 2, None),
        ("sales.sandbox Bucket bucket-a", 1, 2, "created"),
        ("sales.sandbox Bucket bucket-b", 1, 2, None),
        ("sales.sandbox Bucket bucket-b", 2, 2, "created"),
    ]


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
