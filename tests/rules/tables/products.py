"""Products."""

from itertools import pairwise
from typing import Any

from meshwright.language import Domain, Mesh, Objective
from tests.rules.building import (
    LEFT_OUT,
    asking,
    daily,
    domain,
    fresh,
    mesh,
    on_publish,
    product,
    replaced,
    selling,
    subscription,
    table,
)

from . import Bad, Good


def _waiting(name: str, *awaited: str, own: str = "orders") -> Domain:
    """A domain whose one product waits for others', to all of which it subscribes."""
    asked = [subscription(a, major=1, purpose="joins") for a in awaited if not a.startswith(f"{name}.")]
    return domain(name, products=[product(own, schedule=on_publish(*awaited))], consumes=asked)


def _majors(**schedules: Any) -> Mesh:
    """``sales`` with majors 1 to 3 of ``orders``; a schedule is given as ``v1=``."""
    ending: tuple[dict[str, Any], ...] = (
        {"sunset": "2027-06-30", "successor": 3},
        {"sunset": "2027-06-30", "successor": 3},
        {},
    )
    made = [
        product(version=f"{n}.0.0", schedule=schedules.get(f"v{n}", daily("05:00")), **end)
        for n, end in enumerate(ending, 1)
    ]
    return mesh(domain("sales", products=made))


def _chain(length: int) -> Mesh:
    """Products in one domain, each waiting for the one before it."""
    names = [f"p{n:04d}" for n in range(length)]
    rest = [product(n, schedule=on_publish(f"sales.{before}")) for before, n in pairwise(names)]
    return mesh(domain("sales", products=[product(names[0]), *rest]))


BAD: Bad = {
    "purpose-present": [
        (
            mesh(selling(purpose=LEFT_OUT)),
            [
                'product: purpose-present sales.orders has no purpose; add purpose="…", such as "one row per scheduled '
                'departure"'
            ],
        ),
    ],
    "expectation-present": [
        (
            mesh(selling(tables=[table(expects=[]), table("lines", expects=[])])),
            [
                "product.tables: expectation-present sales.orders has no expectation; "
                "add expects=[…] to a table, such as Expect.unique of its key"
            ],
        ),
    ],
    "objective-present": [
        (
            mesh(selling(objectives=LEFT_OUT)),
            ['product: objective-present sales.orders has no objective; add objectives=[Objective.fresh(within="…")]'],
        ),
    ],
    "objective-unique": [
        (
            mesh(selling(objectives=[fresh(within="1d"), fresh(within="2d")])),
            ["objective: objective-unique sales.orders has two objectives of the kind fresh; keep the stricter one"],
        ),
    ],
    "classification-known": [
        (
            mesh(selling(classification="restricted"), classifications=["public", "internal", "confidential"]),
            [
                'product.classification: classification-known sales.orders is "restricted", which governance does not '
                'use; choose "public", "internal" and "confidential"'
            ],
        ),
    ],
    "on-publish-resolves": [
        (
            mesh(_waiting("planning", "planning.order")),
            [
                'schedule: on-publish-resolves planning.orders: on_publish waits for "planning.order", which does not '
                'exist; write "planning.orders"'
            ],
        ),
        (
            mesh(selling(), domain("planning", products=[product("plans", schedule=on_publish("sales.orders"))])),
            [
                'schedule: on-publish-resolves planning.plans: on_publish waits for "sales.orders", which planning '
                "does "
                'not consume; add Subscription("sales.orders", major=1, purpose=…) to consumes='
            ],
        ),
        (
            mesh(selling(schedule=on_publish("sales.xyz"))),
            [
                'schedule: on-publish-resolves sales.orders: on_publish waits for "sales.xyz", which does not exist; '
                "name a product that some domain publishes"
            ],
        ),
    ],
    "on-publish-acyclic": [
        (
            mesh(selling(schedule=on_publish("sales.orders"))),
            [
                "schedule: on-publish-acyclic sales.orders waits for itself: sales.orders → sales.orders; "
                "give one of them a schedule by the clock"
            ],
        ),
        (
            mesh(
                _waiting("c", "b.orders"),
                _waiting("b", "a.orders"),
                _waiting("a", "c.orders", "d.orders"),
                _waiting("d", "e.orders"),
                domain("e", products=[product()]),
            ),
            [
                "schedule: on-publish-acyclic a.orders waits for itself: a.orders → c.orders → b.orders → a.orders; "
                "give one of them a schedule by the clock"
            ],
        ),
        (
            mesh(
                _waiting("a", "b.orders"),
                _waiting("b", "a.orders"),
                _waiting("c", "d.orders"),
                _waiting("d", "c.orders", "a.orders"),
            ),
            [
                "schedule: on-publish-acyclic a.orders waits for itself: a.orders → b.orders → a.orders; "
                "give one of them a schedule by the clock",
                "schedule: on-publish-acyclic c.orders waits for itself: c.orders → d.orders → c.orders; "
                "give one of them a schedule by the clock",
            ],
        ),
        (
            _majors(v1=on_publish("sales.orders"), v2=on_publish("sales.orders")),
            [
                "schedule: on-publish-acyclic sales.orders v1 waits for itself: sales.orders v1 → sales.orders v2 → "
                "sales.orders v1; give one of them a schedule by the clock"
            ],
        ),
    ],
}

GOOD: Good = {
    "purpose-present": [mesh(selling(purpose="orders"))],
    "expectation-present": [mesh(selling(tables=[table(expects=[]), table("lines")]))],
    "objective-present": [mesh(selling(objectives=[Objective.quality(at_least=0.9)]))],
    "objective-unique": [mesh(selling(objectives=[fresh(within="1d"), Objective.quality(at_least=0.9)]))],
    "classification-known": [mesh(selling(classification="public"), classifications=["public"])],
    "on-publish-resolves": [
        mesh(domain("sales", products=[product(), product("plans", schedule=on_publish("sales.orders"))])),
        mesh(selling(), _waiting("planning", "sales.orders", own="plans")),
        mesh(selling(schedule=daily("05:00")), asking()),
    ],
    "on-publish-acyclic": [
        mesh(
            _waiting("a", "b.orders", "c.orders"),
            _waiting("b", "c.orders"),
            selling(),
            domain("c", products=[product()]),
        ),
        _chain(300),
        _majors(v1=on_publish("sales.orders")),
        mesh(
            domain(
                "sales",
                products=[replaced(schedule=on_publish("planning.orders")), product(version="2.0.0")],
                consumes=[subscription("planning.orders", major=1, purpose="joins")],
            ),
            domain(
                "planning",
                products=[product(schedule=on_publish("sales.orders"))],
                consumes=[subscription("sales.orders", major=2, purpose="joins")],
            ),
        ),
    ],
}
