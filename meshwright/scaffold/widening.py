"""Adds to products and subscriptions that a definition file has already: shares, and tables that are asked for."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from meshwright.language import Share
from meshwright.writing.layout import Atom, Entry, Group
from meshwright.writing.spelling import definition, spelled

from . import growing
from .growing import Listed, Unplaceable
from .source import Source


def widened(source: Source, shares: Mapping[str, Sequence[Share]], asked: Mapping[str, Sequence[str]]) -> Source:
    """The file with more shares, by the database that their product adopts, and with more tables asked for, by product.

    Raises:
        Unplaceable: the product or the subscription is not written out.
    """
    for database, more in shares.items():
        entries = tuple(Entry(definition(share)) for share in more)
        source = growing.applied(source, [_sharing(source, database, Listed("shares", entries))])
    for product, tables in asked.items():
        entries = tuple(Entry(Atom(spelled(table).flat or "")) for table in tables)
        source = growing.applied(source, _asking(source, product, Listed("tables", entries)))
    return source


def _sharing(source: Source, database: str, more: Listed) -> growing.Edit:
    for call, holder in _calls(source, "products", "Product"):
        adopts = growing.argument(call, "adopts")
        if adopts is None or _constant(source, adopts, holder) != database:
            continue
        there = growing.argument(call, more.name)
        if there is None:
            return growing.more_arguments(source, call, more.name, Group("[", more.entries, "]", tall=True))
        return growing.more_entries(source, growing.listed(source, there, more.name, holder)[0], more)
    raise Unplaceable(f"the product that adopts {database} is not written out")


def _asking(source: Source, product: str, more: Listed) -> list[growing.Edit]:
    for call, holder in _calls(source, "consumes", "Subscription"):
        named = call.args[0] if call.args else growing.argument(call, "product")
        if named is None or _constant(source, named, holder) != product:
            continue
        there = growing.argument(call, more.name)
        if there is None:
            return []  # it asks for all of them
        return [growing.more_entries(source, growing.listed(source, there, more.name, holder)[0], more)]
    raise Unplaceable(f"the subscription to {product} is not written out")


def _calls(source: Source, name: str, word: str) -> Iterator[tuple[ast.Call, ast.stmt]]:
    """The calls of a constructor in a list of the domain, each with the statement that it stands in."""
    statement, domain = growing.domain_call(source)
    value = growing.argument(domain, name)
    if value is None:
        return
    found, holder = growing.listed(source, value, name, statement)
    for element in found.elts:
        call, place = growing.resolved(source, element, holder)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == word:
            yield call, place


def _constant(source: Source, value: ast.expr, holder: ast.stmt) -> object:
    found, _ = growing.resolved(source, value, holder)
    return found.value if isinstance(found, ast.Constant) else None
