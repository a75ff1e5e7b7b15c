"""What evaluation passes around besides values: the mark of a broken one, a budget, and sizes."""

import ast
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from . import limits
from .page import Page


class _Broken:
    __slots__ = ()

    def __repr__(self) -> str:
        return "BROKEN"

    def __reduce__(self) -> str:
        return "BROKEN"  # the one of this module, wherever it is unpickled


BROKEN: Final = _Broken()
"""Stands for a value that could not be had, and about which everything has been said."""


class Exhausted(Exception):
    """The file asks for more than is given; the finding is on the page."""


class Budget:
    """What one file may still ask for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._steps = limits.STEPS
        self._elements = limits.ELEMENTS
        self._text = limits.BUILT_TEXT

    def step(self, node: ast.AST) -> None:
        """Take one evaluation."""
        self._steps -= 1
        if self._steps < 0:
            self._exhausted(node, f"the file takes more than {limits.STEPS} steps to read", "repeat less")

    def element(self, node: ast.AST) -> None:
        """Take one entry of a comprehension."""
        self._elements -= 1
        if self._elements < 0:
            self.too_many_elements(node)

    def text(self, node: ast.AST, characters: int) -> None:
        """Take what an f-string built."""
        self._text -= characters
        if self._text < 0:
            self._exhausted(node, f"the file's f-strings build more than {limits.BUILT_TEXT} characters", "build less")

    def too_many_elements(self, node: ast.AST) -> NoReturn:
        """End the reading of the file."""
        self._exhausted(node, f"the file's comprehensions yield more than {limits.ELEMENTS} entries", "repeat less")

    def _exhausted(self, node: ast.AST, message: str, fix: str) -> NoReturn:
        self._page.report(node, "over-limit", message, fix)
        raise Exhausted


class Extents:
    """How large and deep values are. A name used twice counts twice: whoever walks the value meets it twice."""

    def __init__(self) -> None:
        # the value is kept so that its id stays its own
        self._known: dict[int, tuple[Any, int, int]] = {}

    def of_list(self, page: Page, node: ast.AST, value: Any) -> Any:
        """The list, tuple or dictionary, or ``BROKEN`` where it is too large."""
        return self.record(page, node, value, value.values() if isinstance(value, dict) else value)

    def record(self, page: Page, node: ast.AST, value: Any, parts: Iterable[Any]) -> Any:
        """A value made of ``parts``, or ``BROKEN`` where that is too large."""
        weight, depth = 1, 0
        known = self._known
        for part in parts:
            found = known.get(id(part))
            if found is None:
                weight += 1
            else:
                weight += found[1]
                depth = max(depth, found[2])
        if weight > limits.VALUES:
            page.report(node, "over-limit", f"this holds more than {limits.VALUES} values", "split it, or say less")
            return BROKEN
        if depth >= limits.NESTING:
            page.report(node, "over-limit", f"this nests more than {limits.NESTING} deep", "write it flatter")
            return BROKEN
        known[id(value)] = (value, weight, depth + 1)
        return value
