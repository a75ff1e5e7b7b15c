"""The names of a definition: imported words and values bound once, from top to bottom."""

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.language import CONSTRUCTORS
from meshwright.language.quoting import quoted

from .page import Page, Position
from .values import BROKEN
from .wording import near
from .words import FAMILIES, alternatives


@dataclass(frozen=True)
class Imported:
    """A word of the language: what a name stands for that was imported."""

    word: str


@dataclass(frozen=True)
class Bound:
    """What a name stands for, and where it was bound."""

    value: Any
    position: Position


class Scope:
    """What each name of a file stands for."""

    def __init__(self, page: Page, later: Mapping[str, int]) -> None:
        self._page = page
        self._later = later
        """Lines on which names are bound, for names that are used above."""
        self._bound: dict[str, Bound] = {}
        self._complained: dict[str, Any] = {}
        """Unknown names that have been reported, and what they stand for from then on."""

    @property
    def values(self) -> dict[str, Any]:
        """Every name that is bound to a value, broken ones included."""
        return {name: b.value for name, b in self._bound.items() if not isinstance(b.value, Imported)}

    def position(self, name: str) -> Position:
        """Where a name was bound."""
        return self._bound[name].position

    def bind(self, name: str, node: ast.AST, value: Any) -> None:
        """Bind a new name."""
        first = self._bound.get(name)
        if _dunder(name):
            message = f"the name {quoted(name)}"
            self._page.report(node, "forbidden-syntax", message, "use a name without leading double underscores")
        elif not name.isascii():
            message = f"the name {quoted(name)} is not written in the letters a to z"
            self._page.report(node, "forbidden-syntax", message, "use a name that looks like no other")
            self._bound.setdefault(name, Bound(value, self._page.position(node)))
        elif name == "range":
            self._page.report(node, "rebound-name", '"range" is a word of the language', "use a new name")
        elif first is None:
            self._bound[name] = Bound(value, self._page.position(node))
        else:
            twice = isinstance(value, Imported) and isinstance(first.value, Imported)
            fix = "import it once" if twice else "use a new name"
            self._page.report(node, "rebound-name", self._again(name, first), fix)

    def bind_quietly(self, name: str, node: ast.AST) -> None:
        """Make a name broken that a refused statement binds."""
        self._bound.setdefault(name, Bound(BROKEN, self._page.position(node)))

    def import_everything(self) -> None:
        """Let every word of the language stand for itself, after an import that may not be but says so."""
        self._complained.update({name: Imported(name) for name in CONSTRUCTORS})

    def find(self, node: ast.Name, *, called: bool = False) -> Any:
        """What a name stands for: a value, ``Imported`` or ``BROKEN``."""
        bound = self._bound.get(node.id)
        if bound is not None:
            return bound.value
        if node.id in self._complained:
            return self._complained[node.id]
        self._complained[node.id] = self._unknown(node, called)
        return self._complained[node.id]

    def stands_for(self, name: str) -> Any:
        """What a name stands for, None where it is unknown; never a finding."""
        bound = self._bound.get(name)
        return bound.value if bound is not None else self._complained.get(name)

    def read(self, node: ast.Name) -> Any:
        """The value of a name."""
        value = self.find(node)
        if isinstance(value, Imported):
            self.uncalled(node, value.word)
            return BROKEN
        return value

    def uncalled(self, node: ast.expr, word: str) -> None:
        """Report a word of the language that stands where a value belongs."""
        called = " or ".join(f"{word}.{name}(…)" for name in alternatives(word)) if word in FAMILIES else f"{word}(…)"
        self._page.report(node, "forbidden-syntax", f"{word} without its arguments", f"write {called}")

    def local_names(self, target: ast.expr) -> list[str] | None:
        """The names that a comprehension binds, all new; None where it may not bind them."""
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        names: list[str] = []
        for node in targets:
            if not isinstance(node, ast.Name):
                self._page.report(node, "forbidden-syntax", "a loop over more than names", "bind plain names")
                return None
            first = self._bound.get(node.id)
            if first is not None or node.id in names or node.id == "range" or _dunder(node.id):
                message = self._again(node.id, first) if first else f"the loop cannot bind {quoted(node.id)}"
                self._page.report(node, "rebound-name", message, "use a new name")
                return None
            names.append(node.id)
        return names

    def bind_locals(self, target: ast.expr, entry: Any) -> bool:
        """Bind a comprehension's names to one entry."""
        position = self._page.position(target)
        if isinstance(target, ast.Name):
            self._bound[target.id] = Bound(entry, position)
            return True
        assert isinstance(target, ast.Tuple)
        if entry is BROKEN:
            entry = [BROKEN] * len(target.elts)
        if not isinstance(entry, list | tuple) or len(entry) != len(target.elts):
            message, fix = f"an entry is not made of {len(target.elts)} values", "write every entry as (…, …)"
            self._page.report(target, "invalid-value", message, fix)
            return False
        for index, node in enumerate(target.elts):
            assert isinstance(node, ast.Name)
            self._bound[node.id] = Bound(entry[index], position)
        return True

    def forget(self, names: list[str]) -> None:
        """End a comprehension."""
        for name in names:
            self._bound.pop(name, None)

    def _again(self, name: str, first: Bound) -> str:
        what = "imported" if isinstance(first.value, Imported) else "bound"
        return f"{quoted(name)} is already {what} on line {first.position[0]}"

    def _unknown(self, node: ast.Name, called: bool) -> Any:
        name = node.id
        shown = quoted(name)
        if _dunder(name):
            self._page.report(node, "forbidden-syntax", f"the name {shown}", "write the value itself")
            return BROKEN
        if name in CONSTRUCTORS:
            self._page.report(node, "unknown-name", f"{shown} is not imported", f"write: from meshwright import {name}")
            return Imported(name)
        if name in self._later:
            fix = f"move line {self._later[name]} above this one"
            self._page.report(node, "unknown-name", f"{shown} is used before it is bound", fix)
            return BROKEN
        meant = None if hasattr(builtins, name) else near(name, CONSTRUCTORS if called else self.values)
        otherwise = "call only what is imported from meshwright" if called else "bind it above, or write the value"
        if name == "range":
            otherwise = "use it in a comprehension, or write a list"
        fix = f"write {meant}" if meant else otherwise
        self._page.report(node, "unknown-name", f"unknown name {shown}", fix)
        return BROKEN


def _dunder(name: str) -> bool:
    return name.startswith("__")
