"""Evaluates the expressions of a definition: an allow-list over its syntax tree, in bounded time and memory."""

import ast
import math
from collections.abc import Callable
from typing import Any, Final

from meshwright.language.quoting import quoted

from . import limits, refusing
from .calling import Caller
from .page import Page
from .scope import Imported, Scope
from .values import BROKEN, Budget, Extents
from .words import FAMILIES, alternatives


class Evaluator:
    """Turns expressions into values. What is wrong becomes a finding and the value ``BROKEN``."""

    def __init__(self, page: Page, scope: Scope) -> None:
        self.page = page
        self.scope = scope
        self.budget = Budget(page)
        self.extents = Extents()
        self._caller = Caller(self)

    def value(self, node: ast.expr) -> Any:
        """The value of one expression."""
        self.budget.step(node)
        handler = _HANDLERS.get(type(node))
        return self.refuse(node) if handler is None else handler(self, node)

    def refuse(self, node: ast.expr) -> Any:
        """Say that this kind of expression is not part of the language, and look through the calls inside it."""
        root = refusing.root(node)
        if root is not None and self.scope.stands_for(root) is BROKEN:
            return BROKEN  # said where the name was bound
        what, fix = refusing.expression(node)
        self.page.report(node, "forbidden-syntax", what, fix)
        for inner in refusing.worth_reading(node):
            self.value(inner)
        return BROKEN

    def _constant(self, node: ast.Constant) -> Any:
        value = node.value
        if isinstance(value, str):
            return self._text(node, value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            if value.bit_length() <= limits.INTEGER_BITS:
                return value
            message = f"a whole number of {value.bit_length()} bits"
            self.page.report(node, "invalid-value", message, f"write one of at most {limits.INTEGER_BITS}")
            return BROKEN
        if isinstance(value, float):
            if math.isfinite(value):
                return value
            self.page.report(node, "invalid-value", "a number too large to hold", "write a smaller one")
            return BROKEN
        return self.refuse(node)

    def _text(self, node: ast.Constant, value: str) -> Any:
        if len(value) > limits.TEXT_LENGTH:
            message, fix = f"a text of {len(value)} characters", f"shorten it to at most {limits.TEXT_LENGTH}"
            self.page.report(node, "over-limit", message, fix)
            return BROKEN
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            self.page.report(node, "invalid-value", "a text with half a surrogate pair", "write the whole character")
            return BROKEN
        if "\0" in value:
            self.page.report(node, "invalid-value", "a text with a null character", "remove it")
            return BROKEN
        return value

    def _negative(self, node: ast.UnaryOp) -> Any:
        operand = node.operand
        number = isinstance(operand, ast.Constant) and type(operand.value) in (int, float)
        if not isinstance(node.op, ast.USub) or not number:
            return self.refuse(node)
        value = self.value(operand)
        return BROKEN if value is BROKEN else -value

    def _name(self, node: ast.Name) -> Any:
        return self.scope.read(node)

    def _attribute(self, node: ast.Attribute) -> Any:
        family = self.scope.stands_for(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(family, Imported) and family.word in FAMILIES and node.attr in alternatives(family.word):
            self.scope.uncalled(node, f"{family.word}.{node.attr}")
            return BROKEN
        return self.refuse(node)

    def _list(self, node: ast.List) -> Any:
        return self.extents.of_list(self.page, node, [self.value(entry) for entry in node.elts])

    def _tuple(self, node: ast.Tuple) -> Any:
        return self.extents.of_list(self.page, node, tuple([self.value(entry) for entry in node.elts]))

    def _dict(self, node: ast.Dict) -> Any:
        built: dict[str, Any] = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            if key_node is None:
                self.refuse(ast.copy_location(ast.Starred(value_node, ast.Load()), value_node))
                continue
            self._put(built, key_node, self.value(key_node), self.value(value_node))
        return self.extents.of_list(self.page, node, built)

    def _put(self, built: dict[str, Any], node: ast.expr, key: Any, value: Any) -> None:
        if key is BROKEN:
            return
        if not isinstance(key, str):
            self.page.report(node, "invalid-value", "a key that is not a text", "write the key in quotes")
        elif key in built:
            self.page.report(node, "invalid-value", f"key {quoted(key)} stands there twice", "remove one of the two")
        else:
            built[key] = value

    def _joined(self, node: ast.JoinedStr) -> Any:
        parts = [self._part(node, part) for part in node.values]
        if any(part is BROKEN for part in parts):
            return BROKEN
        text = "".join(parts)
        if len(text) > limits.TEXT_LENGTH:
            message, fix = f"a text of {len(text)} characters", f"shorten it to at most {limits.TEXT_LENGTH}"
            self.page.report(node, "over-limit", message, fix)
            return BROKEN
        self.budget.text(node, len(text))
        return text

    def _part(self, node: ast.JoinedStr, part: ast.expr) -> Any:
        if isinstance(part, ast.Constant):
            return self._text(part, part.value) if isinstance(part.value, str) else BROKEN
        assert isinstance(part, ast.FormattedValue)
        if part.conversion != -1 or part.format_spec is not None:
            what, fix = "an f-string formats a value", "name the value alone between the braces"
        elif not isinstance(part.value, ast.Name | ast.Constant):
            what, fix = "an f-string holds more than names and constants", "bind the parts above, by name"
        else:
            # versions of Python differ in where a part of an f-string stands
            value = self.value(ast.copy_location(part.value, node))
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                return str(value)
            if value is BROKEN:
                return BROKEN
            what, fix = "an f-string shows what is neither text nor a number", "write texts and numbers into it"
        self.page.report(node, "forbidden-syntax", what, fix)
        return BROKEN

    def _call(self, node: ast.Call) -> Any:
        return self._caller.call(node)

    def _list_comprehension(self, node: ast.ListComp) -> Any:
        built = self._repeated(node, lambda: self.value(node.elt))
        return BROKEN if built is BROKEN else self.extents.of_list(self.page, node, built)

    def _dict_comprehension(self, node: ast.DictComp) -> Any:
        collected: dict[str, Any] = {}
        done = self._repeated(
            node, lambda: self._put(collected, node.key, self.value(node.key), self.value(node.value))
        )
        return BROKEN if done is BROKEN else self.extents.of_list(self.page, node, collected)

    def _repeated(self, node: ast.ListComp | ast.DictComp, once: Callable[[], Any]) -> Any:
        """What ``once`` gives for each entry; ``BROKEN``, after one look at the body, where that cannot be known."""
        refused = refusing.comprehension(node)
        if refused is not None:
            self.page.report(refused[0], "forbidden-syntax", refused[1], refused[2])
            return BROKEN
        generator = node.generators[0]
        entries = self._entries(generator.iter)
        names = self.scope.local_names(generator.target)
        if names is None:
            return BROKEN
        built = []
        try:
            for entry in [BROKEN] if entries is BROKEN else entries:
                self.budget.element(node)
                before = len(self.page.findings)
                if not self.scope.bind_locals(generator.target, entry):
                    return BROKEN
                built.append(once())
                if len(self.page.findings) > before:
                    return BROKEN  # the next entry would say the same again
        finally:
            self.scope.forget(names)
        return BROKEN if entries is BROKEN else built

    def _entries(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
            return self._range(node)
        if isinstance(node, ast.List | ast.Tuple | ast.Name):
            value = self.value(node)
            if value is BROKEN or isinstance(value, list | tuple):
                return value
        message = "a comprehension goes over what is not a list"
        self.page.report(node, "forbidden-syntax", message, "write a list, a name bound to one, or range(…)")
        return BROKEN

    def _range(self, node: ast.Call) -> Any:
        bounds = [self.value(argument) for argument in node.args]
        if any(bound is BROKEN for bound in bounds):
            return BROKEN
        whole = all(type(bound) is int for bound in bounds)
        if node.keywords or not whole or not 1 <= len(bounds) <= 3 or (len(bounds) == 3 and bounds[2] == 0):
            message = "range(…) of something else than whole numbers"
            self.page.report(node, "invalid-value", message, "write range(count) or range(first, end)")
            return BROKEN
        entries = range(*bounds)
        if len(entries[: limits.ELEMENTS + 1]) > limits.ELEMENTS:
            self.budget.too_many_elements(node)
        return entries


_HANDLERS: Final[dict[type[ast.expr], Callable[[Evaluator, Any], Any]]] = {
    ast.Constant: Evaluator._constant,
    ast.UnaryOp: Evaluator._negative,
    ast.Name: Evaluator._name,
    ast.Attribute: Evaluator._attribute,  # never a value, but told apart
    ast.List: Evaluator._list,
    ast.Tuple: Evaluator._tuple,
    ast.Dict: Evaluator._dict,
    ast.JoinedStr: Evaluator._joined,
    ast.Call: Evaluator._call,
    ast.ListComp: Evaluator._list_comprehension,
    ast.DictComp: Evaluator._dict_comprehension,
}
"""All that an expression may be."""
