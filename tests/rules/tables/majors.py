"""Majors side by side, and how one of them goes."""

from typing import Any

from meshwright.language import Domain, Mesh
from tests.rules.building import asking, domain, mesh, product, replaced, selling, share

from . import Bad, Good

ASKED = 'planning: subscription to "sales.orders" v1'
OFFERED = [share("planning", purpose="forecasts")]


def _majors(**older: Any) -> Domain:
    """``sales`` with ``orders`` 1.4.0, which is changed, beside 2.0.0."""
    return domain("sales", products=[replaced(**{"version": "1.4.0", **older}), product(version="2.0.0")])


def _asked(sunset: str, successor: int | None = 2, **asked: Any) -> Mesh:
    """``planning`` subscribes to the older of two majors."""
    return mesh(_majors(sunset=sunset, successor=successor, shares=OFFERED), asking(**asked))


BAD: Bad = {
    "successor-resolves": [
        (
            mesh(selling(successor=2)),
            [
                "product.successor: successor-resolves sales.orders 1.0.0 has successor=2, and there is no such major; "
                "define the newer major beside it, or remove successor="
            ],
        ),
        (
            mesh(selling(successor=1)),
            [
                "product.successor: successor-resolves sales.orders 1.0.0 has successor=1, and it isn't newer than 1; "
                "define the newer major beside it, or remove successor="
            ],
        ),
        (
            mesh(_majors(successor=3)),
            [
                "product.successor: successor-resolves sales.orders 1.4.0 has successor=3, and there is no such major; "
                "write successor=2"
            ],
        ),
        (
            mesh(domain("sales", products=[product(successor=2), product("lines", version="2.0.0")])),
            [
                "product.successor: successor-resolves sales.orders 1.0.0 has successor=2, and there is no such major; "
                "define the newer major beside it, or remove successor="
            ],
        ),
    ],
    "sunset-successor": [
        (
            mesh(selling(sunset="2027-06-30")),
            [
                "product.sunset: sunset-successor sales.orders 1.0.0 has sunset='2027-06-30' and no successor; "
                "add successor= with the newer major"
            ],
        ),
    ],
    "sunset-present": [
        (
            mesh(domain("sales", products=[product(version="1.4.0"), product(version="2.0.0")])),
            [
                "product: warning: sunset-present sales.orders 1.4.0 stands beside major 2 without a last day; "
                'add sunset="…" and successor=2'
            ],
        ),
        (
            mesh(domain("sales", products=[product(successor=2), product(version="2.0.0")])),
            [
                "product: warning: sunset-present sales.orders 1.0.0 stands beside major 2 without a last day; "
                'add sunset="…", the last day on which it is kept'
            ],
        ),
    ],
    "sunset-announced": [
        (
            _asked("2027-06-30"),
            [
                f"subscription.major: warning: sunset-announced {ASKED}: its last day is 2027-06-30; "
                "subscribe to major=2 and read from there"
            ],
        ),
        (
            _asked("2026-11-23"),
            [
                f"subscription.major: warning: sunset-announced {ASKED}: its last day is 2026-11-23; "
                "subscribe to major=2 and read from there"
            ],
        ),
        (
            _asked("2027-06-30", until="2027-07-01"),
            [
                f"subscription.major: warning: sunset-announced {ASKED}: its last day is 2027-06-30; "
                "subscribe to major=2 and read from there"
            ],
        ),
    ],
    "sunset-passed": [
        (
            _asked("2026-11-22"),
            [
                f"subscription.major: sunset-passed {ASKED}: its last day was 2026-11-22; "
                "subscribe to major=2 and read from there"
            ],
        ),
    ],
}

GOOD: Good = {
    "successor-resolves": [mesh(_majors()), mesh(domain("sales", products=[product(version="2.0.0"), product()][:1]))],
    "sunset-successor": [mesh(_majors()), mesh(selling())],
    "sunset-present": [mesh(_majors()), mesh(domain("sales", products=[product(), product("lines", version="2.0.0")]))],
    "sunset-announced": [
        _asked("2027-06-30", until="2027-06-30"),
        mesh(_majors(), domain("planning")),
        mesh(
            domain(
                "sales",
                products=[
                    replaced(),
                    product(version="2.0.0", shares=OFFERED),
                ],
            ),
            asking(major=2),
        ),
    ],
    "sunset-passed": [mesh(_majors(sunset="2026-11-22"), domain("planning"))],
}
