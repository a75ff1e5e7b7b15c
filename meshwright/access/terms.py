"""What is wrong with the terms of a share or a subscription.

One home for it: the rules report a mistake, and a half that has one gives or gets nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from meshwright.language import Product, Share, Subscription, Table

from .rows import Problem, parse
from .spelling import listed, nearest

Half = Share | Subscription
LIMITS = ("columns", "without", "rows")
"""The arguments that limit one table."""


@dataclass(frozen=True)
class Mistake:
    """Something that a share or a subscription says and that can't be had."""

    field: str
    """The argument that says it."""
    message: str
    fix: str


def tables_named(product: Product, half: Half) -> tuple[Table, ...]:
    """The product's tables that a share offers, or a subscription asks for, in the product's order."""
    return tuple(t for t in product.tables if half.tables is None or t.name in half.tables)


def columns_named(table: Table, half: Half) -> tuple[str, ...]:
    """The columns of ``table`` that a share offers, or a subscription asks for.

    A share offers none that is sensitive, unless ``including`` names it.
    """
    return tuple(_named(table, half))


def _named(table: Table, half: Half) -> Iterator[str]:
    shown = half.including if isinstance(half, Share) else None
    for column in table.columns:
        named = (half.columns is None or column.name in half.columns) and column.name not in half.without
        if named and (shown is None or not column.sensitive or column.name in shown):
            yield column.name


def mistakes(product: Product, half: Half) -> Iterator[Mistake]:
    """Every mistake in the terms of a share of, or a subscription to, ``product``."""
    return chain(unknown_names(product, half), contradictions(product, half), unreadable_rows(product, half))


def unknown_names(product: Product, half: Half) -> Iterator[Mistake]:
    """Tables and columns that are not there."""
    known = {t.name for t in product.tables}
    for name in half.tables or ():
        if name not in known:
            yield _unknown("tables", "table", name, known)
    fields = [("columns", half.columns or ()), ("without", half.without)]
    if isinstance(half, Share):
        fields.append(("including", half.including))
    if not any(names for _, names in fields):
        return
    columns = {c.name for t in tables_named(product, half) for c in t.columns}
    for field, names in fields if columns else ():
        for name in names:
            if name not in columns:
                yield _unknown(field, "column", name, columns)


def contradictions(product: Product, half: Half) -> Iterator[Mistake]:
    """Terms that don't go together, each of whose names exists."""
    tables = tables_named(product, half)
    limits = [f for f in LIMITS if getattr(half, f)]
    if len(tables) > 1 and limits:
        does = "the share offers" if isinstance(half, Share) else "the subscription asks for"
        message = f"{limits[0]}= limits one table, and {does} {len(tables)}"
        yield Mistake(limits[0], message, f'name one, tables=["{tables[0].name}"]')
        return
    if half.columns is not None and half.without:
        yield Mistake("without", "columns= and without= are both given", "keep one of them")
    if isinstance(half, Share):
        yield from _misjudged(tables, half)
    empty = [t.name for t in tables if next(_named(t, half), None) is None]
    if empty:
        field, fix = ("to", "offer a column") if isinstance(half, Share) else ("product", "ask for a column")
        yield Mistake("without" if half.without else field, f"nothing is left of {listed(empty)}", fix)


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


def unreadable_rows(product: Product, half: Half) -> Iterator[Mistake]:
    """A row limit outside Lake Formation's grammar, or that doesn't fit its table."""
    if half.rows is None:
        return
    tables = tables_named(product, half)
    limit = parse(half.rows, tables[0]) if len(tables) == 1 else None
    if isinstance(limit, Problem):
        yield Mistake("rows", f"rows= at character {limit.position}: {limit.message}", limit.fix)


def _unknown(field: str, what: str, name: str, known: set[str]) -> Mistake:
    near = nearest(name, known)
    fix = f'write "{near}"' if near else f"name one of {listed(sorted(known))}"
    return Mistake(field, f'there is no {what} "{name}"', fix)
