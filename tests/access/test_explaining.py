"""Why not, and what would have to be written."""

import pytest

from meshwright import access
from meshwright.language import Mesh, Place, Share, Subscription, written_at
from tests.rules.building import TODAY, domain, mesh, product, selling, share, sharing, table

with written_at(Place("domains/sales/domain.py", 31, 13)):
    OFFERED = Share("planning", purpose="x")
    LIMITED = Share("planning", purpose="x", without=["amount"], rows="amount > 1")
    CHOSEN = Share("planning", purpose="x", columns=["order_id"])
    LINES_ONLY = Share("planning", purpose="x", tables=["lines"])
    OVER = Share("planning", purpose="x", until="2026-01-01")
    MISSPELT = Share("planning", purpose="x", without=["emial"])
with written_at(Place("domains/planning/domain.py", 9, 5)):
    ASKED = Subscription("sales.orders", major=1, purpose="x")
    ASKED_OVER = Subscription("sales.orders", major=1, purpose="x", until="2026-01-01")
    ASKED_LINES = Subscription("sales.orders", major=1, purpose="x", tables=["lines"])
    ASKED_TWO = Subscription("sales.orders", major=2, purpose="x")


def _both(shares: list[Share], asked: list[Subscription], **changed: object) -> Mesh:
    return mesh(selling(shares=shares, **changed), domain("planning", consumes=asked))


NO_SHARE = 'no share: mesh.py product orders would need Share("planning", purpose=…)'
NO_SUBSCRIPTION = 'planning has no Subscription("sales.orders", major=1, purpose=…)'
SHARE, SUBSCRIPTION = "the share at domains/sales/domain.py:31:13", "the subscription at domains/planning/domain.py:9:5"
READS = "planning reads sales_orders_v1.orders"
HALVES = "share domains/sales/domain.py:31:13, subscription domains/planning/domain.py:9:5"
TWO = [table(), table("lines")]

ANSWERS: dict[str, tuple[Mesh, str | None, str]] = {
    "nothing written": (_both([], []), None, f"{NO_SHARE}; {NO_SUBSCRIPTION}"),
    "share missing": (_both([], [ASKED]), None, NO_SHARE),
    "subscription missing": (_both([OFFERED], []), None, NO_SUBSCRIPTION),
    "another major": (_both([OFFERED], [ASKED_TWO]), None, f"{NO_SUBSCRIPTION}, only of major=2"),
    "share over": (_both([OVER], [ASKED]), None, f"{SHARE} ended on 2026-01-01"),
    "subscription over": (_both([OFFERED], [ASKED_OVER]), None, f"{SUBSCRIPTION} ended on 2026-01-01"),
    "both over": (
        _both([OVER], [ASKED_OVER]),
        None,
        f"{SHARE} ended on 2026-01-01; {SUBSCRIPTION} ended on 2026-01-01",
    ),
    "table not shared": (
        _both([LINES_ONLY], [ASKED], tables=TWO),
        None,
        f"{SHARE} offers lines and would have to name orders in tables=",
    ),
    "table not asked for": (
        _both([OFFERED], [ASKED_LINES], tables=TWO),
        None,
        f"{SUBSCRIPTION} asks for lines and would have to name orders in tables=",
    ),
    "share with a mistake": (
        _both([MISSPELT], [ASKED]),
        None,
        f'{SHARE} is not valid: there is no column "emial"; write "email"',
    ),
    "0.x": (
        mesh(selling(version="0.1.0", shares=[OFFERED]), domain("planning")),
        None,
        "sales.orders is 0.1.0, and 0.x products are not shared; "
        'planning has no Subscription("sales.orders", major=0, purpose=…)',
    ),
    "sensitive column": (
        _both([OFFERED], [ASKED]),
        "email",
        f'column email is sensitive; {SHARE} would have to name it in including=["email"]',
    ),
    "column held back": (
        _both([LIMITED], [ASKED]),
        "amount",
        f"column amount is held back; {SHARE} names it in without=",
    ),
    "column not chosen": (
        _both([CHOSEN], [ASKED]),
        "amount",
        f"column amount is not offered; {SHARE} would have to name it in columns=",
    ),
    "readable": (_both([OFFERED], [ASKED]), None, f"{READS}: {HALVES}"),
    "readable column": (_both([OFFERED], [ASKED]), "country", f"{READS}: {HALVES}"),
    "readable in part": (_both([LIMITED], [ASKED]), "country", f"{READS} where amount > 1: {HALVES}"),
    "open": (mesh(selling(visibility="open"), domain("planning")), None, "sales.orders is open to every domain"),
    "open and sensitive": (
        mesh(selling(visibility="open"), domain("planning")),
        "email",
        "column email is sensitive; an open product shows it to nobody",
    ),
    "unknown column": (
        sharing(),
        "emial",
        'there is no column "emial" in sales_orders_v1.orders; did you mean "email"?',
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_the_answer_says_what_is_missing(case: str) -> None:
    found, column, answer = ANSWERS[case]
    database = found.product("sales.orders").database  # type: ignore[union-attr]
    assert access.explain(found, "planning", database, "orders", column, today=TODAY) == answer


@pytest.mark.parametrize(
    ("consumer", "database", "name", "answer"),
    [
        ("planing", "sales_orders_v1", "orders", 'there is no domain "planing"; did you mean "planning"?'),
        (
            "planning",
            "sales_order_v1",
            "orders",
            'there is no database "sales_order_v1"; did you mean "sales_orders_v1"?',
        ),
        ("planning", "xyz", "orders", 'there is no database "xyz"'),
        ("planning", "a\nb", "orders", 'there is no database "a\\nb"'),
        (
            "planning",
            "sales_orders_v1",
            "order",
            'there is no table "order" in sales_orders_v1; did you mean "orders"?',
        ),
        ("sales", "sales_orders_v1", "orders", "sales owns sales.orders"),
    ],
)
def test_what_is_not_there_is_told(consumer: str, database: str, name: str, answer: str) -> None:
    assert access.explain(sharing(), consumer, database, name, today=TODAY) == answer


def test_a_domain_is_told_who_reads_its_sensitive_columns() -> None:
    assert access.explain(sharing(), "sales", "sales_orders_v1", "orders", "email", today=TODAY) == (
        "column email is sensitive; in sales only owner, engineer and pipeline read it"
    )


def test_the_file_to_edit_is_named() -> None:
    with written_at(Place("domains/sales/domain.py", 5, 1)):
        from meshwright.language import Domain

        sales = Domain("sales", owner="sales@example.org", cost_center="CC-1", products=[product()])
    found = mesh(sales, domain("planning"))
    assert access.explain(found, "planning", "sales_orders_v1", "orders", today=TODAY).startswith(
        'no share: domains/sales/domain.py product orders would need Share("planning", purpose=…); '
    )


def test_what_is_granted_is_explained_as_readable_and_nothing_else() -> None:
    granted = {(e.consumer, e.ref.database, e.table.name) for f, *_ in ANSWERS.values() for e in _granted(f)}
    assert granted
    for found, *_ in ANSWERS.values():
        readable = {(e.consumer, e.ref.database, e.table.name) for e in _granted(found)}
        for ref, one in found.tables():
            answer = access.explain(found, "planning", ref.database, one.name, today=TODAY)
            expected = bool(readable & {(c, ref.database, one.name) for c in ("planning", "*")})
            assert (" reads " in answer or " is open to " in answer) == expected, answer


def _granted(found: Mesh) -> tuple[access.Entitlement, ...]:
    return access.compile(found, today=TODAY)


def test_a_share_with_somebody_else_is_no_share() -> None:
    found = mesh(selling(shares=[share("billing", purpose="x")]), domain("planning"), domain("billing"))
    assert NO_SHARE in access.explain(found, "planning", "sales_orders_v1", "orders", today=TODAY)
