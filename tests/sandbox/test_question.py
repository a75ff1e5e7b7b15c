"""A consumer's SQL: what it names, what it may say, and what it becomes."""

import pytest

from meshwright.language import Domain, Product, ProductRef, Table, integer, struct, text, timestamp
from meshwright.sandbox.question import Mistake, Question, Visible

ORDERS = Table(
    "orders",
    columns=[integer(1, "id", key=True), text(2, "city"), timestamp(3, "sold_at"),
             text(4, "email", pii="keep", why="x"), struct(5, "place", fields=[text(6, "street")])],
)  # fmt: skip
CITIES = Table("cities", columns=[text(1, "name", key=True), integer(2, "people")])
DOMAIN = Domain("shop", products=[Product("sales", version="1.0.0", tables=[ORDERS, CITIES])])
REF = ProductRef(DOMAIN, DOMAIN.products[0])
KEYS = [("shop_sales_v1", "orders"), ("shop_sales_v1", "cities")]
VISIBLE = {
    KEYS[0]: Visible(REF, ORDERS, frozenset({"id", "city", "sold_at", "place"})),
    KEYS[1]: Visible(REF, CITIES, frozenset({"name", "people"})),
}


def reads(sql: str) -> dict[str, tuple[str, ...]]:
    question = Question(sql)
    return {name: columns for (_, name), columns in question.over(VISIBLE).reads.items()}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT id FROM shop_sales_v1.orders", {"orders": ("id",)}),
        ("select ID from SHOP_SALES_V1.Orders", {"orders": ("id",)}),
        ("SELECT * FROM shop_sales_v1.orders", {"orders": ("id", "city", "sold_at", "place")}),
        ("SELECT count(*) FROM shop_sales_v1.orders", {"orders": ()}),
        (
            "SELECT id FROM shop_sales_v1.orders WHERE city = 'x' ORDER BY sold_at",
            {"orders": ("id", "city", "sold_at")},
        ),
        (
            "SELECT o.id FROM shop_sales_v1.orders o JOIN shop_sales_v1.cities c ON c.name = o.city",
            {"orders": ("id", "city"), "cities": ("name",)},
        ),
        (
            "WITH big AS (SELECT name FROM shop_sales_v1.cities WHERE people > 9) "
            "SELECT id FROM shop_sales_v1.orders WHERE city IN (SELECT name FROM big)",
            {"orders": ("id", "city"), "cities": ("name", "people")},
        ),
        ("SELECT place.street FROM shop_sales_v1.orders", {"orders": ("place",)}),
        ("WITH orders AS (SELECT 1 AS one) SELECT one FROM orders", {}),
    ],
)
def test_only_what_is_used_is_read(sql: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert reads(sql) == expected


@pytest.mark.parametrize(
    ("sql", "ends"),
    [
        ("SELECT id FROM shop_sales_v1.orders LIMIT 5", "LIMIT 5"),
        ("SELECT id FROM shop_sales_v1.orders LIMIT 5 OFFSET 2", "LIMIT 5 OFFSET 2"),
        ("SELECT id FROM shop_sales_v1.orders ORDER BY id LIMIT 5", "LIMIT 5"),
        ("SELECT id FROM shop_sales_v1.orders UNION ALL SELECT people FROM shop_sales_v1.cities LIMIT 1", "LIMIT 1"),
    ],
)
def test_the_answer_can_be_cut_without_an_order(sql: str, ends: str) -> None:
    assert Question(sql).over(VISIBLE).sql.endswith(ends)


def test_the_answer_can_be_ordered_without_being_cut() -> None:
    assert " ORDER BY " in Question("SELECT id FROM shop_sales_v1.orders ORDER BY id DESC").over(VISIBLE).sql


def test_what_has_no_name_is_called_what_was_written() -> None:
    sql = (
        Question("SELECT count(*), max(id) + 1, city AS town FROM shop_sales_v1.orders GROUP BY city").over(VISIBLE).sql
    )
    assert [name for name in ('"count(*)"', '"max(id) + 1"', '"town"') if f"AS {name}" not in sql] == []


def test_times_in_the_answer_are_known() -> None:
    asked = "SELECT sold_at, id, date_trunc('DAY', sold_at) AS day FROM shop_sales_v1.orders"
    assert Question(asked).over(VISIBLE).instants == {"sold_at", "day"}


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE shop_sales_v1.orders",
        "INSERT INTO shop_sales_v1.orders SELECT 1",
        "CREATE TABLE x AS SELECT 1",
        "ATTACH 'x.db'",
        "PRAGMA database_list",
        "COPY (SELECT 1) TO 'x.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "EXPLAIN SELECT 1",
        "DESCRIBE shop_sales_v1.orders",
        "SHOW TABLES",
        "VALUES (1)",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT id INTO x FROM shop_sales_v1.orders",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('s3://x/*')",
        "SELECT * FROM range(10)",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM pragma_table_info('x')",
        "SELECT * FROM duckdb_views",
        "SELECT * FROM shop_sales_v1__orders",
        "SELECT * FROM system.information_schema.tables",
        "SELECT * FROM shop_sales_v1.orders.snapshots",
        "SELECT * FROM landing.sales",
        "SELECT * FROM query('SELECT 1')",
        "SELECT getvariable('mesh_inner')",
        "SELECT current_setting('threads')",
        "SELECT pseudonymise(city) FROM shop_sales_v1.orders",
        "SELECT current_user()",
        "SELECT reflect('java.lang.System', 'exit', 1)",
        "SELECT TRANSFORM(id) USING 'cat' FROM shop_sales_v1.orders",
        "SELECT id FROM shop_sales_v1.orders TABLESAMPLE (1 ROWS)",
        "SELECT ${x}",
        "SELECT :x",
        "SELECT ?",
        "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r) SELECT a FROM r",
        "SELECT id FROM shop_sales_v1.orders LIMIT (SELECT 1)",
        "SELECT id, id FROM shop_sales_v1.orders",
        "",
        "-- nothing",
        "SELECT",
        "SELECT 'open",
        "SELECT \x00",
        "SELECT " + "(" * 5000 + "1" + ")" * 5000,
        "SELECT 1 -- " + "x" * 70_000,
    ],
)
def test_anything_but_a_question_is_refused(sql: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Mistake) as caught:
        Question(sql).over(VISIBLE)
    assert str(caught.value)[0].islower() or str(caught.value)[0] in "'\""
    assert "transform" not in str(caught.value).replace("docs/transforms.md", "").lower().replace("'transform(id)", "")
    assert caplog.records == []


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        (
            "SELECT town FROM shop_sales_v1.orders",
            "line 1, column 8: there is no column 'town' here; there are id, city, sold_at, place",
        ),
        (
            "SELECT citi FROM shop_sales_v1.orders",
            "line 1, column 8: there is no column 'citi' here; did you mean city?",
        ),
        (
            "SELECT id\nFROM orders",
            "line 2, column 6: nothing is called 'orders' here; name tables as <domain>_<product>_v<major>.<table>",
        ),
        ("SELECT email FROM shop_sales_v1.orders", "line 1, column 8: there is no column 'email' here; there are id,"),
        ("SELECT id FROM a.b.c", "a.b.c has more than two parts; name tables as <domain>_<product>_v<major>.<table>"),
        ("DELETE FROM x", "line 1, column 1: DELETE is not a SELECT; write one SELECT"),
        ("SELECT rand()", "line 1, column 8: rand gives another value in every run"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_cure(sql: str, says: str) -> None:
    with pytest.raises(Mistake) as caught:
        Question(sql).over(VISIBLE)
    assert str(caught.value).startswith(says)


def test_hidden_columns_are_told_by_what_was_written_out() -> None:
    question = Question("SELECT *, email FROM shop_sales_v1.orders")
    assert question.named(["email", "phone"]) == ["email"]
    assert Question("SELECT * FROM shop_sales_v1.orders").named(["email", "phone"]) == ["email", "phone"]


def test_every_named_table_is_known_before_anything_is_looked_up() -> None:
    sql = "SELECT 1 AS one FROM a_b_v1.t WHERE EXISTS (SELECT 1 FROM c_d_v1.u) AND x IN (SELECT y FROM e_f_v1.w)"
    assert Question(sql).tables == (("a_b_v1", "t"), ("c_d_v1", "u"), ("e_f_v1", "w"))
