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


def others(found: Mesh, today: date = TODAY) -> list[access.Entitlement]:
    """What domains may do with each other's products."""
    return [e for e in access.compile(found, today=today) if not isinstance(e.because, access.Ownership)]


def line(e: access.Entitlement) -> str:
    """``consumer: database.table (columns) [where rows] [until day]``."""
    told = f"{e.consumer}: {e.ref.database}.{e.table.name} ({', '.join(e.columns)})"
    return told + (f" where {e.rows}" if e.rows else "") + (f" until {e.until}" if e.until else "")


def entitled(found: Mesh, today: date = TODAY) -> list[str]:
    """A line for each."""
    lines = []
    for e in others(found, today):
        assert e.roles == ("pipeline", "reader")
        assert e.actions == ("DESCRIBE", "SELECT")
        lines.append(line(e))
    return lines


TWO = [table(), table("lines")]
ORDERS, LINES = f"planning: sales_orders_v1.orders ({ALL})", f"planning: sales_orders_v1.lines ({ALL})"
LONG = f"country IN ('{{}}', '{'x' * 1200}')"
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
    "the subscription asks for fewer columns": (
        sharing(asked=asking(columns=["amount", "order_id"])),
        ["planning: sales_orders_v1.orders (order_id, amount)"],
    ),
    "the subscription leaves columns out": (
        sharing(asked=asking(without=["country"])),
        ["planning: sales_orders_v1.orders (order_id, amount)"],
    ),
    "columns of both": (
        sharing(columns=["order_id", "country"], asked=asking(columns=["country", "amount"])),
        ["planning: sales_orders_v1.orders (country)"],
    ),
    "a sensitive column that is asked for and not offered is not had": (
        sharing(asked=asking(columns=["order_id", "email"])),
        ["planning: sales_orders_v1.orders (order_id)"],
    ),
    "a sensitive column that is offered and asked for is had": (
        sharing(including=["email"], asked=asking(columns=["order_id", "email"])),
        ["planning: sales_orders_v1.orders (order_id, email)"],
    ),
    "a sensitive column that is offered and left out is not had": (
        sharing(including=["email"], asked=asking(without=["email"])),
        [ORDERS],
    ),
    "columns that have nothing in common": (sharing(columns=["amount"], asked=asking(columns=["country"])), []),
    "the subscription asks for fewer rows": (
        sharing(asked=asking(rows="country = 'DE'")),
        [f"{ORDERS} where country = 'DE'"],
    ),
    "rows of both": (
        sharing(rows="amount > 1 and amount < 9", asked=asking(rows="country='DE' or country='AT'")),
        [f"{ORDERS} where (amount > 1) AND (amount < 9) AND ((country = 'DE') OR (country = 'AT'))"],
    ),
    "rows that both say are said once": (
        sharing(rows="amount > 1", asked=asking(rows="amount>1")),
        [f"{ORDERS} where amount > 1"],
    ),
    "a part of the rows that both say is said once": (
        sharing(rows="amount > 1", asked=asking(rows="country = 'DE' and amount > 1")),
        [f"{ORDERS} where (amount > 1) AND (country = 'DE')"],
    ),
    "rows by a column that is held back give nothing": (
        sharing(without=["amount"], asked=asking(rows="amount > 100000")),
        [],
    ),
    "the share's rows may ask a column that it holds back": (
        sharing(without=["amount"], rows="amount > 1"),
        ["planning: sales_orders_v1.orders (order_id, country) where amount > 1"],
    ),
    "the subscription's rows may ask a column that it leaves out": (
        sharing(asked=asking(without=["amount"], rows="amount > 1")),
        ["planning: sales_orders_v1.orders (order_id, country) where amount > 1"],
    ),
    "rows that only together are too long for a filter": (
        sharing(rows=LONG.format("DE"), asked=asking(rows=LONG.format("AT"))),
        [],
    ),
    "rows that alone are long but fit": (sharing(rows=LONG.format("DE")), [f"{ORDERS} where {LONG.format('DE')}"]),
    **{
        f"a subscription with a mistake gets nothing: {terms}": (sharing(asked=asking(**terms)), [])
        for terms in (
            {"without": ["emial"]},
            {"columns": ["order_id", "contry"]},
            {"rows": "lower(country) = 'de'"},
            {"rows": "email = 'x'"},
            {"columns": ["order_id"], "without": ["order_id"]},
            {"without": ["order_id", "country", "amount", "email"]},
            {"tables": ["orders", "lines"]},
        )
    },
    "a subscription to an open product cannot narrow it": (
        mesh(selling(visibility="open"), asking(columns=["order_id"])),
        [f"*: sales_orders_v1.orders ({ALL})"],
    ),
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
    (entitlement,) = others(found)
    offered, asked = found.domains[1].products[0].shares[0], found.domains[0].consumes[0]
    assert entitlement.because == access.Agreement(offered, asked)
    assert str(entitlement.because) == "share mesh.py:600, subscription mesh.py:700"


def test_an_open_products_entitlement_says_where_it_was_opened() -> None:
    found = mesh(selling(visibility="open"))
    (entitlement,) = others(found)
    assert entitlement.consumer == access.EVERYONE
    assert entitlement.because == access.Openness(found.domains[0].products[0])
    assert str(entitlement.because) == "open product mesh.py:315"


def test_a_domain_owns_what_it_publishes() -> None:
    found = mesh(selling(shares=[]), domain("planning"))
    assert [(line(e), e.roles, e.actions, str(e.because)) for e in access.compile(found, today=TODAY)] == [
        (f"sales: sales_orders_v1.orders ({columns})", roles, actions, "own product mesh.py:300")
        for roles, columns, actions in (
            (("owner", "engineer"), f"{ALL}, email", ("DESCRIBE", "SELECT")),
            (("pipeline",), f"{ALL}, email", ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")),
            (("reader",), ALL, ("DESCRIBE", "SELECT")),
        )
    ]


def test_a_table_of_sensitive_columns_alone_has_nothing_for_readers() -> None:
    from tests.rules.building import text

    found = mesh(selling(tables=[table(columns=[text(1, "email", key=True, pii="mask")])], visibility="open"))
    assert [e.roles for e in access.compile(found, today=TODAY)] == [("owner", "engineer"), ("pipeline",)]


def test_principals_are_roles_of_domains() -> None:
    (entitlement,) = others(sharing())
    assert [str(p) for p in entitlement.principals] == ["planning (pipeline)", "planning (reader)"]


@pytest.mark.parametrize(("terms", "whole"), [({}, False), ({"including": ["email"]}, True)])
def test_an_entitlement_is_whole_with_every_column_and_row(terms: dict[str, list[str]], whole: bool) -> None:
    (entitlement,) = others(sharing(**terms))
    assert entitlement.whole is whole


def test_entitlements_are_sorted_whatever_the_order_of_definition() -> None:
    consumers = [asking(), domain("billing", consumes=[subscription("sales.orders", major=1, purpose="x")])]
    shares = [share("planning", purpose="x"), share("billing", purpose="x")]
    one = mesh(selling(shares=shares), *consumers)
    other = mesh(*reversed(consumers), selling(shares=shares[::-1]))
    assert entitled(one) == entitled(other)
    assert [e.consumer for e in others(one)] == ["billing", "planning"]


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
    found = others(large(12, reads=3, tables=2))
    assert len(found) == 2 * sum(min(n, 3) for n in range(12))
