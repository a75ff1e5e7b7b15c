"""Pairs of a base and a head mesh, for rules about changes."""

from datetime import date
from typing import Any

from meshwright import rules
from meshwright.contracts import rules as changes
from meshwright.contracts.comparing import compare
from meshwright.language import Column, Mesh
from tests.rules.building import (
    LEFT_OUT,
    TODAY,
    asking,
    domain,
    mesh,
    product,
    replaced,
    selling,
    share,
    shown,
    table,
    text,
)

Pair = tuple[Mesh, Mesh]
Bad = dict[str, list[tuple[Pair, list[str]]]]
Good = dict[str, list[Pair]]
KEY = text(1, "order_id", key=True)
OFFERED = [share("planning", purpose="forecasts")]
ADOPTS: dict[str, Any] = {"objectives": LEFT_OUT, "adopts": "lake", "tables": [table(expects=[])]}
"""What makes ``sales.orders`` the tables of a database that was there before."""
PASSED = "2026-11-22"
"""The day before ``TODAY``."""


def found(pair: Pair, today: date = TODAY) -> list[str]:
    """Everything that is found about a change, and about its head."""
    base, head = pair
    comparison = compare(base, head, today=today)
    return [shown(f) for f in rules.check(head, today=today, extra=changes.bound(comparison))]


def versions(before: str, after: str, **changed: Any) -> Pair:
    """``sales.orders``, whose head is changed."""
    return mesh(selling(version=before)), mesh(selling(version=after, **changed))


def adopting(before: str | None, after: str | None, version: str, *, since: str = "1.0.0") -> Pair:
    """``sales.orders``, whose tables are those of these databases; of its own where there is none."""

    def selling_from(database: str | None, version: str) -> Mesh:
        return mesh(selling(version=version, **(ADOPTS | {"adopts": database} if database else {"tables": [table()]})))

    return selling_from(before, since), selling_from(after, version)


def columns(before: list[Column], after: list[Column], version: str, *, since: str = "1.0.0", **kept: Any) -> Pair:
    """The columns of ``sales.orders.orders`` beside its key; ``was`` and ``reserved`` are the reserved numbers."""
    was, reserved = kept.pop("was", ()), kept.pop("reserved", ())
    old, new = (
        table(columns=[KEY, *before], reserved=was, **kept),
        table(columns=[KEY, *after], reserved=reserved, **kept),
    )
    return mesh(selling(version=since, tables=[old])), mesh(selling(version=version, tables=[new]))


def beside(*newer: str, **changed: Any) -> Pair:
    """``sales.orders`` 1.0.0, and beside it newer majors, which are changed."""
    older = replaced(successor=int(newer[0].partition(".")[0]))
    return mesh(selling()), mesh(domain("sales", products=[older, *(product(version=v, **changed) for v in newer)]))


def gone(*left: Any, asked: bool = True, shared: bool = True, **older: Any) -> Pair:
    """``sales.orders`` v1, which is changed and which ``planning`` reads, is removed; these products are left."""
    base = domain("sales", products=[product(**{"shares": OFFERED if shared else [], **older})])
    reader = [asking()] if asked else [domain("planning")]
    return mesh(base, *reader), mesh(domain("sales", products=left), *reader)
