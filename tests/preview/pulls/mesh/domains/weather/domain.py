"""Open data on the weather."""

from meshwright import Domain, Expect, Objective, Product, Table, daily, double, landing, text

domain = Domain(
    "weather",
    owner="weather@example.org",
    cost_center="CC-4",
    landings=[landing("stations", format="csv", columns=[text(1, "station"), double(2, "height")])],
    products=[
        Product(
            "stations",
            version="1.0.0",
            purpose="where the weather is measured",
            classification="public",
            visibility="open",
            tables=[
                Table(
                    "stations",
                    columns=[text(1, "station", key=True), double(2, "height", unit="m")],
                    expects=[Expect.unique("station")],
                ),
            ],
            objectives=[Objective.fresh(within="8d")],
            schedule=daily("04:00"),
        ),
    ],
)
