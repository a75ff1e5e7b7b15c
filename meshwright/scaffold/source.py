"""The text of a definition file, and where things stand in it."""

import ast
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Source:
    """A text with LF line ends that is valid Python."""

    text: str

    @cached_property
    def module(self) -> ast.Module:
        """As parsed."""
        return ast.parse(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        return starts

    def offset(self, line: int, column: int) -> int:
        """Characters before a position; its column counts bytes, as Python's parser does."""
        start = self._starts[line - 1]
        within = self.text[start : self._starts[line]].encode()[:column].decode()
        return start + len(within)

    def begin(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """Where it begins."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.keyword) -> int:
        """Where it ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def line_start(self, offset: int) -> int:
        """Where the line of an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def indent(self, offset: int) -> str:
        """The spaces that the line of an offset begins with."""
        line = self.text[self.line_start(offset) :]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def above(self, statement: ast.stmt) -> int:
        """Where something goes that is to stand above a statement and the comments that belong to it."""
        line = statement.lineno - 1
        lines = self.text.splitlines()
        while line > 0 and lines[line - 1].startswith("#"):
            line -= 1
        return self._starts[line]

    def comma_before(self, closing: int, begin: int) -> bool:
        """Whether the last thing between two offsets that is no comment is a comma."""
        tokens = tokenize.generate_tokens(io.StringIO(f"({self.text[begin:closing]}\n)").readline)
        plain = [t for t in tokens if t.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE)]
        inside = [t for t in plain if t.type != tokenize.ENDMARKER]
        return len(inside) > 2 and inside[-2].string == ","

    def last_code(self, begin: int, closing: int) -> int:
        """Where the last thing between two offsets ends that is neither space nor comment."""
        text = f"({self.text[begin:closing]}\n)"
        tokens = [
            t for t in tokenize.generate_tokens(io.StringIO(text).readline)
            if t.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER)
        ]  # fmt: skip
        line, column = tokens[-2].end  # the last one is the parenthesis put around it
        before = sum(len(x) for x in text.splitlines(keepends=True)[: line - 1])
        return begin + before + column - 1
