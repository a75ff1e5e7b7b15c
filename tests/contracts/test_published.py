"""Published contracts are a base to compare with."""

from dataclasses import replace
from datetime import date

import pytest

from meshwright.contracts.comparing import compare
from meshwright.contracts.published import published
from meshwright.contracts.standards.documents import CONTRACT, documents
from meshwright.contracts.standards.located import Unreadable
from meshwright.language import Mesh, ProductRef
from meshwright.loader import load
from meshwright.names import contract_folder
from tests.generated import PROJECT
from tests.rules.building import TODAY, asking, domain, large, mesh, product, replaced, selling, share


def address(ref: ProductRef) -> str:
    return f"s3://catalog/{contract_folder(ref.domain.name, ref.product.name, ref.product.major)}{CONTRACT}"


def contracts(found: Mesh) -> list[tuple[str, str]]:
    """What is published of a mesh."""
    environment = found.environments[0]
    return [
        (address(ref), next(d.text for d in documents(ref, environment, []) if d.name == CONTRACT))
        for ref in found.products()
    ]


def kinds(base: Mesh, head: Mesh, today: date = TODAY) -> list[tuple[str, str, list[int]]]:
    found = compare(published(contracts(base), head), head, today=today).products
    return [(str(p.ref), p.kind, sorted(int(c.row) for c in p.changes)) for p in found]


OFFERED = [share("planning", purpose="x")]


@pytest.mark.parametrize(
    "found",
    [
        mesh(),
        mesh(domain("sales")),
        mesh(selling(shares=OFFERED), asking()),
        mesh(domain("sales", products=[replaced(version="1.7.0"), product(version="2.0.0")])),
        large(4),
    ],
    ids=["empty", "a domain without products", "shared", "two majors", "large"],
)
def test_nothing_has_changed_since_it_was_published(found: Mesh) -> None:
    assert compare(published(contracts(found), found), found, today=TODAY).empty


def test_nothing_has_changed_in_the_example_mesh() -> None:
    found = load(PROJECT).mesh
    assert compare(published(contracts(found), found), found, today=TODAY).empty


def test_a_change_is_graded_as_from_a_definition() -> None:
    assert kinds(mesh(selling()), mesh(selling(purpose="orders", classification="restricted"))) == [
        ("sales.orders v1", "changed", [17, 21])
    ]


def test_what_a_contract_cant_tell_is_no_change() -> None:
    base = mesh(selling())
    head = mesh(domain("sales", products=[product(shares=OFFERED)], cost_center="CC-9"), asking())
    assert kinds(base, replace(head, transforms={"sales": {"orders.sql": "SELECT 2"}})) == []


def test_what_was_published_and_is_gone_is_removed() -> None:
    base = mesh(domain("sales", products=[product(), product("lines")]), domain("stock", products=[product()]))
    found = compare(published(contracts(base), mesh(selling())), mesh(selling()), today=TODAY)
    assert [(str(p.ref), p.kind) for p in found.products] == [
        ("sales.lines v1", "removed"), ("stock.orders v1", "removed"),
    ]  # fmt: skip
    assert [str(c.place) for p in found.products for c in p.changes] == [
        "s3://catalog/contracts/sales/lines/v1/contract.odcs.yaml:1:1",
        "s3://catalog/contracts/stock/orders/v1/contract.odcs.yaml:1:1",
    ]


def test_what_was_never_published_is_new() -> None:
    assert kinds(mesh(), mesh(selling())) == [("sales.orders v1", "added", [])]


FUTURE = "apiVersion: v4.0.0\nkind: DataContract\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind: [", "the document is not valid YAML"),
        (FUTURE, "apiVersion v4.0.0 is newer than 3.2"),
        ("a: &a [*a]\n", "the alias"),
        ("# " + "x" * 5_000_000, "the document is larger than 1024 KiB"),
        ("", "the document is empty"),
    ],
    ids=["malformed", "future", "recursive", "5 MB", "empty"],
)
def test_a_contract_that_cant_be_read_is_named(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=rf"s3://catalog/x\.yaml:\d+: .*{told}"):
        published([("s3://catalog/x.yaml", text)], mesh())
