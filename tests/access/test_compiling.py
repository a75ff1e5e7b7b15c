"""Who may see what, by what both sides wrote."""

from datetime import date

import pytest

from meshwright import access
from meshwright.language import Mesh
from tests.rules.building import (
    TODAY,
    asking,
    domain,
    large,
    mesh,
    product,
    selling,
    share,
    sharing,
    subscription,
    table,
)

ALL = "order_id, country, amount"


def entitled(found: Mesh, today: date = TODAY) -> list[str]:
    """``consumer: database.table (columns) [where rows] [until day]``."""
    lines = []
    for e in access.compile(found, today=today):
        assert e.roles == ("pipeline", "reader")
        line = f"{e.consumer}: {e.ref.database}.{e.table.name} ({', '.join(e.columns)})"
        lines.append(line + (f" where {e.rows}" if e.rows else "") + (f" until {e.until}" if e.until else ""))
    return lines


TWO = [table(), table("lines")]
ORDERS, LINES = f"planning: sales_orders_v1.orders ({ALL})", f"planning: sales_orders_v1.lines ({ALL})"
SCENARIOS: dict[str, tuple[Mesh, list[str]]] = {
    "both sides agree": (sharing(), [ORDERS]),
    "a share alone grants nothing": (sharing(asked=domain("planning")), []),
    "a subscription alone grants nothing": (mesh(selling(), asking()), []),
    "a share with another domain grants nothing": (
        mesh(selling(shares=[share("billing", purpose="x")]), asking(), domain("billing")),
        [],
    ),
    "another major grants nothing": (sharing(asked=asking(major=2)), []),
    "of two majors the one agreed on is granted": (
        mesh(
            domain(
                "sales",
                products=[product(shares=[share("planning", purpose="x")]), product(version="2.0.0")],
            ),
            domain("planning", consumes=[subscription("sales.orders", major=n, purpose="x") for n in (1, 2)]),
        ),
        [ORDERS],
    ),
    "all tables where neither names any": (sharing(tables=TWO), [LINES, ORDERS]),
    "the subscription names one table": (sharing(tables=TWO, asked=asking(tables=["lines"])), [LINES]),
    "the share names one table": (
        mesh(selling(tables=TWO, shares=[share("planning", purpose="x", tables=["lines"])]), asking()),
        [LINES],
    ),
    "both name different tables": (
        mesh(selling(tables=TWO, shares=[share("planning", purpose="x", tables=["lines"])]), asking(tables=["orders"])),
        [],
    ),
    "a sensitive column that is named is granted": (
        sharing(including=["email"]),
        ["planning: sales_orders_v1.orders (order_id, country, amount, email)"],
    ),
    "columns= limits": (
        sharing(columns=["amount", "order_id"]),
        ["planning: sales_orders_v1.orders (order_id, amount)"],
    ),
    "without= holds back": (sharing(without=["amount"]), ["planning: sales_orders_v1.orders (order_id, country)"]),
    "columns= and including= together": (
        sharing(columns=["order_id", "email"], including=["email"]),
        ["planning: sales_orders_v1.orders (order_id, email)"],
    ),
    "rows= limits": (sharing(rows="country='DE' and amount>1"), [f"{ORDERS} where (country = 'DE') AND (amount > 1)"]),
    "the earlier last day counts: the share's": (
        sharing(until="2027-01-01", asked=asking(until="2027-06-30")),
        [f"{ORDERS} until 2027-01-01"],
    ),
    "the earlier last day counts: the subscription's": (
        sharing(until="2027-06-30", asked=asking(until="2027-01-01")),
        [f"{ORDERS} until 2027-01-01"],
    ),
    "one last day is enough": (sharing(asked=asking(until="2027-01-01")), [f"{ORDERS} until 2027-01-01"]),
    "the last day still counts": (sharing(until="2026-11-23"), [f"{ORDERS} until 2026-11-23"]),
    "a share that is over grants nothing": (sharing(until="2026-11-22"), []),
    "a subscription that is over grants nothing": (sharing(asked=asking(until="2026-11-22")), []),
    "a share that is over leaves the next": (
        mesh(
            selling(
                shares=[
                    share("planning", purpose="x", until="2026-01-01"),
                    share("planning", purpose="x", without=["amount"]),
                ]
            ),
            asking(),
        ),
        ["planning: sales_orders_v1.orders (order_id, country)"],
    ),
    "of two shares of a table the first counts": (
        mesh(
            selling(shares=[share("planning", purpose="x", columns=["order_id"]), share("planning", purpose="y")]),
            asking(),
        ),
        ["planning: sales_orders_v1.orders (order_id)"],
    ),
    "a domain grants itself nothing": (
        mesh(
            domain(
                "sales",
                products=[product(shares=[share("sales", purpose="x")])],
                consumes=[subscription("sales.orders", major=1, purpose="x")],
            )
        ),
        [],
    ),
    "0.x is not granted": (
        mesh(selling(version="0.9.0", shares=[share("planning", purpose="x")]), asking(major=0)),
        [],
    ),
    "an open product is granted to everyone, once": (
        mesh(selling(visibility="open"), asking(), domain("billing")),
        [f"*: sales_orders_v1.orders ({ALL})"],
    ),
    "an open product's shares count for nothing": (
        mesh(selling(visibility="open", shares=[share("planning", purpose="x", including=["email"])]), asking()),
        [f"*: sales_orders_v1.orders ({ALL})"],
    ),
    "a confidential product is not open, whatever it says": (
        mesh(selling(visibility="open", classification="confidential")),
        [],
    ),
    "a 0.x product is not open": (mesh(selling(visibility="open", version="0.1.0")), []),
    **{
        f"a share with a mistake grants nothing: {terms}": (sharing(**terms), [])
        for terms in (
            {"without": ["emial"]},
            {"columns": ["order_id", "contry"]},
            {"including": ["phone"]},
            {"columns": ["order_id", "email"]},
            {"rows": "lower(country) = 'de'"},
            {"rows": "email = 'x'"},
            {"columns": ["order_id"], "without": ["order_id"]},
            {"without": ["order_id", "country", "amount"]},
            {"rows": "amount = 1", "tables": TWO},
            {"without": ["amount"], "tables": TWO},
        )
    },
    "a share of a table that is not there grants nothing": (
        mesh(selling(shares=[share("planning", purpose="x", tables=["orders", "lines"])]), asking()),
        [],
    ),
}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_both_sides_decide(scenario: str) -> None:
    found, expected = SCENARIOS[scenario]
    assert entitled(found) == expected


def test_an_entitlement_knows_its_two_halves() -> None:
    found = sharing()
    (entitlement,) = access.compile(found, today=TODAY)
    offered, asked = found.domains[1].products[0].shares[0], found.domains[0].consumes[0]
    assert entitlement.because == (offered, asked)
    assert entitlement.because[0].place == offered.place


def test_an_open_products_entitlement_has_no_halves() -> None:
    (entitlement,) = access.compile(mesh(selling(visibility="open")), today=TODAY)
    assert entitlement.consumer == access.EVERYONE
    assert entitlement.because is None


@pytest.mark.parametrize(("terms", "whole"), [({}, False), ({"including": ["email"]}, True)])
def test_an_entitlement_is_whole_with_every_column_and_row(terms: dict[str, list[str]], whole: bool) -> None:
    (entitlement,) = access.compile(sharing(**terms), today=TODAY)
    assert entitlement.whole is whole


def test_entitlements_are_sorted_whatever_the_order_of_definition() -> None:
    consumers = [asking(), domain("billing", consumes=[subscription("sales.orders", major=1, purpose="x")])]
    shares = [share("planning", purpose="x"), share("billing", purpose="x")]
    one = mesh(selling(shares=shares), *consumers)
    other = mesh(*reversed(consumers), selling(shares=shares[::-1]))
    assert entitled(one) == entitled(other)
    assert [e.consumer for e in access.compile(one, today=TODAY)] == ["billing", "planning"]


def test_a_struct_with_a_sensitive_part_is_sensitive() -> None:
    from tests.rules.building import struct, text

    columns = [
        text(1, "order_id", key=True),
        struct(2, "person", fields=[text(3, "name", pii="mask"), text(4, "seat")]),
    ]
    assert entitled(sharing(tables=[table(columns=columns)])) == ["planning: sales_orders_v1.orders (order_id)"]
    assert entitled(sharing(tables=[table(columns=columns)], including=["person"])) == [
        "planning: sales_orders_v1.orders (order_id, person)"
    ]


def test_every_agreed_table_of_a_large_mesh_is_granted() -> None:
    found = access.compile(large(12, reads=3, tables=2), today=TODAY)
    assert len(found) == 2 * sum(min(n, 3) for n in range(12))
