"""What comes close to a breach and keeps every rule."""

from tests.rules.building import (
    asking,
    decimal,
    domain,
    environment,
    integer,
    long,
    mesh,
    product,
    replaced,
    selling,
    struct,
    subscription,
    table,
    text,
)

from .pairs import ADOPTS, KEY, OFFERED, PASSED, Good, adopting, beside, columns, gone, versions

NEWER = ADOPTS | {"adopts": "other_lake"}
MORE = [text(2, "a", optional=True)]
OTHER = subscription("sales.orders", major=1, purpose="x", until="2027-06-30")

GOING = table(columns=[KEY, text(2, "a", deprecated="read b"), struct(3, "s", deprecated="-", fields=[text(4, "t")])])
WITHOUT = product(version="2.0.0", tables=[table(columns=[KEY])])
MAIL = text(4, "mail", optional=True, pii="pseudonymise")
EMAIL = text(7, "email", optional=True, pii="pseudonymise")

GOOD: Good = {
    "version-raised": [
        versions("1.2.0", "1.2.0"),
        versions("1.2.0", "1.2.1", purpose="orders"),
        versions("1.2.3", "1.3.0", purpose="orders"),
        versions("1.2.0", "1.2.1"),
        versions("1.2.0", "1.3.0"),
        (mesh(selling(), domain("planning")), mesh(selling(shares=OFFERED), domain("planning"))),
        columns([], MORE, "1.1.0"),
        columns([], MORE, "0.1.1", since="0.1.0"),
        columns([], MORE, "0.2.0", since="0.1.9"),
        beside("2.0.0"),
        (mesh(), mesh(selling(version="3.2.1"))),
        (mesh(domain()), mesh(domain("sales", products=[replaced(version="1.7.2"), product(version="2.3.0")]))),
        (mesh(selling(version="0.9.0")), mesh(selling(version="1.0.0"))),
    ],
    "change-major": [
        columns([text(2, "a")], [text(2, "b")], "0.2.0", since="0.1.0"),
        versions("1.0.0", "1.1.0", classification="restricted", urgent="it names people"),
        columns([integer(2, "a")], [long(2, "a")], "1.1.0"),
        adopting("lake", "lake", "1.1.0"),
        adopting("lake", "other_lake", "0.2.0", since="0.1.0"),
        (
            mesh(domain("sales", products=[product(**ADOPTS)])),
            mesh(domain("sales", products=[replaced(**ADOPTS), product(version="2.0.0", **NEWER)])),
        ),
        (
            mesh(selling()),
            mesh(domain("sales", products=[replaced(), product(version="2.0.0", **ADOPTS)])),
        ),
    ],
    "change-possible": [
        columns([decimal(2, "a", precision=9, scale=2)], [decimal(2, "a", precision=12, scale=2)], "1.1.0"),
        (mesh(selling(version="0.1.0")), mesh(selling(version="0.2.0", tables=[table("lines", columns=[KEY])]))),
    ],
    "column-deprecated": [
        columns([text(2, "a")], [], "0.2.0", since="0.1.0", reserved=[2]),
        beside("2.0.0", tables=[table(columns=[KEY, text(2, "land"), integer(9, "amount"), MAIL])]),
        (mesh(selling(tables=[GOING])), mesh(domain("sales", products=[replaced(tables=[GOING]), WITHOUT]))),
    ],
    "number-reserved": [
        columns([text(2, "a")], [], "0.2.0", since="0.1.0", reserved=[2]),
        columns([], [], "1.0.0", was=[2], reserved=[2, 9]),
        beside("2.0.0", tables=[table(columns=[KEY, text(2, "country"), integer(3, "amount"), EMAIL])]),
    ],
    "number-next": [
        columns([text(4, "a")], [text(4, "a"), text(5, "b", optional=True)], "1.1.0"),
        columns([text(4, "a")], [text(4, "a"), text(9, "b", optional=True), text(7, "c", optional=True)], "1.1.0"),
    ],
    "urgent-used": [
        versions("1.0.0", "1.1.0", classification="restricted", urgent="it names people"),
        (mesh(selling(urgent="x")), mesh(selling(urgent="x"))),
        (mesh(selling(urgent="x")), mesh(selling())),
    ],
    "sunset-kept": [
        (
            mesh(domain("sales", products=[replaced(), product(version="2.0.0")])),
            mesh(domain("sales", products=[replaced(sunset="2027-01-31"), product(version="2.0.0")])),
        ),
        (
            mesh(
                domain("sales", products=[replaced(shares=OFFERED), product(version="2.0.0")]),
                domain("planning", consumes=[OTHER]),
            ),
            mesh(
                domain("sales", products=[replaced(shares=OFFERED, sunset="2027-12-31"), product(version="2.0.0")]),
                domain("planning", consumes=[OTHER]),
            ),
        ),
    ],
    "removal-unread": [
        gone(asked=False),
        (
            mesh(domain("sales", products=[product(shares=OFFERED)]), asking()),
            mesh(domain("sales"), domain("planning")),
        ),
        (mesh(domain("sales", products=[product(shares=OFFERED)]), asking()), mesh()),
        (mesh(selling()), mesh()),
    ],
    "removal-sunset": [
        gone(product(version="2.0.0"), asked=False, sunset=PASSED, successor=2),
        gone(product(version="1.0.0"), asked=False, shared=False, version="0.4.0"),
        (mesh(domain("sales", products=[replaced(), product(version="2.0.0")])), mesh(selling())),
    ],
    "environment-kept": [
        (mesh(environments=[]), mesh()),
        (mesh(), mesh(environments=[])),
        (
            mesh(
                environments=[
                    environment("local", account="123456789012", region="eu-west-1", endpoint="http://127.0.0.1:5000")
                ]
            ),
            mesh(
                environments=[
                    environment("local", account="123456789012", region="eu-west-1", endpoint="http://127.0.0.1:6000")
                ]
            ),
        ),
    ],
}
