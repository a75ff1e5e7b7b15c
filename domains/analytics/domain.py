"""Why departures are late."""

from meshwright import Domain, Expect, Objective, Product, Share, Subscription, Table, double, long, on_publish, text

by_wind = Table(
    "by_wind",
    description="one row per airport, airline and strength of the wind",
    columns=[
        text(1, "origin", key=True, description="IATA code of the airport"),
        text(2, "airline", key=True),
        text(3, "wind", key=True, description="calm, breeze, strong, or unknown"),
        long(4, "departures"),
        long(5, "cancelled"),
        double(6, "mean_delay_minutes", optional=True, unit="min"),
    ],
    expects=[
        Expect.unique("origin", "airline", "wind"),
        Expect.one_of("wind", ["calm", "breeze", "strong", "unknown"]),
        Expect.rows(at_least=50),
    ],
)

domain = Domain(
    "analytics",
    owner="analytics@example.org",
    cost_center="CC-400",
    products=[
        Product(
            "delays",
            version="1.0.0",
            purpose="how the wind delays whom, and where",
            classification="internal",
            tables=[by_wind],
            objectives=[Objective.fresh(within="30h")],
            schedule=on_publish("operations.departures", "weather.observations"),
            shares=[Share("operations", purpose="show planners where buffers are short")],
        ),
    ],
    consumes=[
        Subscription("operations.departures", major=1, purpose="join delays with wind"),
        Subscription("weather.observations", major=1, purpose="join delays with wind"),
        Subscription("network.reference", major=1, purpose="name the airlines"),
    ],
)
