"""The numbers of a table's columns over time."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.language import Table


def numbers(table: Table) -> frozenset[int]:
    """The numbers in use, nested ones too."""
    return frozenset(c.number for top in table.columns for c in top.walk())


def highest_ever(product: ProductChange, table: str | None) -> int:
    """The highest number that a table uses or used, in base or head."""
    found = [t for ref in (product.base, product.head) if ref and table and (t := ref.product.table(table))]
    return max((n for t in found for n in (*numbers(t), *t.reserved)), default=0)


def changed_tables(comparison: Comparison) -> Iterator[tuple[ProductChange, Table, Table]]:
    """Every table that is in both, of products that changed."""
    for product in comparison.products:
        if product.base is None or product.head is None:
            continue
        for table in product.head.product.tables:
            before = product.base.product.table(table.name)
            if before is not None and before != table:
                yield product, before, table
