"""What will be sold."""

from meshwright import Domain, Expect, Objective, Product, Subscription, Table, long, on_publish, text

domain = Domain(
    "planning",
    owner="planning@example.org",
    cost_center="CC-2",
    products=[
        Product(
            "forecast",
            version="1.0.0",
            purpose="orders to expect by country",
            classification="internal",
            tables=[
                Table(
                    "by_country",
                    columns=[text(1, "country", key=True), long(2, "orders")],
                    expects=[Expect.unique("country")],
                ),
            ],
            objectives=[Objective.fresh(within="30h")],
            schedule=on_publish("shop.orders"),
        ),
    ],
    consumes=[
        Subscription("shop.orders", major=1, purpose="forecasts"),
        Subscription("weather.stations", major=1, purpose="heat and demand"),
    ],
)
