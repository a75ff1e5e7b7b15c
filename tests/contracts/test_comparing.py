"""Two states of a mesh, compared."""

from dataclasses import replace
from typing import Any

import pytest

from meshwright.contracts.comparing import ProductChange, compare
from meshwright.contracts.grades import Grade
from meshwright.language import Share
from tests.rules.building import (
    TODAY,
    asking,
    domain,
    environment,
    integer,
    large,
    mesh,
    product,
    selling,
    share,
    subscription,
    table,
    text,
    with_columns,
)


def test_a_mesh_is_the_same_as_itself() -> None:
    assert compare(mesh(selling(), asking()), mesh(selling(), asking()), today=TODAY).empty


def test_a_changed_product_names_its_changes_its_versions_and_its_consumers() -> None:
    shares = [share("planning", purpose="forecasts")]
    base = mesh(selling(shares=shares, tables=[table()]), asking())
    more = table(columns=[*table().columns, text(9, "note", optional=True)], expects=table().expects)
    head = mesh(selling(shares=shares, tables=[more]), asking())
    (found,) = compare(base, head, today=TODAY).products
    assert found.kind == "changed"
    assert found.grade is Grade.MINOR
    assert [c.what for c in found.changes] == ['optional column "note" (text) is added']
    assert (found.declared, found.required) == ("1.0.0", "1.1.0")
    assert [c.name for c in found.consumers] == ["planning"]


def test_a_new_major_is_explained_and_not_graded() -> None:
    newer = product(version="2.0.0", tables=[table(columns=table().columns[:1], expects=table().expects)])
    head = mesh(domain("sales", products=[product(tables=[table()]), newer]))
    (found,) = compare(mesh(selling(tables=[table()])), head, today=TODAY).products
    assert (found.kind, found.changes, found.required) == ("added", (), "2.0.0")
    assert found.beside is not None
    assert found.beside.product.version == "1.0.0"
    assert len(found.explained) == len(table().columns) - 1


def test_what_could_not_be_read_is_not_compared() -> None:
    base = mesh(selling())
    head = mesh()
    unread = type(head)(head.domains, head.governance, head.environments, unread=frozenset({"sales"}))
    assert compare(base, unread, today=TODAY).empty
    assert not compare(base, head, today=TODAY).empty


def test_columns_change_in_their_table() -> None:
    base, head = with_columns(text(2, "a")), with_columns(text(2, "b"))
    (found,) = compare(base, head, today=TODAY).products
    assert [(c.where, int(c.row), c.grade) for c in found.changes] == [("orders.b", 5, Grade.MAJOR)]


def shared(*offered: Share, **head: Any) -> ProductChange:
    """What becomes of ``sales.orders``, which ``planning`` and ``support`` read, in a head that is changed."""
    readers = asking(), domain("support", consumes=[subscription("sales.orders", major=1, purpose="x")])
    base = mesh(selling(shares=offered, tables=[table()]), *readers)
    (found,) = compare(base, mesh(selling(shares=offered, **head), *readers), today=TODAY).products
    return found


def touched(found: ProductChange) -> dict[str, list[str]]:
    return {c.what.partition(" is ")[0]: [who.name for who in found.touched(c)] for c in found.changes}


BOTH = share("planning", purpose="x"), share("support", purpose="x", columns=["order_id", "amount"])


def test_a_change_touches_those_who_read_the_column() -> None:
    columns = [text(1, "order_id", key=True), text(2, "land"), integer(3, "amount", unit="EUR"), text(9, "x")]
    found = shared(*BOTH, tables=[table(columns=columns, expects=table().expects)])
    assert touched(found) == {
        'column "country"': ["planning"],
        'column "amount"': ["planning", "support"],
        'column "email"': [],
        'required column "x" (text)': [],
    }


def test_a_renamed_table_touches_those_who_read_it_under_its_old_name() -> None:
    (change,) = shared(*BOTH, tables=[table("sales")]).changes
    assert change.where == "orders"
    assert touched(shared(*BOTH, tables=[table("sales")])) == {'table "orders"': ["planning", "support"]}


def test_who_only_asks_is_no_consumer() -> None:
    assert shared(purpose="y").consumers == ()


def test_an_open_product_has_its_subscribers() -> None:
    base = mesh(selling(visibility="open"), asking())
    (found,) = compare(base, mesh(selling(visibility="open", purpose="y"), asking()), today=TODAY).products
    assert [(c.name, c.share, dict(c.columns)["orders"]) for c in found.consumers] == [
        ("planning", None, ("order_id", "country", "amount"))
    ]


def test_a_consumer_that_leaves_in_the_same_change_does_not_stay() -> None:
    offered = [share("planning", purpose="x")]
    base = mesh(selling(shares=offered), asking())
    for left, stays in ((asking(), True), (asking(until="2026-11-22"), False), (domain("planning"), False)):
        (found,) = compare(base, mesh(selling(shares=offered, purpose="y"), left), today=TODAY).products
        assert [(c.name, c.stays) for c in found.consumers] == [("planning", stays)]


def test_what_a_domain_says_of_itself_is_graded_and_asks_no_version() -> None:
    base, head = mesh(selling()), mesh(domain("sales", products=[product()], owner="new@example.org"))
    found = compare(base, head, today=TODAY)
    assert found.products == ()
    assert [(int(c.row), c.grade, c.what) for d in found.domains for c in d.changes] == [
        (21, Grade.PATCH, "the domain's owner is new@example.org, before sales@example.org")
    ]


@pytest.mark.parametrize(("field", "value"), [("account", "210987654321"), ("region", "eu-central-1")])
def test_an_environment_that_moves_leaves_its_data_behind(field: str, value: str) -> None:
    said: dict[str, Any] = {"account": "123456789012", "region": "eu-west-1"}
    base, head = (mesh(environments=[environment("dev", **given)]) for given in (said, {**said, field: value}))
    (found,) = compare(base, head, today=TODAY).environments
    assert [(int(c.row), c.grade, c.at_risk) for c in found.changes] == [(18, Grade.MAJOR, True)]


def test_domains_and_products_come_and_go() -> None:
    base = mesh(domain("a", products=[product()]), selling())
    head = mesh(domain("b", products=[product()]), domain("sales", products=[product("lines")]))
    found = compare(base, head, today=TODAY)
    assert [(d.name, d.kind) for d in found.domains] == [("a", "removed"), ("b", "added")]
    assert [(p.ref.name, p.kind, [int(c.row) for c in p.changes]) for p in found.products] == [
        ("a.orders", "removed", [19]), ("b.orders", "added", []),
        ("sales.lines", "added", []), ("sales.orders", "removed", [23]),
    ]  # fmt: skip


def test_a_transform_alone_changes_its_product() -> None:
    base = mesh(selling())
    head = replace(base, transforms={"sales": {"orders.sql": "SELECT 2"}})
    (found,) = compare(base, head, today=TODAY).products
    assert [int(c.row) for c in found.changes] == [25]


def test_the_same_input_gives_the_same_comparison() -> None:
    base, head = large(5), large(6)
    assert compare(base, head, today=TODAY) == compare(base, head, today=TODAY)
    assert compare(base, base, today=TODAY).empty
