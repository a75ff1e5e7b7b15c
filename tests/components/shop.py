"""A small mesh that has one of everything: limited rows, sensitive columns, nested types, open products."""

from datetime import date
from types import MappingProxyType

from meshwright import access
from meshwright.access import Entitlement
from meshwright.language import (
    Domain,
    Expect,
    Mesh,
    Objective,
    Product,
    ProductRef,
    Share,
    Subscription,
    Table,
    daily,
    decimal,
    integer,
    landing,
    list_of,
    map_of,
    on_publish,
    struct,
    text,
    timestamp,
)
from meshwright.language import date as day
from meshwright.runtime.plan import Plan
from meshwright.transforms import compile_table

from .ground import GOVERNANCE, SANDBOX

TODAY = date(2026, 11, 1)

ORDERS = Table(
    "orders",
    description="one row per order",
    partition_by=["month(ordered_at)", "bucket(8, customer)"],
    columns=[
        text(1, "order_id", key=True),
        timestamp(2, "ordered_at", description="when it was paid"),
        text(3, "customer", pii="pseudonymise"),
        text(4, "country"),
        decimal(5, "total", precision=9, scale=2, unit="EUR"),
        list_of(
            6,
            "lines",
            element=struct(7, fields=[text(8, "sku"), integer(9, "amount", optional=True)]),
            optional=True,
        ),
        map_of(10, "labels", keys=text(11), values=text(12, optional=True), optional=True),
    ],
    expects=[Expect.unique("order_id")],
)
RETURNS = Table("returns", columns=[text(1, "order_id", key=True), text(2, "reason")])
DAILY = Table("daily", columns=[day(1, "ordered_on", key=True), decimal(2, "total", precision=38, scale=2)])

SALES = Domain(
    "sales",
    owner="sales@example.org",
    cost_center="CC-1",
    landings=[
        landing(
            "orders",
            format="json",
            columns=[
                text(1, "order_id"),
                timestamp(2, "ordered_at"),
                text(3, "customer", pii="keep", why="pseudonymised on the way"),
                text(4, "country"),
                decimal(5, "total", precision=9, scale=2),
                text(6, "reason"),
            ],
        )
    ],
    products=[
        Product(
            "orders",
            version="1.2.0",
            purpose="what was sold",
            classification="confidential",
            tables=[DAILY, ORDERS, RETURNS],
            objectives=[Objective.fresh(within="26h"), Objective.fresh(within="90m")],
            schedule=daily("05:00"),
            shares=[
                Share("planning", purpose="forecasts", tables=["orders"], rows="country = 'AT'"),
                Share("finance", purpose="revenue", including=["customer"], until="2026-12-31"),
                Share("stock", purpose="nobody asked"),
            ],
        ),
        Product(
            "countries",
            version="2.0.0",
            purpose="where we sell",
            classification="internal",
            visibility="open",
            tables=[Table("countries", columns=[text(1, "country", key=True), text(2, "contact", pii="mask")])],
            objectives=[Objective.fresh(within="32d")],
            schedule=on_publish("sales.orders", "planning.forecasts"),
        ),
    ],
    consumes=[Subscription("planning.forecasts", major=1, purpose="targets")],
)
FINANCE = Domain("finance", owner="f@example.org", consumes=[Subscription("sales.orders", major=1, purpose="revenue")])
PLANNING = Domain(
    "planning",
    owner="p@example.org",
    products=[
        Product(
            "forecasts",
            version="1.0.0",
            purpose="what will be sold",
            tables=[Table("forecasts", columns=[text(1, "country", key=True)])],
            shares=[Share("sales", purpose="targets")],
        )
    ],
    consumes=[Subscription("sales.orders", major=1, purpose="forecasts")],
)
STOCK = Domain("stock", owner="s@example.org")

_SELECTED = "order_id, ordered_at, customer, country, total, NULL AS lines, NULL AS labels"
MESH = Mesh(
    domains=(FINANCE, PLANNING, SALES, STOCK),
    governance=GOVERNANCE,
    environments=(SANDBOX,),
    transforms=MappingProxyType(
        {
            "sales": {
                "orders.sql": f"SELECT {_SELECTED} FROM landing.orders",
                "returns.sql": "SELECT order_id, reason FROM landing.orders",
                "daily.sql": "SELECT CAST(ordered_at AS DATE) AS ordered_on, SUM(total) AS total "
                "FROM sales_orders_v1.orders GROUP BY CAST(ordered_at AS DATE)",
                "countries.sql": "SELECT country, country AS contact FROM planning_forecasts_v1.forecasts",
            },
            "planning": {"forecasts.sql": "SELECT DISTINCT country FROM sales_orders_v1.orders"},
        }
    ),
)
"""finance reads whole tables, planning some rows, stock has no subscription."""

SALES_ORDERS = ProductRef(SALES, SALES.products[0])
COUNTRIES = ProductRef(SALES, SALES.products[1])


def plans(ref: ProductRef) -> dict[str, Plan]:
    """What each table's job does."""
    compiled = {t.name: compile_table(MESH, ref, t) for t in ref.product.tables}
    assert not [f for c in compiled.values() for f in c.findings if f.level == "error"]
    return {name: c.plan for name, c in compiled.items() if c.plan is not None}


def entitlements(consumer: str, ref: ProductRef = SALES_ORDERS) -> list[Entitlement]:
    """What was agreed."""
    return [e for e in access.compile(MESH, today=TODAY) if (e.consumer, e.ref.database) == (consumer, ref.database)]
