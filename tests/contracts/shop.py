"""A product that has one of everything, for the golden documents."""

from meshwright.language import (
    Domain,
    Environment,
    Expect,
    Objective,
    Product,
    ProductRef,
    Subscription,
    Table,
    binary,
    boolean,
    daily,
    date,
    decimal,
    double,
    integer,
    list_of,
    long,
    map_of,
    struct,
    text,
    timestamp,
)

SANDBOX = Environment("sandbox", account="123456789012", region="eu-west-1")

ORDERS = Table(
    "orders",
    description="one row per order | paid or not",
    partition_by=["country", "month(ordered_at)"],
    reserved=[4],
    columns=[
        text(1, "order_id", key=True),
        timestamp(2, "ordered_at", description="when it was placed"),
        text(3, "customer", pii="pseudonymise"),
        text(5, "country", description="ISO 3166-1: two letters, *upper case*"),
        decimal(6, "total", precision=9, scale=2, unit="EUR"),
        integer(7, "rating", optional=True, default=3),
        struct(8, "address", optional=True, pii="mask", fields=[text(9, "city"), text(10, "street", optional=True)]),
        list_of(
            11,
            "lines",
            element=struct(
                12,
                fields=[long(13, "sku"), integer(14, "amount", optional=True), list_of(15, "tags", element=text(16))],
            ),
        ),
        map_of(17, "labels", keys=text(18), values=text(19, optional=True), optional=True),
        map_of(20, "by_day", keys=date(21), values=decimal(22, precision=12, scale=0), optional=True),
        double(23, "weight", optional=True, unit="kg", deprecated="never measured; use lines"),
        boolean(24, "paid", default=False, optional=True),
        date(25, "due", optional=True, default="2026-01-31"),
        binary(26, "signature", optional=True),
        decimal(27, "fee", precision=4, scale=2, optional=True, default=-0.5),
        timestamp(28, "seen_at", optional=True),
    ],
    expects=[
        Expect.rows(at_least=1),
        Expect.unique("order_id"),
        Expect.complete("rating", at_least=0.95),
        Expect.between("rating", 1, 5),
        Expect.one_of("country", ["AT", "NO"]),
        Expect.matches("order_id", "[A-Z]{2}[0-9]{8}"),
        Expect.unique("customer", "ordered_at"),
    ],
)
RETURNS = Table("returns", columns=[text(1, "order_id", key=True), text(2, "reason", optional=True)])

SALES = Domain(
    "sales",
    owner="sales@example.org",
    products=[
        Product(
            "orders",
            version="1.4.0",
            purpose="what was ordered: one row per order",
            classification="internal",
            tables=[ORDERS, RETURNS],
            objectives=[Objective.fresh(within="26h"), Objective.quality(at_least=0.99)],
            schedule=daily("05:00"),
            sunset="2027-06-30",
            successor=2,
        )
    ],
    consumes=[Subscription("weather.observations", major=1, purpose="rain sells umbrellas")],
)
WEATHER = Domain(
    "weather",
    owner="weather@example.org",
    products=[
        Product("observations", version="1.2.0", tables=[Table("observations", columns=[timestamp(1, "at", key=True)])])
    ],
)
SALES_ORDERS = ProductRef(SALES, SALES.products[0])
OBSERVATIONS = ProductRef(WEATHER, WEATHER.products[0])
