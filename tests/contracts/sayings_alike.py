"""Pairs of products that say the same, in other words."""

from meshwright.language import Column, Product
from tests.rules.building import fresh, one_of, product, rows, share, table, unique

from .gradings import KEY, A, B, holding

AN: tuple[str, list[Column]] = ("a", [A])
BN: tuple[str, list[Column]] = ("b", [B])


def _said(what: str, *both: Product) -> tuple[str, Product, Product]:
    base, head = both
    return what, base, head


SAME: list[tuple[str, Product, Product]] = [
    _said("nothing", product(), product()),
    _said("another version", product(), product(version="1.7.0")),
    _said("shares", product(), product(shares=[share("planning", purpose="x")])),
    _said("visibility", product(), product(visibility="open")),
    _said("a reason for haste, without haste", product(), product(urgent="x")),
    _said("what may be deleted", product(), product(retire="x", tables=[table(retire="x")])),
    _said(
        "the order of promises",
        *(holding([], expects=e) for e in ([rows(at_least=1), unique("a")], [unique("a"), rows(at_least=1)])),
    ),
    _said(
        "the order of a key's columns",
        *(holding([A], expects=[e]) for e in (unique("a", "order_id"), unique("order_id", "a"))),
    ),
    _said("the order of allowed values", *(holding([A], expects=[one_of("a", v)]) for v in (["x", "y"], ["y", "x"]))),
    _said(
        "a promise said twice",
        *(holding([], expects=e) for e in ([rows(at_least=2)], [rows(at_least=2), rows(at_least=1)])),
    ),
    _said("another word for a day", *(product(objectives=[fresh(within=w)]) for w in ("24h", "1d"))),
    _said("the transform's file", *(product(tables=[table(transform=t)]) for t in ("orders.sql", "all_orders.sql"))),
    _said("numbers kept", *(holding([A], reserved=r) for r in ([7], [7, 8]))),
    _said(
        "tables in another order",
        *(product(tables=[table(n, columns=[KEY, *more]) for n, more in t]) for t in ((AN, BN), (BN, AN))),
    ),
]
"""What says the same, in other words."""
