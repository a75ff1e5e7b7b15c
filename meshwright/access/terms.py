"""What is wrong with the terms of a share.

One home for it: the rules report a mistake, and a share that has one gives nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from meshwright.language import Product, Share, Table

from .rows import Problem, parse
from .spelling import listed, nearest


@dataclass(frozen=True)
class Mistake:
    """Something that a share says and that can't be had."""

    field: str
    """The argument of ``Share`` that says it."""
    message: str
    fix: str


def shared_tables(product: Product, share: Share) -> tuple[Table, ...]:
    """The product's tables that a share offers, in the product's order."""
    return tuple(t for t in product.tables if share.tables is None or t.name in share.tables)


def columns_offered(table: Table, share: Share) -> tuple[str, ...]:
    """The columns of ``table`` a share leaves to be read: none that is sensitive, unless ``including`` names it."""
    return tuple(_offered(table, share))


def _offered(table: Table, share: Share) -> Iterator[str]:
    for column in table.columns:
        named = share.columns is None or column.name in share.columns
        if named and column.name not in share.without and (not column.sensitive or column.name in share.including):
            yield column.name


def mistakes(product: Product, share: Share) -> Iterator[Mistake]:
    """Every mistake in the terms of a share of ``product``."""
    return chain(unknown_names(product, share), contradictions(product, share), unreadable_rows(product, share))


def unknown_names(product: Product, share: Share) -> Iterator[Mistake]:
    """Tables and columns that are not there."""
    known = {t.name for t in product.tables}
    for name in share.tables or ():
        if name not in known:
            yield _unknown("tables", "table", name, known)
    fields = (("columns", share.columns or ()), ("without", share.without), ("including", share.including))
    columns = {c.name for t in shared_tables(product, share) for c in t.columns} if any(n for _, n in fields) else set()
    if not columns:
        return
    for field, names in fields:
        for name in names:
            if name not in columns:
                yield _unknown(field, "column", name, columns)


def contradictions(product: Product, share: Share) -> Iterator[Mistake]:
    """Terms that don't go together, each of whose names exists."""
    tables = shared_tables(product, share)
    limits = [f for f in ("columns", "without", "rows") if getattr(share, f)]
    if len(tables) > 1 and limits:
        yield Mistake(
            limits[0],
            f"{limits[0]}= limits one table, and the share offers {len(tables)}",
            f'name one, tables=["{tables[0].name}"]',
        )
        return
    if share.columns is not None and share.without:
        yield Mistake("without", "columns= and without= are both given", "keep one of them")
    yield from _misjudged(tables, share)
    empty = [t.name for t in tables if next(_offered(t, share), None) is None]
    if empty:
        yield Mistake("without" if share.without else "to", f"nothing is left of {listed(empty)}", "offer a column")


def _misjudged(tables: tuple[Table, ...], share: Share) -> Iterator[Mistake]:
    """Columns whose sensitivity the share gets wrong."""
    if not share.including and share.columns is None:
        return
    sensitive = {c.name for t in tables for c in t.columns if c.sensitive}
    every = {c.name for t in tables for c in t.columns}
    for name in share.including:
        if name in every - sensitive:
            yield Mistake("including", f'"{name}" is in including= and is not sensitive', "remove it")
        elif share.columns is not None and name not in share.columns:
            yield Mistake("including", f'"{name}" is in including= and not in columns=', "add it to columns=")
        elif name in share.without:
            yield Mistake("including", f'"{name}" is in including= and in without=', "remove it from one of them")
    for name in share.columns or ():
        if name in sensitive and name not in share.including:
            yield Mistake("columns", f'"{name}" is sensitive', f'offer it with including=["{name}"], or remove it')


def unreadable_rows(product: Product, share: Share) -> Iterator[Mistake]:
    """A row limit outside Lake Formation's grammar, or that doesn't fit its table."""
    tables = shared_tables(product, share)
    if share.rows is None or len(tables) != 1:
        return
    limit = parse(share.rows, tables[0])
    if isinstance(limit, Problem):
        yield Mistake("rows", f"rows= at character {limit.position}: {limit.message}", limit.fix)


def _unknown(field: str, what: str, name: str, known: set[str]) -> Mistake:
    near = nearest(name, known)
    fix = f'write "{near}"' if near else f"name one of {listed(sorted(known))}"
    return Mistake(field, f'there is no {what} "{name}"', fix)
