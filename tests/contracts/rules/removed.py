"""What goes or moves: what is refused, and everything that is found."""

from tests.rules.building import asking, domain, environment, mesh, product, replaced, selling, share, subscription

from .pairs import OFFERED, PASSED, Bad, gone

BAD: Bad = {
    "removal-unread": [
        (
            gone(),
            [
                "product: removal-unread sales.orders v1 is removed, and planning subscribes to it; keep "
                "it until that subscription is gone",
                'subscription.product: subscription-resolves planning: subscription to "sales.orders": '
                'sales has no product "orders"; name a product that some domain publishes',
            ],
        ),
        (
            gone(product(version="2.0.0"), sunset=PASSED, successor=2),
            [
                "product: removal-unread sales.orders v1 is removed, and planning subscribes to it; keep "
                "it until that subscription is gone",
                'subscription.major: subscription-resolves planning: subscription to "sales.orders": '
                "there is no major 1; write major=2",
            ],
        ),
        (
            gone(product("lines")),
            [
                "product: removal-unread sales.orders v1 is removed, and planning subscribes to it; keep "
                "it until that subscription is gone",
                'subscription.product: subscription-resolves planning: subscription to "sales.orders": '
                'sales has no product "orders"; name a product that some domain publishes',
            ],
        ),
        (
            (
                mesh(
                    domain(products=[product(shares=OFFERED), product("lines", shares=OFFERED)]),
                    domain(
                        "planning",
                        consumes=[
                            subscription("sales.orders", major=1, purpose="x"),
                            subscription("sales.lines", major=1, purpose="x"),
                        ],
                    ),
                ),
                mesh(domain("planning", consumes=[subscription("sales.orders", major=1, purpose="x")])),
            ),
            [
                "domain: removal-unread domain sales is removed, and planning subscribes to it; keep it "
                "until that subscription is gone",
                'subscription.product: subscription-resolves planning: subscription to "sales.orders": '
                'there is no domain "sales"; name a product that some domain publishes',
            ],
        ),
        (
            (mesh(selling(visibility="open"), asking()), mesh(domain(), asking())),
            [
                "product: removal-unread sales.orders v1 is removed, and planning subscribes to it; keep "
                "it until that subscription is gone",
                'subscription.product: subscription-resolves planning: subscription to "sales.orders": '
                'sales has no product "orders"; name a product that some domain publishes',
            ],
        ),
        (
            (
                mesh(
                    selling(shares=[share("planning", purpose="x"), share("support", purpose="x")]),
                    asking(),
                    domain("support", consumes=[subscription("sales.orders", major=1, purpose="x")]),
                ),
                mesh(
                    domain(), asking(), domain("support", consumes=[subscription("sales.orders", major=1, purpose="x")])
                ),
            ),
            [
                "product: removal-unread sales.orders v1 is removed, and planning and support subscribe "
                "to it; keep it until those subscriptions are gone",
                'subscription.product: subscription-resolves planning: subscription to "sales.orders": '
                'sales has no product "orders"; name a product that some domain publishes',
                'subscription.product: subscription-resolves support: subscription to "sales.orders": '
                'sales has no product "orders"; name a product that some domain publishes',
            ],
        ),
    ],
    "removal-sunset": [
        (
            gone(product(version="2.0.0"), asked=False),
            [
                "product: removal-sunset sales.orders v1 is removed without ever having had a last day, "
                'and 2.0.0 stands instead; keep 1.0.0 beside it, with sunset="…" and successor=2',
            ],
        ),
        (
            gone(product(version="2.0.0"), asked=False, shared=False, sunset="2026-11-23", successor=2),
            [
                "product: removal-sunset sales.orders v1 is removed, and its last day is 2026-11-23; "
                "keep 1.0.0 until 2026-11-23 has passed",
            ],
        ),
        (
            gone(product(version="2.0.0"), asked=False, sunset="2027-06-30", successor=2),
            [
                "product: removal-sunset sales.orders v1 is removed, and its last day is 2027-06-30; "
                "keep 1.0.0 until 2027-06-30 has passed",
            ],
        ),
    ],
    "environment-kept": [
        (
            (
                mesh(),
                mesh(
                    environments=[environment("sandbox", account="123456789012", region="eu-central-1")],
                    allowed_regions=["eu-central-1"],
                ),
            ),
            [
                "environment.region: environment-kept environment sandbox: region eu-central-1, before "
                "eu-west-1: every product begins empty in the new place, and its data stays in the old "
                "one; add an environment under another name, move what has to move, and remove the old "
                "one then",
            ],
        ),
        (
            (
                mesh(),
                mesh(
                    environments=[
                        environment(
                            "sandbox", account="210987654321", region="eu-west-1", endpoint="http://127.0.0.1:5000"
                        )
                    ]
                ),
            ),
            [
                "environment.account: environment-kept environment sandbox: account 210987654321, before "
                "123456789012: every product begins empty in the new place, and its data stays in the "
                "old one; add an environment under another name, move what has to move, and remove the "
                "old one then",
                "environment.endpoint: environment-kept environment sandbox: endpoint "
                "http://127.0.0.1:5000, before of AWS itself: every product begins empty in the new "
                "place, and its data stays in the old one; add an environment under another name, move "
                "what has to move, and remove the old one then",
            ],
        ),
    ],
    "sunset-kept": [
        (
            (
                mesh(domain(products=[replaced(shares=OFFERED), product(version="2.0.0")]), asking(until="2027-03-01")),
                mesh(
                    domain(products=[replaced(shares=OFFERED, sunset="2027-03-31"), product(version="2.0.0")]),
                    asking(until="2027-03-01"),
                ),
            ),
            [
                "product.sunset: sunset-kept sales.orders v1: its last day is 2027-03-31, before "
                '2027-06-30, and planning subscribes to it; write sunset="2027-06-30"',
            ],
        ),
    ],
}
