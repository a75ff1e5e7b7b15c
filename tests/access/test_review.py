"""What a reviewer is told of who gains and loses access."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import duckdb
import pytest
from hypothesis import given

from meshwright import access
from meshwright.access.questions import may
from meshwright.access.review import Change, review
from meshwright.language import Adopted, Mesh, Product, Table
from tests.access.random_meshes import MESHES, TODAY
from tests.rules.building import asking, domain, integer, mesh, selling, share, sharing, table, text
from tests.rules.unhurried import unhurried

ON = "sales.orders v1.orders"
BECAUSE = "share mesh.py:600, subscription mesh.py:700"
READERS = "planning (pipeline, reader)"
ALL = "3 of 4 columns, not email"
EMAIL = {"including": ["email"]}


def columns(*, email: str | None = "pseudonymise", renamed: bool = False) -> list[Any]:
    options: dict[str, Any] = {"pii": email} if email else {}
    return [
        text(1, "order_id", key=True),
        text(2, "land" if renamed else "country"),
        integer(3, "amount"),
        text(4, "email", optional=True, **options),
    ]


def adopting(role: str) -> Mesh:
    seller, buyer = sorted(sharing().domains, key=lambda d: d.name == "planning")
    return mesh(seller, buyer.model_copy(update={"adopts": Adopted(roles=[role])}))


OPEN = selling(visibility="open")
CASES: dict[str, tuple[Mesh, Mesh, list[str]]] = {
    "nothing": (sharing(), sharing(), []),
    "an order of writing": (
        sharing(without=["amount", "country"]),
        sharing(without=["country", "amount"]),
        [],
    ),
    "other purposes": (sharing(), sharing(purpose="something else"), []),
    "agreed": (
        mesh(selling(), asking()),
        sharing(rows="country = 'DE'", until="2027-12-31"),
        [f"{READERS} gains SELECT on {ON}: {ALL}, where country = 'DE', until 2027-12-31: {BECAUSE}"],
    ),
    "agreed with a sensitive column": (
        mesh(selling(), asking()),
        sharing(**EMAIL),
        [f"{READERS} gains SELECT on {ON}: all 4 columns; sensitive: email: {BECAUSE}"],
    ),
    "ended": (
        sharing(),
        mesh(selling(), asking()),
        [f"{READERS} loses SELECT on {ON}: {ALL}: {BECAUSE}"],
    ),
    "more columns": (
        sharing(columns=["order_id"]),
        sharing(columns=["order_id", "amount"]),
        [f"{READERS} gets more of {ON}: 2 of 4 columns, not country, email; also amount: {BECAUSE}"],
    ),
    "fewer columns by the subscription": (
        sharing(),
        sharing(asked=asking(without=["amount"])),
        [f"{READERS} gets less of {ON}: 2 of 4 columns, not amount, email; no longer amount: {BECAUSE}"],
    ),
    "other columns": (
        sharing(columns=["order_id", "amount"]),
        sharing(columns=["order_id", "country"]),
        [
            f"{READERS} gets another part of {ON}: 2 of 4 columns, not amount, email; also country; "
            f"no longer amount: {BECAUSE}"
        ],
    ),
    "a role of its own adopted": (
        sharing(),
        adopting("team/Analyst"),
        [f"planning (pipeline, reader, team/Analyst) gets more of {ON}: {ALL}; also by role team/Analyst: {BECAUSE}"],
    ),
    "one role adopted for another": (
        adopting("Old"),
        adopting("New"),
        [
            f"planning (pipeline, reader, New) gets another part of {ON}: {ALL}; also by role New; no longer by role "
            f"Old: {BECAUSE}"
        ],
    ),
    "a sensitive column": (
        sharing(),
        sharing(**EMAIL),
        [f"{READERS} gets more of {ON}: all 4 columns; also email; sensitive: email: {BECAUSE}"],
    ),
    "a column that is sensitive no longer": (
        sharing(),
        sharing(tables=[table(columns=columns(email=None))]),
        [
            f"{READERS} gets more of {ON}: all 4 columns; also email; sensitive: email: {BECAUSE}",
            f"sales (reader) gets more of {ON}: all 4 columns; also email; sensitive: email: own product mesh.py:300",
        ],
    ),
    "a column that is sensitive from now on": (
        sharing(tables=[table(columns=columns(email=None))]),
        sharing(),
        [
            f"{READERS} gets less of {ON}: {ALL}; no longer email: {BECAUSE}",
            f"sales (reader) gets less of {ON}: {ALL}; no longer email: own product mesh.py:300",
        ],
    ),
    "a column of another name": (
        sharing(tables=[table(columns=columns())]),
        sharing(tables=[table(columns=columns(renamed=True))]),
        [f"{READERS} reads under other names {ON}: {ALL}; renamed country to land: {BECAUSE}"],
    ),
    "a column more in the table": (
        sharing(tables=[table(columns=columns()[:2])]),
        sharing(tables=[table(columns=columns()[:3])]),
        [f"{READERS} gets more of {ON}: all 3 columns; also amount: {BECAUSE}"],
    ),
    "fewer rows": (
        sharing(rows="amount > 1"),
        sharing(rows="amount > 1 and country = 'DE'"),
        [
            f"{READERS} gets less of {ON}: {ALL}, where (amount > 1) AND (country = 'DE'); "
            f"narrower rows than amount > 1: {BECAUSE}"
        ],
    ),
    "more rows": (
        sharing(rows="amount > 5"),
        sharing(rows="amount > 1"),
        [f"{READERS} gets more of {ON}: {ALL}, where amount > 1; wider rows than amount > 5: {BECAUSE}"],
    ),
    "all rows": (
        sharing(rows="amount > 5"),
        sharing(),
        [f"{READERS} gets more of {ON}: {ALL}; wider rows than amount > 5: {BECAUSE}"],
    ),
    "other rows": (
        sharing(rows="country = 'DE'"),
        sharing(rows="country = 'AT'"),
        [f"{READERS} gets another part of {ON}: {ALL}, where country = 'AT'; other rows, which may be more: {BECAUSE}"],
    ),
    "the same rows in other words": (sharing(rows="amount > 1"), sharing(rows="amount >= 2"), []),
    "more columns and fewer rows": (
        sharing(columns=["order_id"]),
        sharing(rows="amount > 1"),
        [
            f"{READERS} gets another part of {ON}: {ALL}, where amount > 1; also country, amount; "
            f"narrower rows than all: {BECAUSE}"
        ],
    ),
    "longer": (
        sharing(until="2027-01-01"),
        sharing(until="2027-02-01"),
        [f"{READERS} gets more of {ON}: {ALL}, until 2027-02-01: {BECAUSE}"],
    ),
    "without end": (
        sharing(until="2027-01-01"),
        sharing(),
        [f"{READERS} gets more of {ON}: {ALL}: {BECAUSE}"],
    ),
    "shorter": (
        sharing(),
        sharing(asked=asking(until="2027-01-01")),
        [f"{READERS} gets less of {ON}: {ALL}, until 2027-01-01: {BECAUSE}"],
    ),
    "opened to everybody": (
        mesh(selling(), domain("planning")),
        mesh(OPEN, domain("planning")),
        [f"every other domain (pipeline, reader) gains SELECT on {ON}: {ALL}: open product mesh.py:315"],
    ),
    "opened, where one read it before": (
        sharing(),
        mesh(OPEN, asking()),
        [
            f"every other domain (pipeline, reader) gains SELECT on {ON}: {ALL}: open product mesh.py:315",
            f"{READERS} keeps SELECT on {ON}: {ALL}: open product mesh.py:315",
        ],
    ),
    "opened, where one read more before": (
        sharing(**EMAIL),
        mesh(OPEN, asking()),
        [
            f"every other domain (pipeline, reader) gains SELECT on {ON}: {ALL}: open product mesh.py:315",
            f"{READERS} gets less of {ON}: {ALL}; no longer email: open product mesh.py:315",
        ],
    ),
    "closed, and shared with one": (
        mesh(OPEN, asking()),
        sharing(without=["amount"]),
        [
            f"every other domain (pipeline, reader) loses SELECT on {ON}: {ALL}: open product mesh.py:315",
            f"{READERS} gets less of {ON}: 2 of 4 columns, not amount, email; no longer amount: {BECAUSE}",
        ],
    ),
    "a new product": (mesh(domain("sales")), mesh(selling()), []),
    "another consumer": (
        mesh(selling(shares=[share("planning", purpose="x")]), asking(), domain("billing")),
        mesh(selling(shares=[share("planning", purpose="x")]), asking()),
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_change_is_told(case: str) -> None:
    base, head, expected = CASES[case]
    assert [str(c) for c in review(base, head, today=TODAY)] == expected


@pytest.mark.parametrize("case", CASES)
def test_what_is_gained_one_way_is_lost_the_other(case: str) -> None:
    base, head, _ = CASES[case]
    back = {"gained": "lost", "lost": "gained", "widened": "narrowed", "narrowed": "widened"}
    there, again = (review(one, other, today=TODAY) for one, other in ((base, head), (head, base)))
    assert [back.get(c.kind, c.kind) for c in there] == [c.kind for c in again]
    assert [(c.gained, c.lost) for c in there] == [(c.lost, c.gained) for c in again]


def test_what_nothing_but_time_changes_is_no_change() -> None:
    found = sharing(until="2026-11-22")
    assert review(found, found, today=TODAY) == ()


# what the review says, against what an engine shows

Cell = tuple[str, int]
"""A column's number does not change; here the name stands for it, since the made-up tables never rename."""
ROWS = [dict(zip(("id", "n", "mail", "phone"), row, strict=True)) for row in product("ab", range(7), "m", "p")]
DOMAINS = ("a", "b", "c")


def cells(entitlement: access.Entitlement) -> set[Cell]:
    """The (column, row number) that an engine shows through a filter."""
    values = ", ".join(f"({i}, '{r['id']}', {r['n']}, '{r['mail']}', '{r['phone']}')" for i, r in enumerate(ROWS))
    query = f"SELECT i FROM (VALUES {values}) t(i, id, n, mail, phone) WHERE {entitlement.rows or 'TRUE'}"
    return {(c, i) for (i,) in duckdb.execute(query).fetchall() for c in entitlement.columns}


Visible = Mapping[tuple[str, str, str, str], set[Cell]]


def visible(found: Mesh) -> Visible:
    """By (domain, role, database, table), everything that is seen by any right."""
    seen: dict[tuple[str, str, str, str], set[Cell]] = {}
    for e in access.compile(found, today=TODAY):
        shown = cells(e)
        for name in DOMAINS:
            if may(e, name):
                for role in e.roles:
                    seen.setdefault((name, role, *e.place), set()).update(shown)
    return seen


@unhurried(60)
@given(MESHES, MESHES)
def test_the_review_says_what_an_engine_shows(base: Mesh, head: Mesh) -> None:
    before, after = visible(base), visible(head)
    told: dict[tuple[str, str, str, str], Change] = {}
    for change in review(base, head, today=TODAY):
        _is_right(change, before, after)
        for name in DOMAINS if change.now.consumer == access.EVERYONE else (change.now.consumer,):
            for role in change.now.roles:
                told.setdefault((name, role, *change.now.place), change)
    for key in {*before, *after}:
        if key not in told and not _comes_or_goes(key, base, head):
            assert before.get(key, set()) == after.get(key, set()), key


def _is_right(change: Change, before: Visible, after: Visible) -> None:
    e = change.now
    if e.consumer == access.EVERYONE:
        return  # each domain's own right may differ from the others', and is told by itself
    for role in e.roles:
        key = (e.consumer, role, *e.place)
        had, has = before.get(key, set()), after.get(key, set())
        assert {c for c, _ in has} - {c for c, _ in had} <= set(change.gained)
        assert {c for c, _ in had} - {c for c, _ in has} <= set(change.lost)
        match change.kind:
            case "gained":
                assert not had
            case "lost":
                assert not has
            case "widened":
                assert had <= has
            case "narrowed":
                assert has <= had
            case "kept" | "renamed":
                assert had == has


def _comes_or_goes(key: tuple[str, str, str, str], base: Mesh, head: Mesh) -> bool:
    """What a domain may do with its own table is not told where the table is new or gone."""
    name, _, database, written = key
    tables = [_table(m, database, written) for m in (base, head)]
    return name == database.partition("_")[0] and None in tables


def _table(found: Mesh, database: str, name: str) -> Table | None:
    ref = found.database(database)
    product: Product | None = ref.product if ref else None
    return product.table(name) if product else None
