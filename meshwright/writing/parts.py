"""The parts of a definition file: landings, tables and products as expressions, each with its comments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from meshwright.language import Column, Domain, Landing, Product, Table

from .layout import Atom, Entry, Group, Node, placed
from .notes import Notes, lines
from .spelling import definition, sequence, spelled

Names = Mapping[int, str]
"""What a landing or a table is called that stands above, by ``id`` of its definition."""


@dataclass(frozen=True)
class Part:
    """A landing, a table or a product as text, and the words of the language it uses."""

    text: str
    words: frozenset[str]


def write_part(
    part: Landing | Table | Product, *, indent: int = 0, notes: Notes | None = None, scope: str = ""
) -> Part:
    """One part of a definition as an expression, as it stands on a line of ``indent`` spaces.

    ``scope`` is what a table's notes are named by: its product's ``<product>_v<major>``.
    """
    notes = notes or {}
    match part:
        case Landing():
            node = landing(part, notes)
        case Table():
            node = table(part, notes, scope)
        case Product():
            node = product(part, notes, {})
    return Part(placed(node, indent), frozenset(words(node)))


def landing(value: Landing, notes: Notes) -> Group:
    """The call that makes a landing."""
    return definition(value, columns=_columns(value.columns, notes, f"landing.{value.name}"))


def table(value: Table, notes: Notes, scope: str) -> Group:
    """The call that makes a table of the product ``scope``."""
    return definition(value, columns=_columns(value.columns, notes, f"{scope}.{value.name}"))


def product(value: Product, notes: Notes, names: Names) -> Group:
    """The call that makes a product; its tables are names where they stand above."""
    scope = scope_of(value)
    nodes = [Atom(names[id(t)]) if id(t) in names else table(t, notes, scope) for t in value.tables]
    return definition(value, tables=_noted(nodes, value.tables, [f"{scope}.{t.name}" for t in value.tables], notes))


def domain(value: Domain, notes: Notes, names: Names) -> Group:
    """The call that makes a domain; its landings and tables are names where they stand above."""
    landings = [Atom(names[id(x)]) if id(x) in names else landing(x, notes) for x in value.landings]
    products = [product(p, notes, names) for p in value.products]
    return definition(
        value,
        **({"landings": _noted(landings, value.landings, [f"landing.{x.name}" for x in value.landings], notes)}
           if landings else {}),
        **({"products": _noted(products, value.products, [scope_of(p) for p in value.products], notes, tall=True)}
           if products else {}),
    )  # fmt: skip


def scope_of(product: Product) -> str:
    """``<product>_v<major>``."""
    return f"{product.name}_v{product.major}"


def words(node: Node) -> Iterable[str]:
    """The words of the language that an expression calls."""
    if isinstance(node, Group):
        word = node.opening.removesuffix("(").partition(".")[0]
        if word.isidentifier():
            yield word
        for entry in node.entries:
            yield from words(entry.value)


def _columns(columns: Sequence[Column], notes: Notes, scope: str) -> Group:
    return _noted([spelled(c) for c in columns], columns, [f"{scope}.{c.name}" for c in columns], notes)


def _noted(
    nodes: Sequence[Node], values: Sequence[object], scopes: Sequence[str], notes: Notes, *, tall: bool = False
) -> Group:
    """A list whose entries stand below their comments; what stands elsewhere takes its comment with it."""
    made = sequence(list(nodes), values)
    entries = tuple(
        entry if isinstance(entry.value, Atom) else Entry(entry.value, note=lines(notes, scope))
        for entry, scope in zip(made.entries, scopes, strict=True)
    )
    return replace(made, entries=entries, tall=tall or (made.tall and not all(isinstance(n, Atom) for n in nodes)))
