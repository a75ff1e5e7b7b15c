"""A consumer has one share of a table."""

from collections.abc import Iterator

from meshwright.access.terms import tables_named

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        seen = set()
        for share in ref.product.shares:
            tables = {t.name for t in tables_named(ref.product, share)}
            again = sorted(t for t in tables if (share.to, t) in seen)
            if again:
                message = f'{ref.name}: table "{again[0]}" is shared with "{share.to}" twice'
                yield Breach(share.place, ref.name, message)
            seen |= {(share.to, t) for t in tables}


RULE = Rule(
    id="share-unique",
    must="a table is shared with a consumer at most once",
    why="how several data filters on one table combine is not documented, so what two shares give together is unknown",
    fix="unite the shares, or give each its own tables=",
    check=_check,
    waivable=False,
)
