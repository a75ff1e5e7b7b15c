"""A small mesh over a lake: a shop that sells, a map that is open, and those who read them or would like to."""

from meshwright.language import (
    Domain,
    Expect,
    Mesh,
    Product,
    Share,
    Subscription,
    Table,
    double,
    integer,
    landing,
    text,
    timestamp,
)
from meshwright.sandbox.server import Server
from tests import lake

SALES = landing(
    "sales",
    format="csv",
    columns=[text(1, "id"), timestamp(2, "sold_at"), double(3, "amount"), text(4, "channel"),
             text(5, "email", optional=True, pii="keep", why="pseudonymised in orders")],
)  # fmt: skip
PLACES = landing(
    "places", format="csv", columns=[text(1, "name"), text(2, "channel"), text(3, "phone", pii="keep", why="masked")]
)
ORDERS = Table(
    "orders",
    columns=[text(1, "id", key=True), timestamp(2, "sold_at"), double(3, "amount"), text(4, "channel"),
             text(5, "email", optional=True, pii="pseudonymise")],
    expects=[Expect.unique("id"), Expect.between("amount", 0, 1000)],
)  # fmt: skip
SHOP = Domain(
    "shop",
    landings=[SALES],
    products=[
        Product(
            "orders",
            version="1.0.0",
            tables=[ORDERS],
            shares=[
                Share("finance", purpose="revenue"),
                Share("web", purpose="funnels", including=["email"], rows="channel = 'web'"),
                Share("partner", purpose="volume", columns=["id", "sold_at"]),
                Share("idle", purpose="nobody asked"),
            ],
        ),
    ],
)
ATLAS = Domain(
    "atlas",
    landings=[PLACES],
    products=[
        Product(
            "places",
            version="2.0.0",
            classification="public",
            visibility="open",
            tables=[
                Table(
                    "places",
                    columns=[text(1, "name", key=True), text(2, "channel"), text(3, "phone", pii="mask")],
                )
            ],
        )
    ],
)
FINANCE = Domain(
    "finance",
    consumes=[
        Subscription("shop.orders", major=1, purpose="revenue"),
        Subscription("atlas.places", major=2, purpose="names"),
    ],
    products=[
        Product(
            "revenue",
            version="1.0.0",
            tables=[
                Table(
                    "by_channel",
                    columns=[text(1, "channel", key=True), double(2, "amount"), integer(3, "orders")],
                    expects=[Expect.rows(at_least=1)],
                )
            ],
        )
    ],
)
WEB = Domain(
    "web",
    consumes=[Subscription("shop.orders", major=1, purpose="funnels")],
    products=[
        Product(
            "funnels",
            version="1.0.0",
            tables=[
                Table(
                    "buyers",
                    columns=[text(1, "email", key=True, pii="inherit"), integer(2, "orders")],
                )
            ],
        )
    ],
)
PARTNER = Domain("partner", consumes=[Subscription("shop.orders", major=1, purpose="volume")])
EAGER = Domain("eager", consumes=[Subscription("shop.orders", major=1, purpose="nobody offered")])
IDLE = Domain("idle")

TRANSFORMS = {
    "shop": {"orders.sql": "SELECT id, sold_at, amount, channel, email FROM landing.sales"},
    "atlas": {"places.sql": "SELECT name, channel, phone FROM landing.places"},
    "finance": {
        "by_channel.sql": """
            SELECT p.name AS channel, sum(o.amount) AS amount, CAST(count(*) AS INT) AS orders
            FROM shop_orders_v1.orders AS o JOIN atlas_places_v2.places AS p ON p.channel = o.channel
            GROUP BY p.name"""
    },
    "web": {
        "buyers.sql": """
            SELECT email, CAST(count(*) AS INT) AS orders FROM shop_orders_v1.orders
            WHERE email IS NOT NULL GROUP BY email"""
    },
}
SOLD = """id,sold_at,amount,channel,email
1,2026-01-31T23:59:00Z,10.5,web,ada@example.org
2,2026-02-01T00:01:00Z,20,shop,
3,2026-02-02T12:00:00Z,30.25,web,ada@example.org
4,2026-02-03T12:00:00Z,5,phone,bob@example.org
"""
PLACED = "name,channel,phone\nOnline,web,5550001111\nHigh Street,shop,5550002222\nCalls,phone,5550003333\n"


def mesh(**replaced: Domain) -> Mesh:
    """The mesh, with some of its domains replaced."""
    domains = {d.name: d for d in (SHOP, ATLAS, FINANCE, WEB, PARTNER, EAGER, IDLE)}
    return lake.make_mesh(*{**domains, **replaced}.values(), transforms=TRANSFORMS)


def opened(server: Server) -> Mesh:
    """The mesh, deployed, with raw files delivered; nothing has run."""
    found = mesh()
    lake.deploy(server, found)
    lake.land(server, "shop", "sales/jan.csv", SOLD)
    lake.land(server, "atlas", "places/all.csv", PLACED)
    return found
