"""What is sold, and to whom."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Share,
    Table,
    daily,
    decimal,
    landing,
    text,
    timestamp,
)

domain = Domain(
    "sales",
    owner="sales@example.org",
    cost_center="CC-1",
    landings=[landing("raw", format="csv", columns=[text(1, "order_id"), text(2, "amount"), text(3, "ordered_at")])],
    products=[
        Product(
            "orders",
            version="1.0.0",
            purpose="one row per order",
            classification="internal",
            tables=[
                Table(
                    "orders",
                    partition_by=["month(ordered_at)"],
                    columns=[
                        text(1, "order_id", key=True),
                        decimal(2, "amount", precision=12, scale=2),
                        timestamp(3, "ordered_at"),
                    ],
                    expects=[Expect.unique("order_id")],
                )
            ],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("05:00"),
            shares=[Share("finance", purpose="to close the month")],
        ),
    ],
)
