"""One file while it is being read: where its nodes stand, and what was found in it."""

import ast
from collections.abc import Mapping

from meshwright.findings import Finding
from meshwright.language.place import Place

Position = tuple[int, int]
"""Line and column, both from 1; columns count characters."""


class Page:
    """A file's path and text, and the findings so far."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        # the parser counts bytes of UTF-8
        self._lines = None if text.isascii() else text.split("\n")

    def position(self, node: ast.AST) -> Position:
        """Where an expression or a statement begins."""
        line: int = node.lineno  # type: ignore[attr-defined]
        offset: int = node.col_offset  # type: ignore[attr-defined]
        if self._lines is not None:
            offset = len(self._lines[line - 1].encode()[:offset].decode(errors="replace"))
        return line, offset + 1

    def place(self, position: Position, fields: Mapping[str, Position] | None = None) -> Place:
        """A position as a place of this file."""
        return Place(self.path, position[0], position[1], fields=fields or {})

    def report(self, where: ast.AST | Position, id: str, message: str, fix: str) -> None:
        """Add a finding."""
        position = self.position(where) if isinstance(where, ast.AST) else where
        self.findings.append(Finding(self.place(position), id, message, fix))
