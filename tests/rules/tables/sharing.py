"""Shares and subscriptions."""

from typing import Any

from meshwright.language import Domain, Share
from tests.rules.building import (
    asking,
    domain,
    mesh,
    product,
    replaced,
    selling,
    share,
    sharing,
    subscription,
    table,
)

from . import Bad, Good

ONE = 'sales.orders: share with "planning"'
LONG = f"country IN ('{{}}', '{'x' * 1190}')"
OWN = "remove it; a domain reads its own products"
ASKED = 'planning: subscription to "sales.orders"'


def _open(*shares: Share, **changed: Any) -> Domain:
    return selling(visibility="open", shares=shares, **changed)


BAD: Bad = {
    "subscription-resolves": [
        (
            mesh(selling(), asking(product="sale.orders")),
            [
                'subscription.product: subscription-resolves planning: subscription to "sale.orders": there is no '
                "domain "
                '"sale"; write "sales.orders"'
            ],
        ),
        (
            mesh(selling(), asking(product="sales.order")),
            [
                'subscription.product: subscription-resolves planning: subscription to "sales.order": sales has no '
                'product "order"; write "sales.orders"'
            ],
        ),
        (
            mesh(selling(), asking(product="xyz.abc")),
            [
                'subscription.product: subscription-resolves planning: subscription to "xyz.abc": there is no domain '
                '"xyz"; name a product that some domain publishes'
            ],
        ),
        (
            mesh(selling(), asking(major=2)),
            [f"subscription.major: subscription-resolves {ASKED}: there is no major 2; write major=1"],
        ),
        (
            mesh(domain("sales", products=[product(version="2.0.0"), replaced()]), asking(major=3)),
            [f"subscription.major: subscription-resolves {ASKED}: there is no major 3; write major=2"],
        ),
        (
            mesh(selling(), asking(tables=["order"])),
            [f'subscription.tables: subscription-resolves {ASKED}: there is no table "order"; write "orders"'],
        ),
        (
            sharing(asked=asking(without=["emial"])),
            [f'subscription.without: subscription-resolves {ASKED}: there is no column "emial"; write "email"'],
        ),
        (
            mesh(domain("sales", products=[product()], consumes=[subscription("sales.orders", major=1, purpose="x")])),
            [
                'subscription.product: subscription-resolves sales: subscription to "sales.orders" is to a product of '
                f"its own; {OWN}"
            ],
        ),
    ],
    "subscription-terms": [
        (
            sharing(tables=[table(), table("lines")], asked=asking(**{field: terms})),
            [
                f"subscription.{field}: subscription-terms {ASKED}: {field}= limits one table, and the subscription "
                'asks for 2; name one, tables=["orders"]'
            ],
        )
        for field, terms in (("columns", ["country"]), ("without", ["country"]), ("rows", "country = 'DE'"))
    ]
    + [
        (
            sharing(asked=asking(columns=["country", "amount"], without=["amount"])),
            [
                f"subscription.without: subscription-terms {ASKED}: columns= and without= are both given; "
                "keep one of them"
            ],
        ),
        (
            sharing(asked=asking(without=["order_id", "country", "amount", "email"])),
            [f'subscription.without: subscription-terms {ASKED}: nothing is left of "orders"; ask for a column'],
        ),
    ],
    "subscription-met": [
        (
            sharing(columns=["order_id"], asked=asking(columns=["country"])),
            [
                f"subscription.columns: subscription-met {ASKED}: the share at mesh.py:600 offers none of the columns "
                "asked for; ask for columns that it offers"
            ],
        ),
        (
            sharing(without=["amount"], asked=asking(rows="country = 'DE' or amount > 100000")),
            [
                f'subscription.rows: subscription-met {ASKED}: rows= asks "amount", which the share at mesh.py:600 '
                "does not offer; compare offered columns only"
            ],
        ),
        (
            sharing(rows=LONG.format("DE"), asked=asking(rows=LONG.format("AT"))),
            [
                f"subscription.rows: subscription-met {ASKED}: together with the rows= of the share at mesh.py:600, "
                "the condition has 2,431 characters; at most 2,047 fit a data filter"
            ],
        ),
    ],
    "subscription-unique": [
        (
            mesh(
                selling(),
                domain(
                    "planning",
                    consumes=[
                        subscription("sales.orders", major=1, purpose="x"),
                        subscription("sales.orders", major=1, purpose="y"),
                    ],
                ),
            ),
            [f"subscription: subscription-unique {ASKED} v1 is there twice; keep one, with the tables of both"],
        ),
    ],
    "share-resolves": [
        (
            mesh(selling(shares=[share("planing", purpose="x")]), asking()),
            ['share.to: share-resolves sales.orders: share with "planing": there is no such domain; write "planning"'],
        ),
        (
            mesh(selling(shares=[share("sales", purpose="x")])),
            [f'share.to: share-resolves sales.orders: share with "sales" is with its own domain; {OWN}'],
        ),
        (
            sharing(without=["amounts"]),
            [f'share.without: share-resolves {ONE}: there is no column "amounts"; write "amount"'],
        ),
        (
            sharing(including=["phone"]),
            [
                f'share.including: share-resolves {ONE}: there is no column "phone"; '
                'name one of "amount", "country", "email" and "order_id"'
            ],
        ),
        (
            sharing(columns=["countri"]),
            [
                f'share.columns: share-resolves {ONE}: there is no column "countri"; write "country"',
                f'share.to: share-terms {ONE}: nothing is left of "orders"; offer a column',
            ],
        ),
        (
            mesh(selling(shares=[share("planning", purpose="x", tables=["order"])]), asking()),
            [f'share.tables: share-resolves {ONE}: there is no table "order"; write "orders"'],
        ),
    ],
    "share-terms": [
        (
            sharing(tables=[table(), table("lines")], **{field: terms}),
            [
                f"share.{field}: share-terms {ONE}: {field}= limits one table, and the share offers 2; "
                'name one, tables=["orders"]'
            ],
        )
        for field, terms in (("columns", ["country"]), ("without", ["country"]), ("rows", "country = 'DE'"))
    ]
    + [
        (
            sharing(columns=["country", "amount"], without=["amount"]),
            [f"share.without: share-terms {ONE}: columns= and without= are both given; keep one of them"],
        ),
        (
            sharing(including=["amount"]),
            [f'share.including: share-terms {ONE}: "amount" is in including= and is not sensitive; remove it'],
        ),
        (
            sharing(columns=["country"], including=["email"]),
            [f'share.including: share-terms {ONE}: "email" is in including= and not in columns=; add it to columns='],
        ),
        (
            sharing(without=["email"], including=["email"]),
            [
                f'share.including: share-terms {ONE}: "email" is in including= and in without=; remove it from one '
                "of them"
            ],
        ),
        (
            sharing(columns=["country", "email"]),
            [
                f'share.columns: share-terms {ONE}: "email" is sensitive; '
                'offer it with including=["email"], or remove it'
            ],
        ),
        (
            sharing(without=["order_id", "country", "amount"]),
            [f'share.without: share-terms {ONE}: nothing is left of "orders"; offer a column'],
        ),
    ],
    "share-unique": [
        (
            mesh(selling(shares=[share("planning", purpose="x"), share("planning", purpose="y")]), asking()),
            [
                'share: share-unique sales.orders: table "orders" is shared with "planning" twice; '
                "unite the shares, or give each its own tables="
            ],
        ),
    ],
    "row-limit": [
        (
            sharing(rows="countri = 'DE'"),
            [f'share.rows: row-limit {ONE}: rows= at character 1: there is no column "countri"; write "country"'],
        ),
        (
            sharing(rows="email = 'a@b.org'"),
            [
                f'share.rows: row-limit {ONE}: rows= at character 1: "email" is sensitive, and a row limit tells its '
                "values; use other columns"
            ],
        ),
        (
            sharing(rows="amount > 1 and lower(country) = 'de'"),
            [
                f'share.rows: row-limit {ONE}: rows= at character 16: "lower" is called as a function; '
                "compare columns with constants only"
            ],
        ),
        (
            sharing(asked=asking(rows="amount > (select 1)")),
            [
                f'subscription.rows: row-limit {ASKED}: rows= at character 10: "(" stands where a constant should; '
                "write comparisons of columns with constants, joined by AND and OR"
            ],
        ),
        (
            sharing(rows="amount = '5'"),
            [
                f'share.rows: row-limit {ONE}: rows= at character 10: "amount" is a whole number; '
                "compare it with a number such as 5"
            ],
        ),
        (
            sharing(asked=asking(rows="country = 'DE' or 1 = 1")),
            [
                f'subscription.rows: row-limit {ASKED}: rows= at character 19: "1" stands where a column should; '
                "write comparisons of columns with constants, joined by AND and OR"
            ],
        ),
        (
            sharing(rows=f"country = '{'x' * 3000}'"),
            [
                f"share.rows: row-limit {ONE}: rows= at character 1: the condition has 3,012 characters; "
                "at most 2,047 fit a data filter"
            ],
        ),
    ],
    "prerelease-private": [
        (
            mesh(selling(version="0.9.0", shares=[share("planning", purpose="x")]), asking(major=0)),
            [
                "product.shares: prerelease-private sales.orders has the version 0.9.0 and is shared; "
                'write version="1.0.0" once its contract holds, or share nothing yet'
            ],
        ),
        (
            mesh(selling(version="0.9.0", visibility="open")),
            [
                "product.visibility: prerelease-private sales.orders has the version 0.9.0 and is open; "
                'write version="1.0.0" once its contract holds, or share nothing yet'
            ],
        ),
    ],
    "open-classification": [
        (
            mesh(selling(visibility="open", classification="confidential")),
            [
                "product.visibility: open-classification sales.orders is open and confidential; "
                'share it with those who need it, or write classification="internal" if that is what it is'
            ],
        ),
    ],
    "open-unlimited": [
        (
            mesh(_open(share("planning", purpose="x", rows="country = 'DE'", including=["email"])), asking()),
            [
                f"share.including: open-unlimited {ONE} has including=, and the product is open; "
                "move what is special into a product of its own",
                f"share.rows: open-unlimited {ONE} has rows=, and the product is open; "
                "move what is special into a product of its own",
            ],
        ),
        (
            mesh(_open(share("planning", purpose="x", columns=["country"])), asking(without=["country"])),
            [
                f"share.columns: open-unlimited {ONE} has columns=, and the product is open; "
                "move what is special into a product of its own",
                f"subscription.without: open-unlimited {ASKED} has without=, and the product is open; leave it out",
            ],
        ),
        (
            mesh(_open(share("planning", purpose="x", without=["country"])), asking()),
            [
                f"share.without: open-unlimited {ONE} has without=, and the product is open; "
                "move what is special into a product of its own",
            ],
        ),
        (
            mesh(_open(), asking(columns=["country"], rows="amount > 1")),
            [
                f"subscription.columns: open-unlimited {ASKED} has columns=, and the product is open; leave it out",
                f"subscription.rows: open-unlimited {ASKED} has rows=, and the product is open; leave it out",
            ],
        ),
    ],
    "agreement-expired": [
        (
            sharing(until="2026-11-22"),
            [f"share.until: agreement-expired {ONE} ended on 2026-11-22; remove it, or agree on a later until="],
        ),
        (
            sharing(asked=asking(until="2026-01-01")),
            [
                f"subscription.until: agreement-expired {ASKED} ended on 2026-01-01; "
                "remove it, or agree on a later until="
            ],
        ),
    ],
    "agreement-expiring": [
        (
            sharing(until=until, asked=asking(until="2026-12-24")),
            [
                f"share.until: warning: agreement-expiring {ONE} {left}; "
                "agree on a later until=, or tell those who depend on it"
            ],
        )
        for until, left in (
            ("2026-11-23", "ends today, on 2026-11-23"),
            ("2026-11-24", "ends tomorrow, on 2026-11-24"),
            ("2026-11-30", "ends in only 7 days, on 2026-11-30"),
            ("2026-12-01", "ends in 8 days, on 2026-12-01"),
            ("2026-12-23", "ends in 30 days, on 2026-12-23"),
        )
    ]
    + [
        (
            sharing(asked=asking(until="2026-12-01")),
            [
                f"subscription.until: warning: agreement-expiring {ASKED} ends in 8 days, on 2026-12-01; "
                "agree on a later until=, or tell those who depend on it"
            ],
        )
    ],
}

GOOD: Good = {
    "subscription-resolves": [
        mesh(selling(), asking(tables=["orders"])),
        mesh(domain("sales", products=[replaced(), product(version="2.0.0")]), asking(major=2)),
    ],
    "subscription-terms": [
        sharing(asked=asking(columns=["country"])),
        sharing(asked=asking(without=["country"], rows="country = 'DE'")),
        sharing(tables=[table(), table("lines")], asked=asking(tables=["lines"], columns=["country"])),
        mesh(selling(), asking(columns=["email"])),
    ],
    "subscription-met": [
        sharing(columns=["order_id"], rows="amount > 1", asked=asking(columns=["order_id", "country"])),
        sharing(rows=LONG.format("DE"), asked=asking(rows=LONG.format("DE"))),
        mesh(selling(), asking(columns=["email"])),
    ],
    "subscription-unique": [
        mesh(
            domain("sales", products=[replaced(), product(version="2.0.0")]),
            domain(
                "planning",
                consumes=[subscription("sales.orders", major=n, purpose="x", until="2027-06-30") for n in (1, 2)],
            ),
        )
    ],
    "share-resolves": [sharing(), sharing(tables=[table(), table("lines")])],
    "share-terms": [
        sharing(columns=["country", "email"], including=["email"]),
        sharing(without=["country"], including=["email"], rows="country = 'DE'"),
        sharing(tables=[table(), table("lines")], including=["email"]),
        mesh(
            selling(
                tables=[table(), table("lines")],
                shares=[share("planning", purpose="x", tables=["lines"], without=["country"])],
            ),
            asking(),
        ),
    ],
    "share-unique": [
        mesh(
            selling(
                tables=[table(), table("lines")],
                shares=[
                    share("planning", purpose="x", tables=["lines"]),
                    share("planning", purpose="x", tables=["orders"]),
                    share("billing", purpose="x"),
                ],
            ),
            asking(),
            domain("billing"),
        )
    ],
    "row-limit": [sharing(rows="country in ('DE', 'FR') and not amount between 1 and 5", columns=["order_id"])],
    "prerelease-private": [mesh(selling(version="0.9.0"))],
    "open-classification": [mesh(_open(classification="public")), mesh(_open(classification="internal"))],
    "open-unlimited": [mesh(_open(share("planning", purpose="x", until="2027-12-31")), asking())],
    "agreement-expired": [sharing(until="2027-12-31", asked=asking(until="2027-12-31"))],
    "agreement-expiring": [sharing(until="2026-12-24")],
}
