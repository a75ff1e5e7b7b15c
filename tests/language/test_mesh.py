"""The mesh answers by name."""

from meshwright.language import Domain, Environment, Governance, Mesh, Product, ProductRef, Table, database_name, text

TABLES = [Table("lines", columns=[text(1, "id")]), Table("heads", columns=[text(1, "id")])]
ORDERS_1, ORDERS_2 = (Product("orders", version=v, tables=TABLES) for v in ("1.4.0", "2.0.0"))
SALES = Domain("sales", products=[ORDERS_1, ORDERS_2])
WEB = Domain("web", products=[Product("visits_by_day", version="0.1.0", tables=TABLES[:1])])
DEV = Environment("dev", account="123456789012", region="eu-west-1")
MESH = Mesh((SALES, WEB), Governance(owner="a@b.c", allowed_regions=["eu-west-1"]), (DEV,))


def test_domains_and_environments_are_found_by_name() -> None:
    assert MESH.domain("sales") is SALES
    assert MESH.domain("other") is None
    assert MESH.environment("dev") is DEV
    assert MESH.environment("prod") is None


def test_a_product_is_found_by_domain_and_name_and_the_newest_wins() -> None:
    assert MESH.product("sales.orders") == ProductRef(SALES, ORDERS_2)
    assert MESH.product("sales.orders", 1) == ProductRef(SALES, ORDERS_1)
    for name in ("sales.orders.lines", "sales.other", "other.orders", "sales", "", "."):
        assert MESH.product(name) is None
    assert MESH.product("sales.orders", 3) is None


def test_a_database_belongs_to_one_major_of_one_product() -> None:
    for ref in MESH.products():
        assert MESH.database(ref.database) == ref
    assert [ref.database for ref in MESH.products()] == ["sales_orders_v1", "sales_orders_v2", "web_visits_by_day_v0"]
    assert MESH.database("sales_orders") is None
    assert database_name("web", "visits_by_day", 0) == "web_visits_by_day_v0"


def test_a_product_is_named_with_its_domain() -> None:
    first = next(MESH.products())
    assert first.name == "sales.orders"
    assert str(first) == "sales.orders v1"


def test_all_tables_of_all_products_in_order() -> None:
    assert [f"{ref.database}.{table.name}" for ref, table in MESH.tables()] == [
        "sales_orders_v1.lines",
        "sales_orders_v1.heads",
        "sales_orders_v2.lines",
        "sales_orders_v2.heads",
        "web_visits_by_day_v0.lines",
    ]
