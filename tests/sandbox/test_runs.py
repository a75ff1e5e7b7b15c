"""Pipelines in the sandbox: in order, as deployed, through grants, and only where something changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from meshwright import names
from meshwright.language import Mesh
from meshwright.runtime.errors import RunError
from meshwright.runtime.treatments import pseudonym_key, pseudonymise
from meshwright.sandbox.account import ACCOUNT
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.iceberg import catalog
from meshwright.sandbox.place import sandbox_environment
from meshwright.sandbox.progress import Step
from meshwright.sandbox.runs import TableRun, deployed, run_all, run_product
from meshwright.sandbox.server import Server
from meshwright.transforms import compile_table
from tests import lake
from tests.sandbox import shop

pytestmark = pytest.mark.sandbox
SHOP_TABLE, PLACES, REVENUE, BUYERS = (
    "shop_orders_v1.orders", "atlas_places_v2.places", "finance_revenue_v1.by_channel", "web_funnels_v1.buyers"
)  # fmt: skip


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with lake.running(tmp_path_factory.mktemp("lake")) as server:
        yield server


@pytest.fixture
def server(started: Server) -> Server:
    return lake.emptied(started)


@pytest.fixture
def mesh(server: Server) -> Mesh:
    return shop.opened(server)


def told(runs: tuple[TableRun, ...]) -> dict[str, str]:
    return {f"{r.ref.database}.{r.table.name}": r.outcome for r in runs}


def reason(runs: tuple[TableRun, ...], table: str) -> str | None:
    return next(r.reason for r in runs if f"{r.ref.database}.{r.table.name}" == table)


def rows(server: Server, table: str) -> list[dict[str, Any]]:
    found = catalog(server).load_table(table).scan().to_arrow().to_pylist()
    return sorted(found, key=lambda row: str(next(iter(row.values()))))


def redeploy(server: Server, mesh: Mesh, product: str, sql: str) -> Mesh:
    """The mesh with another transform for a product's first table, and its job changed."""
    ref = mesh.product(product)
    assert ref is not None
    table = ref.product.tables[0]
    transforms = {**mesh.transforms, ref.domain.name: {table.transform: sql}}
    changed = replace(mesh, transforms=transforms)
    plan = compile_table(changed, ref, table).plan
    assert plan is not None
    lake.put_job(server, plan)
    return changed


def announcements(server: Server) -> str:
    """The name of a queue that hears everything on the mesh's bus."""
    events, queue = server.client("events"), server.client("sqs").create_queue(QueueName="heard")["QueueUrl"]
    arn = server.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    bus = names.bus("sandbox")
    pattern = json.dumps({"detail-type": [names.PUBLISHED]})
    events.put_rule(Name="everything", EventBusName=bus, EventPattern=pattern)
    events.put_targets(Rule="everything", EventBusName=bus, Targets=[{"Id": "heard", "Arn": arn}])
    return str(queue)


def heard(server: Server, queue: str) -> list[dict[str, Any]]:
    found = server.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    return [json.loads(m["Body"]) for m in found]


def test_everything_runs_once_and_in_order(server: Server, mesh: Mesh) -> None:
    seen: list[Step] = []
    runs = run_all(mesh, server, seen.append, today=lake.TODAY)
    assert set(told(runs).values()) == {"published"}
    order = list(told(runs))
    assert order.index(REVENUE) > max(order.index(SHOP_TABLE), order.index(PLACES))
    assert [r.rows for r in runs] == [len(rows(server, t)) for t in order]
    assert {r.quality for r in runs} == {1.0, None}  # two tables expect nothing
    assert all(r.took > 0 for r in runs)
    assert [s.done for s in seen] == [0, 1, 1, 2, 2, 3, 3, 4]
    assert [s.outcome for s in seen] == [None, "published"] * 4


def test_a_consumer_builds_on_what_was_published(server: Server, mesh: Mesh) -> None:
    run_all(mesh, server, today=lake.TODAY)
    assert rows(server, REVENUE) == [
        {"channel": "Calls", "amount": 5.0, "orders": 1},
        {"channel": "High Street", "amount": 20.0, "orders": 1},
        {"channel": "Online", "amount": 40.75, "orders": 2},
    ]


def test_a_pipeline_reads_only_the_rows_it_was_granted(server: Server, mesh: Mesh) -> None:
    run_all(mesh, server, today=lake.TODAY)
    key = pseudonym_key(server.client("kms"), names.pseudonym_key_alias("sandbox", "shop"))
    ada = pseudonymise(key, "ada@example.org")
    assert rows(server, BUYERS) == [{"email": ada, "orders": 2}]  # Bob telephoned: channel = 'web' is the limit


def test_a_pipeline_without_its_grant_reads_nothing(server: Server, mesh: Mesh) -> None:
    named = {"TableCatalogId": ACCOUNT, "DatabaseName": "shop_orders_v1", "TableName": "orders", "Name": "web"}
    lake.give(server, "web", "pipeline", {"DataCellsFilter": named}, take=True)
    runs = run_all(mesh, server, today=lake.TODAY)
    assert told(runs)[BUYERS] == "failed"
    assert reason(runs, BUYERS) == (
        "the pipeline of web may not read shop_orders_v1.orders: agreed but not granted in the sandbox; run `mesh up`"
    )


class TestRunningAgain:
    def test_changes_nothing_where_nothing_changed(self, server: Server, mesh: Mesh) -> None:
        first = run_all(mesh, server, today=lake.TODAY)
        again = run_all(mesh, server, today=lake.TODAY)
        assert set(told(again).values()) == {"unchanged"}
        assert [r.record for r in again] == [r.record for r in first]
        assert [r.rows for r in again] == [r.rows for r in first]
        assert all(r.took == 0 for r in again)

    def test_follows_a_new_file_downstream(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        lake.land(server, "shop", "sales/feb.csv", "id,sold_at,amount,channel,email\n9,2026-02-09,1,web,\n")
        assert told(run_all(mesh, server, today=lake.TODAY)) == {
            PLACES: "unchanged", SHOP_TABLE: "published", REVENUE: "published", BUYERS: "published"
        }  # fmt: skip

    def test_follows_a_changed_transform(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        changed = redeploy(
            server, mesh, "atlas.places", "SELECT upper(name) AS name, channel, phone FROM landing.places"
        )
        assert told(run_all(changed, server, today=lake.TODAY)) == {
            PLACES: "published", SHOP_TABLE: "unchanged", REVENUE: "published", BUYERS: "unchanged"
        }  # fmt: skip

    def test_follows_a_changed_grant(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        columns = ("id", "sold_at", "amount", "channel", "email")
        wide = lake.filter_on(server, "shop_orders_v1", "orders", "wide", columns, "channel <> 'shop'")
        lake.give(server, "web", "pipeline", wide)
        again = run_all(mesh, server, today=lake.TODAY)
        assert told(again)[BUYERS] == "published"
        assert told(again)[REVENUE] == "unchanged"
        assert len(rows(server, BUYERS)) == 2

    def test_repairs_a_table_that_somebody_changed(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        table = catalog(server).load_table(PLACES)
        table.delete("name = 'Online'")
        assert told(run_all(mesh, server, today=lake.TODAY))[PLACES] == "published"
        assert len(rows(server, PLACES)) == 3

    def test_happens_anyway_when_asked_to(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        assert set(told(run_all(mesh, server, today=lake.TODAY, again=True)).values()) == {"published"}


class TestFailures:
    def test_what_reads_a_failed_table_is_skipped_and_the_rest_goes_on(self, server: Server, mesh: Mesh) -> None:
        lake.land(server, "shop", "sales/jan.csv", "id,sold_at,amount,channel,email\n1,2026-01-31,much,web,\n")
        runs = run_all(mesh, server, today=lake.TODAY)
        assert told(runs) == {PLACES: "published", SHOP_TABLE: "failed", REVENUE: "skipped", BUYERS: "skipped"}
        assert reason(runs, SHOP_TABLE) == 'landing sales, jan.csv, line 2: column amount: "much" is not a number'
        assert reason(runs, REVENUE) == "it reads shop_orders_v1.orders, which failed"

    def test_a_rejected_table_keeps_its_rows_and_its_readers_theirs(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        before = rows(server, SHOP_TABLE)
        lake.land(server, "shop", "sales/jan.csv", shop.SOLD.replace("\n2,", "\n1,"))
        runs = run_all(mesh, server, today=lake.TODAY)
        assert told(runs) == {PLACES: "unchanged", SHOP_TABLE: "rejected", REVENUE: "skipped", BUYERS: "skipped"}
        assert reason(runs, SHOP_TABLE) == "expected but not found: id is unique: 1 rows fail"
        assert [r.quality for r in runs if r.outcome == "rejected"] == [0.5]
        assert rows(server, SHOP_TABLE) == before

    def test_a_product_that_is_not_deployed_is_named(self, server: Server, mesh: Mesh) -> None:
        server.client("glue").delete_job(JobName=names.job("shop_orders_v1", "orders"))
        runs = run_all(mesh, server, today=lake.TODAY)
        assert reason(runs, SHOP_TABLE) == (
            "the job mesh-shop_orders_v1-orders is not deployed as it should be (EntityNotFoundException); "
            "run `mesh up`"
        )
        assert told(runs)[REVENUE] == "skipped"

    def test_a_plan_that_cannot_be_read_is_named(self, server: Server, mesh: Mesh) -> None:
        address = deployed(server, "shop_orders_v1", "orders").arguments.plan
        bucket, _, key = address.removeprefix("s3://").partition("/")
        server.client("s3").put_object(Bucket=bucket, Key=key, Body=b"{}")
        with pytest.raises(RunError, match=r"the job mesh-shop_orders_v1-orders can't be read \(KeyError"):
            deployed(server, "shop_orders_v1", "orders")
        server.client("s3").delete_object(Bucket=bucket, Key=key)
        with pytest.raises(RunError, match="NoSuchKey"):
            deployed(server, "shop_orders_v1", "orders")


class TestOneProduct:
    def test_runs_alone_and_always(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        ref = mesh.product("finance.revenue")
        assert ref is not None
        assert told(run_product(mesh, ref, server, today=lake.TODAY)) == {REVENUE: "published"}

    def test_says_what_has_to_run_before(self, server: Server, mesh: Mesh) -> None:
        ref = mesh.product("finance.revenue")
        assert ref is not None
        (run,) = run_product(mesh, ref, server, today=lake.TODAY)
        assert (run.outcome, run.reason) == (
            "failed", "atlas_places_v2.places has not been published yet; run its product first"
        )  # fmt: skip


class TestTelling:
    def test_a_published_product_is_announced_on_the_bus(self, server: Server, mesh: Mesh) -> None:
        queue = announcements(server)
        runs = run_all(mesh, server, today=lake.TODAY)
        events = {e["source"]: e for e in heard(server, queue)}
        assert set(events) == {"mesh.shop", "mesh.atlas", "mesh.finance", "mesh.web"}
        assert events["mesh.shop"]["detail"] == {
            "product": "shop.orders",
            "version": "1.0.0",
            "database": "shop_orders_v1",
            "tables": ["orders"],
            "runs": [r.record.run for r in runs if r.record and r.ref.database == "shop_orders_v1"],
        }

    def test_nothing_is_announced_where_nothing_is_new(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        queue = announcements(server)
        lake.land(server, "shop", "sales/jan.csv", "id,sold_at,amount,channel,email\n1,2026-01-31,much,web,\n")
        run_all(mesh, server, today=lake.TODAY)
        assert heard(server, queue) == []

    def test_each_run_leaves_its_metrics(self, server: Server, mesh: Mesh) -> None:
        run_all(mesh, server, today=lake.TODAY)
        found = server.client("cloudwatch").list_metrics(Namespace=names.METRICS)["Metrics"]
        of_orders = [m for m in found if {"Name": "Table", "Value": "orders"} in m["Dimensions"]]
        assert {m["MetricName"] for m in of_orders} == {
            "Published", "Failed", "Rows", "ExpectationsPassed", "Duration", "Age"
        }  # fmt: skip


def test_a_mesh_without_a_sandbox_is_told_so(mesh: Mesh) -> None:
    with pytest.raises(SandboxError, match=r'there is no environment "sandbox"; add one to stacks/environments.py'):
        sandbox_environment(replace(mesh, environments=()))
