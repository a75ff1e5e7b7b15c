"""Graphs made true in the sandbox."""

from pathlib import Path

import pytest

from meshwright.recording.graph import UNKNOWN, Graph, Resource
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.progress import Step
from meshwright.sandbox.realiser import realise
from meshwright.sandbox.server import Server
from meshwright.sandbox.state import State

from .graphs import POLICY, ROLE, TRUST, graph, iceberg, resource
from .project import Sandbox, bucket, key, names

pytestmark = pytest.mark.sandbox


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
