"""Calls of constructors: arguments to their names, values to models, complaints to their places."""

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from meshwright.language.place import written_at
from meshwright.language.quoting import quoted

from .scope import Imported
from .values import BROKEN
from .wording import Complaint, complaints, example, near, split
from .words import FAMILIES, Word, alternatives, word

if TYPE_CHECKING:
    from .evaluating import Evaluator

_DICTIONARIES = frozenset(("standard_types", "levels"))
"""The only parameters that take a dictionary."""


@dataclass(slots=True)
class _Given:
    """The arguments of one call, by name."""

    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, ast.expr] = field(default_factory=dict)
    several: list[ast.expr] = field(default_factory=list)
    """The arguments of a parameter that takes any number."""
    whole: bool = True
    """Whether nothing is wrong so far; else the call is only made to hear what more is."""
    unpacked: bool = False
    """Whether a star hides what is given."""


class Caller:
    """Makes the calls of one file."""

    def __init__(self, evaluator: "Evaluator") -> None:
        self._evaluator = evaluator
        self._page = evaluator.page

    def call(self, node: ast.Call) -> Any:
        """The value that a constructor makes, or ``BROKEN``."""
        called = self._word(node.func)
        if called is None:
            for argument in [*node.args, *(k.value for k in node.keywords)]:
                self._evaluator.value(argument)
            return BROKEN
        given = _Given()
        self._take_positional(called, node, given)
        self._take_named(called, node, given)
        self._check_missing(called, node, given)
        return self._build(called, node, given)

    def _word(self, function: ast.expr) -> Word | None:
        if isinstance(function, ast.Name):
            found = self._evaluator.scope.find(function, called=True)
            if isinstance(found, Imported) and found.word not in FAMILIES:
                return word(found.word)
            if isinstance(found, Imported):
                self._evaluator.scope.uncalled(function, found.word)
            elif found is not BROKEN:
                message = f"{quoted(function.id)} is a value and no constructor"
                self._page.report(function, "forbidden-syntax", message, "call only what is imported from meshwright")
            return None
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            return self._alternative(function, function.value)
        if isinstance(function, ast.Attribute | ast.Lambda):
            self._evaluator.refuse(function)
        else:
            message = "a call of what is no constructor"
            self._page.report(function, "forbidden-syntax", message, "call only what is imported from meshwright")
        return None

    def _alternative(self, function: ast.Attribute, family: ast.Name) -> Word | None:
        found = self._evaluator.scope.find(family)
        if found is BROKEN:
            return None
        if not (isinstance(found, Imported) and found.word in FAMILIES):
            self._evaluator.refuse(function)
            return None
        known = alternatives(found.word)
        if function.attr in known:
            return word(f"{found.word}.{function.attr}")
        meant = near(function.attr, known)
        message = f"{found.word} has no {quoted(function.attr)}"
        fix = f"write {found.word}.{meant}" if meant else f"write one of: {', '.join(known)}"
        self._page.report(function, "unknown-name", message, fix)
        return None

    def _take_positional(self, called: Word, node: ast.Call, given: _Given) -> None:
        for index, argument in enumerate(node.args):
            value = self._evaluator.value(argument)
            if isinstance(argument, ast.Starred):
                given.whole, given.unpacked = False, True
            elif index < len(called.positional):
                self._put(called.positional[index], argument, value, given)
            elif called.variadic is not None:
                given.nodes.setdefault(called.variadic, argument)
                given.several.append(argument)
                given.whole = given.whole and value is not BROKEN
                given.values.setdefault(called.variadic, []).append(value)
            else:
                given.whole = False
                count = len(called.positional)
                message = f"{called.name} takes {count or 'no'} value{'' if count == 1 else 's'} by position"
                self._page.report(argument, "unexpected-argument", message, "write this one by its name")

    def _take_named(self, called: Word, node: ast.Call, given: _Given) -> None:
        for keyword in node.keywords:
            if keyword.arg is None:
                self._evaluator.refuse(ast.copy_location(ast.Starred(keyword.value, ast.Load()), keyword))
                given.whole, given.unpacked = False, True
                continue
            value = self._evaluator.value(keyword.value)
            if keyword.arg not in called.names:
                given.whole = False
                meant = near(keyword.arg, called.names)
                fix = f"write {meant}=" if meant else f"use one of: {', '.join(called.names) or 'none'}"
                message = f"{called.name} takes no argument {quoted(keyword.arg)}"
                self._page.report(keyword, "unexpected-argument", message, fix)
            elif keyword.arg in given.values:
                given.whole = False
                message = f"{called.name} is given {keyword.arg} twice"
                self._page.report(keyword, "unexpected-argument", message, "remove one of the two")
            else:
                self._put(keyword.arg, keyword.value, value, given)

    def _put(self, name: str, node: ast.expr, value: Any, given: _Given) -> None:
        if isinstance(value, list | tuple | dict) and name not in _DICTIONARIES:
            value = self._without_dictionaries(name, node, value)
        given.nodes[name] = node
        given.values[name] = value
        if value is BROKEN:
            given.whole = False

    def _without_dictionaries(self, name: str, node: ast.expr, value: Any) -> Any:
        """A model would read itself from a dictionary, past its constructor and its places."""
        if isinstance(value, dict):
            self._page.report(node, "invalid-value", f"{name} is a dictionary", f"write {name}={example(name)}")
            return BROKEN
        if not any(isinstance(entry, dict) for entry in value):
            return value
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                message = f"an entry of {name} is a dictionary"
                self._page.report(_at(node, index), "invalid-value", message, f"write {name}={example(name)}")
        return [BROKEN if isinstance(entry, dict) else entry for entry in value]

    def _check_missing(self, called: Word, node: ast.Call, given: _Given) -> None:
        for name in called.required:
            if name not in given.values:
                given.values[name] = BROKEN
                given.whole = False
                if not given.unpacked:
                    message = f"{_label(called, given)} has no {name}"
                    self._page.report(node, "missing-argument", message, f"add {name}={example(name)}")

    def _build(self, called: Word, node: ast.Call, given: _Given) -> Any:
        position = self._page.position(node)
        fields = {name: self._page.position(argument) for name, argument in given.nodes.items()}
        arguments = given.values.pop(called.variadic, []) if called.variadic else []
        try:
            with written_at(self._page.place(position, fields)):
                built = called.build(*arguments, **given.values)
        except ValidationError as error:
            found = complaints(error)
            nested = error.title != "Column"
        except ValueError as error:
            found = [_general(called, error)]
            nested = True
        else:
            if not given.whole:
                return BROKEN
            return self._evaluator.extents.record(self._page, node, built, [*arguments, *given.values.values()])
        if called.noun == "column" and nested:
            found += _about_the_column(given)
        self._complain(called, node, given, found)
        return BROKEN

    def _complain(self, called: Word, node: ast.Call, given: _Given, found: list[Complaint]) -> None:
        own = [c for c in found if c.value is not BROKEN and (given.whole or c.field)]
        # what was left out is made from what was given, and wrong with it
        stated = [c for c in own if not c.field or c.field in given.nodes]
        for complaint in stated or (own if given.whole else []):
            label = _label(called, given)
            said = complaint.message
            if complaint.field == "name" and isinstance(complaint.value, str):
                message = said
            elif not complaint.field or len(called.names) == 1 or said.startswith(complaint.field):
                message = f"{label}: {said}"
            else:
                message = f"{label}, {complaint.field}: {said}"
            self._page.report(_blamed(node, given, complaint), "invalid-value", message, complaint.fix)


def _about_the_column(given: _Given) -> list[Complaint]:
    """What else is wrong with a column whose type is wrong already."""
    plain = word("text")
    try:
        plain.build(**{name: value for name, value in given.values.items() if name in plain.names})
    except ValidationError as error:
        return complaints(error)
    return []


def _general(called: Word, error: ValueError) -> Complaint:
    message, fix = split(str(error))
    first = message.partition(" ")[0]
    if first in called.names:
        return Complaint(first, (), None, message, fix)
    return Complaint(called.names[0] if len(called.names) == 1 else "", (), None, message, fix)


def _label(called: Word, given: _Given) -> str:
    name = given.values.get("name")
    named = isinstance(name, str) and name.isidentifier() and len(name) <= 64
    return f"{called.noun} {name}" if named else called.noun


def _blamed(node: ast.Call, given: _Given, complaint: Complaint) -> ast.AST:
    argument = given.nodes.get(complaint.field)
    if argument is None:
        return node
    if not complaint.inside:
        return argument
    entry = complaint.inside[0]
    if given.several and isinstance(entry, int):
        return given.several[entry]
    return _at(argument, entry)


def _at(node: ast.expr, entry: int | str) -> ast.expr:
    """The expression of one entry, where it is written out."""
    if isinstance(entry, int) and isinstance(node, ast.List | ast.Tuple) and entry < len(node.elts):
        return node.elts[entry]
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == entry:
                return value
    return node
