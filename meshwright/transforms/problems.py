"""What is wrong with a transform, and where in its text."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches

from sqlglot import exp

from meshwright.findings import Finding, Level
from meshwright.language import Place


class Problem(Exception):
    """Something that a transform can't say, at a node of its tree."""

    def __init__(self, node: exp.Expr | None, id: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.node, self.id, self.message, self.fix = node, id, message, fix


class Unresolved(Exception):
    """What follows from a problem that has been reported already."""


class Report:
    """Collects the findings of one transform."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self._found: set[Finding] = set()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found, by place; each once."""
        return tuple(sorted(self._found))

    def add(self, problem: Problem, level: Level = "error") -> None:
        """Report a problem at its node's place."""
        self.at(_offset(problem.node), problem.id, problem.message, problem.fix, level)

    def at(self, offset: int, id: str, message: str, fix: str, level: Level = "error") -> None:
        """Report something at an offset in the text."""
        self._found.add(Finding(self._place(offset), f"transform-{id}", message, fix, level))

    def adopt(self, findings: Iterable[Finding]) -> None:
        """Report what was found in the same text, wherever it stood."""
        self._found.update(replace(f, place=replace(f.place, path=self.path)) for f in findings)

    def place(self, node: exp.Expr | None) -> Place:
        """Where a node stands."""
        return self._place(_offset(node))

    def _place(self, offset: int) -> Place:
        before = self.text[:offset]
        return Place(self.path, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


def _offset(node: exp.Expr | None) -> int:
    """Where a node begins: its first positioned part, else that of what surrounds it."""
    while node is not None:
        found = _first_position(node)
        if found is not None:
            return found
        node = node.parent
    return 0


def _first_position(node: exp.Expr) -> int | None:
    waiting, found = deque([node]), []
    while waiting:
        part = waiting.popleft()
        start = part.meta.get("start") if part._meta else None
        if start is not None:
            found.append(start)
        waiting.extend(part.iter_expressions())
    return min(found, default=None)


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """A cure for a misspelt name: the nearest known one, or ``otherwise``."""
    near = get_close_matches(wrong, list(known), n=1)
    return f"did you mean {near[0]}?" if near else otherwise


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in a row, the first ones of many."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
