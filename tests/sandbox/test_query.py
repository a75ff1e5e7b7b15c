"""Consumers' questions: answered through the grants in Lake Formation, or denied with what is missing."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from meshwright import names
from meshwright.language import Mesh
from meshwright.runtime.treatments import pseudonym_key, pseudonymise
from meshwright.sandbox import querylog
from meshwright.sandbox.account import ACCOUNT
from meshwright.sandbox.errors import SandboxError
from meshwright.sandbox.query import Denied, Result, query
from meshwright.sandbox.question import Mistake
from meshwright.sandbox.runs import run_all
from meshwright.sandbox.server import Server
from tests import lake
from tests.sandbox import shop

pytestmark = pytest.mark.sandbox
ORDERS, PLACES = "shop_orders_v1.orders", "atlas_places_v2.places"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with lake.running(tmp_path_factory.mktemp("lake")) as server:
        yield server


@pytest.fixture(scope="module")
def mesh(started: Server) -> Mesh:
    found = shop.opened(started)
    assert {r.outcome for r in run_all(found, started, today=lake.TODAY)} == {"published"}
    return found


@pytest.fixture
def server(started: Server) -> Server:
    """The server with an empty query log; a test that changes grants gives them back."""
    querylog.path(Path(started.root)).unlink(missing_ok=True)
    return started


class Asking:
    """Asks as any domain."""

    def __init__(self, server: Server, mesh: Mesh) -> None:
        self.server, self.mesh = server, mesh

    def __call__(self, consumer: str, sql: str, role: str = "reader", today: date = lake.TODAY, **more: Any) -> Result:
        return query(self.server, self.mesh, lake.SANDBOX, consumer, sql, role=role, today=today, **more)

    def rows(self, consumer: str, sql: str, role: str = "reader") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self(consumer, sql, role).rows.to_pylist()
        return found

    def denied(self, consumer: str, sql: str, role: str = "reader", today: date = lake.TODAY) -> str:
        with pytest.raises(Denied) as caught:
            self(consumer, sql, role, today)
        return str(caught.value)


@pytest.fixture
def ask(server: Server, mesh: Mesh) -> Asking:
    return Asking(server, mesh)


class TestColumns:
    def test_a_star_stands_for_the_granted_ones(self, ask: Asking) -> None:
        assert ask("finance", f"SELECT * FROM {ORDERS}").columns == ("id", "sold_at", "amount", "channel")
        assert ask("partner", f"SELECT * FROM {ORDERS}").columns == ("id", "sold_at")
        assert ask("web", f"SELECT * FROM {ORDERS}").columns == ("id", "sold_at", "amount", "channel", "email")

    def test_those_that_are_not_granted_cannot_be_named_anywhere(self, ask: Asking) -> None:
        for sql in (
            f"SELECT email FROM {ORDERS}",
            f"SELECT id FROM {ORDERS} WHERE email IS NOT NULL",
            f"SELECT id FROM {ORDERS} ORDER BY email",
            f"SELECT count(*) FROM {ORDERS} GROUP BY email",
            f"SELECT max(email) FROM {ORDERS}",
            f"WITH o AS (SELECT email FROM {ORDERS}) SELECT count(*) FROM o",
            f"SELECT id FROM {ORDERS} WHERE id IN (SELECT email FROM {ORDERS})",
        ):
            assert ask.denied("finance", sql) == (
                "finance (reader) may not read shop_orders_v1.orders, column email: column email is sensitive; "
                'the share at :0:0 would have to name it in including=["email"]'
            )

    def test_a_star_beside_a_hidden_one_does_not_help(self, ask: Asking) -> None:
        with pytest.raises(Mistake, match="there is no column 'email' here"):
            ask("finance", f"SELECT *, email FROM {ORDERS}")

    def test_one_that_was_not_offered_is_told_so(self, ask: Asking) -> None:
        assert ask.denied("partner", f"SELECT amount FROM {ORDERS}") == (
            "partner (reader) may not read shop_orders_v1.orders, column amount: column amount is not offered; "
            "the share at :0:0 would have to name it in columns="
        )

    def test_one_that_does_not_exist_is_a_mistake_and_no_denial(self, ask: Asking) -> None:
        with pytest.raises(Mistake, match="there is no column 'emails' here; there are id, sold_at, amount, channel"):
            ask("finance", f"SELECT emails FROM {ORDERS}")

    def test_of_an_open_product_all_but_the_sensitive_ones_are_seen(self, ask: Asking) -> None:
        assert ask("idle", f"SELECT * FROM {PLACES}").columns == ("name", "channel")
        assert "column phone is sensitive; an open product shows it to nobody" in ask.denied(
            "idle", f"SELECT phone FROM {PLACES}"
        )


class TestRows:
    def test_only_those_that_the_share_lets_through_are_seen(self, ask: Asking) -> None:
        assert [r["id"] for r in ask.rows("web", f"SELECT id FROM {ORDERS} ORDER BY id")] == ["1", "3"]
        assert ask.rows("web", f"SELECT count(*) AS n FROM {ORDERS}") == [{"n": 2}]
        assert ask.rows("web", f"SELECT count(*) AS n FROM {ORDERS} WHERE channel <> 'web'") == [{"n": 0}]

    def test_without_a_limit_all_are_seen(self, ask: Asking) -> None:
        assert ask.rows("finance", f"SELECT count(*) AS n, sum(amount) AS s FROM {ORDERS}") == [{"n": 4, "s": 65.75}]

    def test_a_joined_table_keeps_its_own_limit(self, ask: Asking) -> None:
        sql = f"SELECT p.name, count(*) AS n FROM {ORDERS} o JOIN {PLACES} p ON p.channel = o.channel GROUP BY p.name"
        assert ask.rows("web", sql) == [{"name": "Online", "n": 2}]

    def test_sensitive_values_are_seen_as_they_were_treated(self, ask: Asking) -> None:
        key = pseudonym_key(ask.server.client("kms"), names.pseudonym_key_alias("sandbox", "shop"))
        assert ask.rows("web", f"SELECT DISTINCT email FROM {ORDERS}") == [
            {"email": pseudonymise(key, "ada@example.org")}
        ]

    def test_times_come_in_utc(self, ask: Asking) -> None:
        (row,) = ask.rows("finance", f"SELECT max(sold_at) AS last FROM {ORDERS}")
        assert row == {"last": datetime(2026, 2, 3, 12, tzinfo=UTC)}

    def test_several_grants_add_up_cell_by_cell(self, ask: Asking) -> None:
        cheap = lake.filter_on(ask.server, "shop_orders_v1", "orders", "cheap", ("id", "amount"), "amount < 15")
        lake.give(ask.server, "idle", "reader", cheap)
        shop_only = lake.filter_on(
            ask.server, "shop_orders_v1", "orders", "shop", ("id", "channel"), "channel = 'shop'"
        )
        lake.give(ask.server, "idle", "reader", shop_only)
        try:
            found = ask.rows("idle", f"SELECT id, amount, channel FROM {ORDERS} ORDER BY id")
        finally:
            lake.give(ask.server, "idle", "reader", cheap, take=True)
            lake.give(ask.server, "idle", "reader", shop_only, take=True)
        assert found == [
            {"id": "1", "amount": 10.5, "channel": None},
            {"id": "2", "amount": None, "channel": "shop"},
            {"id": "4", "amount": 5.0, "channel": None},
        ]

    def test_a_filter_that_nobody_can_read_lets_nothing_through(self, ask: Asking) -> None:
        odd = lake.filter_on(ask.server, "shop_orders_v1", "orders", "odd", ("id",), "length(id) > 0")
        lake.give(ask.server, "idle", "reader", odd)
        try:
            with pytest.raises(SandboxError, match=r"the data filter on shop_orders_v1\.orders can't be understood"):
                ask("idle", f"SELECT id FROM {ORDERS}")
        finally:
            lake.give(ask.server, "idle", "reader", odd, take=True)


class TestTables:
    @pytest.mark.parametrize(
        ("consumer", "missing"),
        [
            ("idle", 'idle has no Subscription("shop.orders", major=1, purpose=…)'),
            ("eager", 'no share: shop product orders would need Share("eager", purpose=…)'),
            ("atlas", 'would need Share("atlas", purpose=…); atlas has no Subscription("shop.orders", major=1'),
        ],
    )
    def test_the_half_that_is_missing_is_named(self, ask: Asking, consumer: str, missing: str) -> None:
        said = ask.denied(consumer, f"SELECT 1 AS one FROM {ORDERS}")
        assert said.startswith(f"{consumer} (reader) may not read shop_orders_v1.orders: ")
        assert missing in said

    @pytest.mark.parametrize(
        ("table", "says"),
        [
            ("shop_orders_v2.orders", 'there is no database "shop_orders_v2"; did you mean "shop_orders_v1"?'),
            ("shop_orders_v1.order", 'there is no table "order" in shop_orders_v1; did you mean "orders"?'),
            ("information_schema.tables", 'there is no database "information_schema"'),
            ("parquet.`s3://mesh/x`", 'there is no database "parquet"'),
        ],
    )
    def test_what_is_not_in_the_mesh_is_not_there(self, ask: Asking, table: str, says: str) -> None:
        assert says in ask.denied("finance", f"SELECT * FROM {table}")

    def test_one_hidden_table_denies_the_whole_question(self, ask: Asking) -> None:
        ask.denied("idle", f"SELECT p.name FROM {PLACES} p LEFT JOIN {ORDERS} o ON o.channel = p.channel")
        ask.denied("idle", f"SELECT name FROM {PLACES} WHERE EXISTS (SELECT 1 FROM {ORDERS})")

    def test_what_was_never_published_is_empty(self, ask: Asking) -> None:
        ref = ask.mesh.product("shop.orders")
        assert ref is not None
        fresh = shop.ORDERS.model_copy(update={"name": "fresh"})
        lake.create_table(ask.server, ref, fresh)
        lake.give(ask.server, "shop", "owner", {"Table": {"DatabaseName": ref.database, "Name": "fresh"}})
        product = ref.product.model_copy(update={"tables": (*ref.product.tables, fresh)})
        wider = shop.mesh(shop=ref.domain.model_copy(update={"products": (product,)}))
        found = query(
            ask.server, wider, lake.SANDBOX, "shop", f"SELECT * FROM {ref.database}.fresh", role="owner",
            today=lake.TODAY,
        )  # fmt: skip
        assert (found.rows.num_rows, len(found.columns)) == (0, 5)


class TestGrantsInForce:
    def test_an_agreement_that_is_not_deployed_grants_nothing(self, ask: Asking) -> None:
        named = {"TableCatalogId": ACCOUNT, "DatabaseName": "shop_orders_v1", "TableName": "orders"}
        granted = {"DataCellsFilter": {**named, "Name": "finance"}}
        lake.give(ask.server, "finance", "reader", granted, take=True)
        try:
            assert ask.denied("finance", f"SELECT id FROM {ORDERS}") == (
                "finance (reader) may not read shop_orders_v1.orders: "
                "agreed but not granted in the sandbox; run `mesh up`"
            )
        finally:
            lake.give(ask.server, "finance", "reader", granted)
        assert len(ask.rows("finance", f"SELECT id FROM {ORDERS}")) == 4

    @pytest.mark.parametrize(
        ("resource", "columns"),
        [
            ({"Table": {"DatabaseName": "shop_orders_v1", "Name": "orders"}}, 5),
            ({"Table": {"DatabaseName": "shop_orders_v1", "TableWildcard": {}}}, 5),
            ({"TableWithColumns": {"DatabaseName": "shop_orders_v1", "Name": "orders", "ColumnNames": ["id"]}}, 1),
            (
                {
                    "TableWithColumns": {
                        "DatabaseName": "shop_orders_v1", "Name": "orders",
                        "ColumnWildcard": {"ExcludedColumnNames": ["email"]},
                    }
                },
                4,
            ),
        ],
        ids=["table", "every table", "columns", "all columns but"],
    )  # fmt: skip
    def test_a_grant_by_hand_counts(self, ask: Asking, resource: dict[str, Any], columns: int) -> None:
        lake.give(ask.server, "idle", "reader", resource)
        try:
            assert len(ask("idle", f"SELECT * FROM {ORDERS}").columns) == columns
        finally:
            lake.give(ask.server, "idle", "reader", resource, take=True)
        ask.denied("idle", f"SELECT * FROM {ORDERS}")

    def test_describing_a_table_is_not_reading_it(self, ask: Asking) -> None:
        principal = {"DataLakePrincipalIdentifier": names.role_arn(lake.SANDBOX, "idle", "reader")}
        resource = {"Table": {"DatabaseName": "shop_orders_v1", "Name": "orders"}}
        grants = ask.server.client("lakeformation")
        grants.grant_permissions(Principal=principal, Resource=resource, Permissions=["DESCRIBE"])
        try:
            ask.denied("idle", f"SELECT id FROM {ORDERS}")
        finally:
            grants.revoke_permissions(Principal=principal, Resource=resource, Permissions=["DESCRIBE"])

    def test_each_role_has_its_own_grants(self, ask: Asking) -> None:
        assert "email" in ask("shop", f"SELECT * FROM {ORDERS}", "owner").columns
        assert "email" not in ask("finance", f"SELECT * FROM {ORDERS}", "pipeline").columns
        ask.denied("finance", f"SELECT id FROM {ORDERS}", "owner")

    def test_a_tag_taken_off_takes_the_access_with_it(self, ask: Asking) -> None:
        grants = ask.server.client("lakeformation")
        place = {"Table": {"DatabaseName": "atlas_places_v2", "Name": "places"}}
        opened = [{"TagKey": "visibility", "TagValues": ["open"]}]
        grants.remove_lf_tags_from_resource(Resource=place, LFTags=opened)
        try:
            ask.denied("idle", f"SELECT name FROM {PLACES}")
        finally:
            grants.add_lf_tags_to_resource(Resource=place, LFTags=opened)
        assert len(ask.rows("idle", f"SELECT name FROM {PLACES}")) == 3

    def test_who_asks_must_exist(self, ask: Asking) -> None:
        with pytest.raises(SandboxError, match='there is no domain "nobody"; ask as one of atlas, eager, finance'):
            ask("nobody", "SELECT 1")
        with pytest.raises(
            SandboxError, match='there is no role "admin"; ask as one of owner, engineer, pipeline, reader'
        ):
            ask("finance", "SELECT 1", "admin")


class TestAnswers:
    def test_that_take_too_long_are_given_up(self, ask: Asking) -> None:
        joins = " ".join(f"CROSS JOIN {ORDERS} AS o{n}" for n in range(14))
        with pytest.raises(SandboxError, match=r"there was no answer within 0\.2 s; ask a smaller question"):
            ask("finance", f"SELECT sum(o.amount) AS s FROM {ORDERS} AS o {joins}", seconds=0.2)

    def test_that_cannot_be_computed_say_why(self, ask: Asking) -> None:
        with pytest.raises(SandboxError, match="the question can't be computed: more than one row"):
            ask("finance", f"SELECT (SELECT id FROM {ORDERS}) AS one")

    def test_need_no_table(self, ask: Asking) -> None:
        assert ask.rows("idle", "SELECT 1 + 1 AS two") == [{"two": 2}]

    def test_come_in_the_order_that_was_asked_for(self, ask: Asking) -> None:
        found = ask.rows("finance", f"SELECT amount FROM {ORDERS} ORDER BY amount DESC")
        assert [r["amount"] for r in found] == [30.25, 20.0, 10.5, 5.0]


class TestTheLog:
    def test_keeps_every_question_with_what_it_read(self, ask: Asking) -> None:
        ask("web", f"SELECT id FROM {ORDERS} WHERE amount > 1")
        (line,) = lake.logged(ask.server)
        assert datetime.fromisoformat(line.pop("time")).tzinfo is not None
        assert line == {
            "consumer": "web",
            "role": "reader",
            "principal": "arn:aws:iam::123456789012:role/mesh/mesh-sandbox-web-reader",
            "sql": f"SELECT id FROM {ORDERS} WHERE amount > 1",
            "tables": [ORDERS],
            "columns": {ORDERS: ["id", "amount"]},
            "rows": 2,
            "outcome": "answered",
            "reason": None,
        }

    def test_keeps_denials_and_mistakes_too(self, ask: Asking) -> None:
        ask.denied("finance", f"SELECT email, id FROM {ORDERS}")
        ask.denied("idle", f"SELECT id FROM {ORDERS}")
        with pytest.raises(Mistake):
            ask("idle", "DROP TABLE x")
        lines = lake.logged(ask.server)
        assert [(e["outcome"], e["rows"], e["tables"]) for e in lines] == [
            ("denied", None, [ORDERS]), ("denied", None, [ORDERS]), ("mistaken", None, [])
        ]  # fmt: skip
        assert lines[0]["columns"] == {ORDERS: ["id", "email"]}
        assert all(e["reason"] for e in lines)

    def test_stays_whole_when_many_write(self, server: Server, tmp_path: Path) -> None:
        asked = querylog.Asked(
            time="t", consumer="c", role="r", principal="p", sql="x\n" * 5000, tables=[], columns={}, rows=1,
            outcome="answered", reason=None,
        )  # fmt: skip

        def write() -> None:
            for _ in range(20):
                querylog.append(tmp_path, asked)

        writers = [threading.Thread(target=write) for _ in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        lines = querylog.path(tmp_path).read_text().splitlines()
        assert len(lines) == 160
        assert all(json.loads(line)["sql"] == asked.sql for line in lines)

    def test_begins_a_line_of_its_own_after_a_kill(self, tmp_path: Path) -> None:
        path = querylog.path(tmp_path)
        path.parent.mkdir(parents=True)
        path.write_text('{"time": "cut sho')
        asked = querylog.Asked(
            time="t", consumer="c", role="r", principal="p", sql="SELECT 1", tables=[], columns={}, rows=1,
            outcome="answered", reason=None,
        )  # fmt: skip
        querylog.append(tmp_path, asked)
        assert json.loads(path.read_text().splitlines()[1])["sql"] == "SELECT 1"

    def test_is_for_its_owner_only(self, ask: Asking) -> None:
        ask("idle", "SELECT 1 AS one")
        assert querylog.path(Path(ask.server.root)).stat().st_mode & 0o077 == 0
