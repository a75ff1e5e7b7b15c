"""What the shop sells, and to whom it is told."""

from meshwright import Domain, Expect, Objective, Product, Share, Subscription, Table, daily, landing, text, timestamp

columns = [text(1, "order_id", key=True), timestamp(2, "ordered_at"), text(3, "email", pii="pseudonymise")]
domain = Domain(
    "sales",
    owner="sales@example.org",
    cost_center="CC-1",
    landings=[landing("orders", format="csv", columns=columns)],
    products=[
        Product(
            "orders",
            version="1.0.0",
            purpose="one row for each order",
            classification="internal",
            tables=[Table("orders", columns=columns, expects=[Expect.unique("order_id")])],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("05:00"),
            shares=[Share("marketing", purpose="campaigns", until="2027-12-31")],
        )
    ],
    consumes=[Subscription("web.visits", major=1, purpose="join orders with visits")],
)
