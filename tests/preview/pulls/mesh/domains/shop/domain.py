"""What is sold."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Share,
    Table,
    daily,
    decimal,
    integer,
    landing,
    text,
    timestamp,
)

orders = Table(
    "orders",
    partition_by=["month(ordered_at)"],
    columns=[
        text(1, "order_id", key=True),
        timestamp(2, "ordered_at"),
        text(3, "country"),
        decimal(4, "amount", precision=12, scale=2, unit="EUR"),
        integer(5, "items"),
        text(6, "email", optional=True, pii="pseudonymise"),
        text(7, "channel", optional=True, deprecated="always web"),
    ],
    expects=[Expect.unique("order_id"), Expect.one_of("country", ["DE", "FR", "NL"])],
)
returns = Table(
    "returns",
    columns=[
        text(1, "order_id", key=True),
        timestamp(2, "returned_at"),
    ],
    expects=[Expect.unique("order_id")],
)

domain = Domain(
    "shop",
    owner="shop@example.org",
    cost_center="CC-1",
    landings=[
        landing(
            "sales",
            format="csv",
            columns=[
                text(1, "number"),
                timestamp(2, "sold_at"),
                text(3, "land"),
                decimal(4, "total", precision=12, scale=2),
                integer(5, "pieces"),
                text(6, "mail", optional=True, pii="keep", why="pseudonymised on the way into orders"),
                text(7, "via", optional=True),
                timestamp(8, "back_at", optional=True),
            ],
        ),
    ],
    products=[
        Product(
            "orders",
            version="1.2.0",
            purpose="one row per order",
            classification="internal",
            tables=[orders, returns],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("05:00"),
            shares=[
                Share("planning", purpose="forecasts"),
                Share("finance", purpose="invoices", tables=["orders"], rows="country = 'DE'", until="2027-12-31"),
            ],
        ),
        Product(
            "baskets",
            version="0.3.0",
            purpose="what is bought together",
            tables=[
                Table(
                    "baskets",
                    columns=[text(1, "order_id", key=True), integer(2, "items")],
                    expects=[Expect.unique("order_id")],
                ),
            ],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("06:00"),
        ),
    ],
)
