"""Adds to a definition file: everything that was in it stays, byte for byte."""

import ast
import builtins
import keyword
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meshwright.errors import MeshError
from meshwright.language import CONSTRUCTORS, Adopted, Landing, Product, Share, Subscription
from meshwright.writing import parts
from meshwright.writing.files import bound, import_line, unused
from meshwright.writing.layout import Atom, Entry, Group, placed
from meshwright.writing.notes import lines
from meshwright.writing.spelling import definition, spelled

from . import growing
from .growing import Listed, Unplaceable
from .source import Source
from .widening import widened


@dataclass(frozen=True)
class Additions:
    """What comes to a domain, each at the end of its list."""

    landings: Sequence[Landing] = ()
    products: Sequence[Product] = ()
    consumes: Sequence[Subscription] = ()
    adopts: Adopted | None = None
    shares: Mapping[str, Sequence[Share]] = field(default_factory=dict)
    """For products that are there: by the database that one adopts."""
    asks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For subscriptions that are there: more tables, by product."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Comments of the definition, see ``meshwright.writing.Notes``."""


@dataclass(frozen=True)
class _Added:
    """Additions as expressions."""

    blocks: tuple[str, ...]
    """Landings and tables by their own names, to stand above the domain."""
    lists: tuple[Listed, ...]
    """Of the domain."""
    adopted: tuple[Listed, ...]
    """Of what it adopts."""
    words: frozenset[str]


def insert(path: str, text: str, additions: Additions) -> str:
    """The text with the additions in it.

    Raises:
        MeshError: its lists are not written out, so that a person has to do it; with the text to paste.
    """
    source = Source(text.replace("\r\n", "\n"))
    added = _added(source, additions)
    try:
        if "\r\n" in text and text.count("\r\n") != text.count("\n"):
            raise Unplaceable("its lines end in different ways")
        done = _grown(widened(source, additions.shares, additions.asks), added).text
    except Unplaceable as problem:
        raise MeshError(f"{path}: {problem}, so nothing was written; {_to_paste(added, additions)}") from None
    return done.replace("\n", "\r\n") if "\r\n" in text else done


def _added(source: Source, additions: Additions) -> _Added:
    notes, blocks, landings, products = additions.notes, [], [], []
    taken = {n.id for n in ast.walk(source.module) if isinstance(n, ast.Name)}
    taken |= {"domain", "l", "range", *CONSTRUCTORS, *keyword.kwlist, *dir(builtins)}
    used: set[str] = set()
    named_as_tables = {t.name for p in additions.products for t in p.tables}
    for landing in additions.landings:
        name = unused((landing.name, f"{landing.name}_landing"), taken | named_as_tables)
        taken.add(name)
        landings.append(Entry(Atom(name)))
        node = parts.landing(landing, notes)
        used |= {*parts.words(node)}
        blocks.append(bound(name, node, lines(notes, f"landing.{landing.name}")))
    for product in additions.products:
        scope, names = parts.scope_of(product), {}
        used |= {*parts.words(parts.product(product, notes, {}))}
        for table in product.tables:
            name = unused((table.name, f"{table.name}_table", f"{scope}_{table.name}"), taken)
            taken.add(name)
            names[id(table)] = name
            blocks.append(bound(name, parts.table(table, notes, scope), lines(notes, f"{scope}.{table.name}")))
        products.append(Entry(parts.product(product, notes, names), note=lines(notes, scope)))
    used |= {"Share"} if any(additions.shares.values()) else set()
    consumes = [Entry(definition(s)) for s in additions.consumes]
    used |= {"Subscription"} if consumes else set()
    named = (("landings", landings), ("products", products), ("consumes", consumes))
    lists = tuple(Listed(name, tuple(entries)) for name, entries in named if entries)
    return _Added(tuple(blocks), lists, tuple(_adopted(additions.adopts)), frozenset(used))


def _adopted(adopts: Adopted | None) -> Iterator[Listed]:
    for name, held in (("buckets", adopts.buckets), ("roles", adopts.roles)) if adopts else ():
        if held:
            yield Listed(name, tuple(Entry(Atom(spelled(x).flat or "")) for x in held))


def _grown(source: Source, added: _Added) -> Source:
    """The file with everything that is added: arguments first, since that may spread what stood on one line."""
    _, call = growing.domain_call(source)
    missing = [x for x in added.lists if growing.argument(call, x.name) is None]
    there = [x for x in added.lists if x not in missing]
    for more in missing:
        _, call = growing.domain_call(source)
        node = Group("[", more.entries, "]", tall=not more.short)
        source = growing.applied(source, [growing.more_arguments(source, call, more.name, node)])
    words, source = added.words, _adopting(source, added.adopted)
    if added.adopted:
        words |= {"Adopted"} if "Adopted(" in source.text else set()
    statement, call = growing.domain_call(source)
    first, edits = statement.lineno, []
    for more in there:
        value = growing.argument(call, more.name)
        assert value is not None
        found, holder = growing.listed(source, value, more.name, statement)
        first = min(first, holder.lineno)
        edits.append(growing.more_entries(source, found, more))
    place = source.above(next(s for s in source.module.body if s.lineno == first))
    apart = "" if source.text[:place].endswith("\n\n") else "\n"
    blocks = "".join(f"{block}\n\n" for block in added.blocks)
    if blocks:
        edits.append(growing.Edit(place, place, apart + blocks))
    return growing.applied(source, [*edits, *growing.more_imports(source, words)])


def _adopting(source: Source, more: Sequence[Listed]) -> Source:
    """The file whose domain adopts these as well."""
    for one in more:
        statement, call = growing.domain_call(source)
        value = growing.argument(call, "adopts")
        if value is None:
            node = Group("Adopted(", tuple(_as_argument(x) for x in more), ")")
            return growing.applied(source, [growing.more_arguments(source, call, "adopts", node)])
        found, holder = growing.resolved(source, value, statement)
        if not (isinstance(found, ast.Call) and isinstance(found.func, ast.Name) and found.func.id == "Adopted"):
            raise Unplaceable("adopts is no Adopted(…) that is written out")
        names = growing.argument(found, one.name)
        if names is None:
            node = Group("[", one.entries, "]")
            edit = growing.more_arguments(source, found, one.name, node)
        else:
            edit = growing.more_entries(source, growing.listed(source, names, one.name, holder)[0], one)
        source = growing.applied(source, [edit])
    return source


def _as_argument(listed: Listed) -> Entry:
    return Entry(Group("[", listed.entries, "]"), f"{listed.name}=")


def _to_paste(added: _Added, additions: Additions) -> str:
    """What a person does instead."""
    texts, places = [import_line(sorted(added.words)), *added.blocks], []
    for more in added.lists:
        if more.short:
            places.append(f"{', '.join(placed(e.value, 0) for e in more.entries)} to its {more.name}")
            continue
        name = {"products": "product", "consumes": "subscription"}[more.name]
        names = [name if n == 0 else f"{name}_{n + 1}" for n in range(len(more.entries))]
        texts += [bound(n, e.value, e.note) for n, e in zip(names, more.entries, strict=True)]
        places.append(f"{', '.join(names)} to its {more.name}")
    for more in added.adopted:
        places.append(f"{', '.join(placed(e.value, 0) for e in more.entries)} to the {more.name} it adopts")
    for database, shares in additions.shares.items():
        texts += [placed(definition(share), 0) for share in shares]
        places.append(f"{'it' if len(shares) == 1 else 'them'} to the shares of the product that adopts {database}")
    places += [f"{', '.join(tables)} to what it asks of {product}" for product, tables in additions.asks.items()]
    wanted = " and ".join(places)
    pasted = "\n\n".join(t for t in texts if t != import_line([]))
    return f"paste this, and add {wanted}:\n\n{pasted}\n" if added.blocks or added.words else f"add {wanted}"
