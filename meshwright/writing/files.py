"""Whole definition files: a docstring, the imports that are needed, what is long by its own name, and the rest."""

import builtins
import keyword
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, count

from meshwright.language import CONSTRUCTORS, Domain, Environment, Governance, Landing, Table

from . import parts
from .layout import WIDTH, Group, Node, listed, placed
from .notes import Notes, lines
from .spelling import definition

_WHOLE = 30
"""Lines that a domain may take and still stand in one piece."""
_LONG = 7
"""Lines that a landing or a table may take inside a longer domain."""
_RESERVED = {"domain", "l", "range", *CONSTRUCTORS, *keyword.kwlist, *dir(builtins)}
"""What no landing or table may be called in its file."""


@dataclass(frozen=True)
class _Lifted:
    """A landing or a table that stands above the domain, by its own name."""

    value: Landing | Table
    node: Group
    scope: str
    """What its comment is named by."""
    name: str


def write_domain(domain: Domain, *, title: str | None = None, notes: Notes | None = None) -> str:
    """The text of a ``domain.py`` that says the same.

    ``title`` is its docstring. The text reads back as the domain unless it is beyond what the loader takes, as a
    domain of comprehensions may be once it is spelled out: whoever writes it to a file reads it first.
    """
    notes = notes or {}
    whole = parts.domain(domain, notes, {})
    lifted: list[_Lifted] = []
    if placed(whole, 0).count("\n") >= _WHOLE:
        lifted = list(_long(domain, notes))
    names = {id(x.value): x.name for x in lifted}
    blocks = [bound(x.name, x.node, lines(notes, x.scope)) for x in lifted]
    blocks.append(bound("domain", parts.domain(domain, notes, names)))
    return _file(title or f"What {domain.name} owns.", parts.words(whole), blocks)


def write_governance(governance: Governance, *, title: str = "What holds for every domain.") -> str:
    """The text of a ``governance.py`` that says the same."""
    node = definition(governance)
    return _file(title, parts.words(node), [bound("governance", node)])


def write_environments(environments: Sequence[Environment], *, title: str = "Where the mesh is built.") -> str:
    """The text of an ``environments.py`` that says the same."""
    node = listed([definition(e) for e in environments], tall=True)
    return _file(title, parts.words(node), [bound("environments", node)])


def import_line(words: Sequence[str]) -> str:
    """The import of some words of the language, in the order that a linter asks for."""
    ordered = sorted(set(words), key=lambda w: (not w[0].isupper(), w))
    flat = f"from meshwright import {', '.join(ordered)}"
    if len(flat) <= WIDTH:
        return flat
    return "\n".join(("from meshwright import (", *(f"    {word}," for word in ordered), ")"))


def _file(title: str, words: Iterable[str], blocks: Sequence[str]) -> str:
    needed = sorted(set(words))
    return "\n\n".join((docstring(title), *([import_line(needed)] if needed else []), *blocks)) + "\n"


def docstring(title: str) -> str:
    """A text as the docstring of a file: what a docstring may not hold becomes a space or its plain cousin."""
    shown = "".join(c if c.isprintable() else " " for c in title)
    shown = " ".join(shown.replace("\\", "/").replace('"', "'").split())
    return f'"""{shown or "What this domain owns."}"""'


def bound(name: str, node: Node, note: Sequence[str] = ()) -> str:
    """The assignment of an expression to a name, below its comment."""
    above = "".join(f"# {line}\n" for line in note)
    return f"{above}{placed(node, 0, len(name) + 2, f'{name} = ')}"


def _long(domain: Domain, notes: Notes) -> Iterator[_Lifted]:
    """The landings and tables that are better read by themselves. A table has the first claim on its name."""
    taken = {t.name for p in domain.products for t in p.tables} | _RESERVED
    for landing in domain.landings:
        node = parts.landing(landing, notes)
        if _lines(node) > _LONG:
            name = unused((landing.name, f"{landing.name}_landing"), taken)
            yield _Lifted(landing, node, f"landing.{landing.name}", name)
            taken.add(name)
    taken = (taken - {t.name for p in domain.products for t in p.tables}) | _RESERVED
    done: set[int] = set()
    for product in domain.products:
        scope = parts.scope_of(product)
        for table in product.tables:
            node = parts.table(table, notes, scope)
            if _lines(node) > _LONG and id(table) not in done:
                done.add(id(table))
                name = unused((table.name, f"{table.name}_v{product.major}", f"{scope}_{table.name}"), taken)
                yield _Lifted(table, node, f"{scope}.{table.name}", name)
                taken.add(name)


def unused(wanted: Sequence[str], taken: Set[str]) -> str:
    """The first name that is free; else the last one with a number."""
    numbered = (f"{wanted[-1]}_{number}" for number in count(2))
    return next(name for name in chain(wanted, numbered) if name not in taken)


def _lines(node: Node) -> int:
    return placed(node, 0).count("\n") + 1
