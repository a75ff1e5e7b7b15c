"""Reads one definition file: text in, values and findings out. Nothing of the file is run."""

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.findings import Finding
from meshwright.language import CONSTRUCTORS
from meshwright.language.place import Place
from meshwright.language.quoting import printable, quoted

from . import limits, refusing
from .evaluating import Evaluator
from .files import Unfit, cookie, plain
from .page import Page, Position
from .scan import scan
from .scope import Imported, Scope
from .values import BROKEN, Exhausted
from .wording import near


@dataclass(frozen=True)
class Reading:
    """What one file says."""

    values: Mapping[str, Any]
    """What each name is bound to, where that is sound. A list may hold ``BROKEN`` entries, each with its finding."""
    places: Mapping[str, Place]
    """Where each name is bound, broken ones included."""
    findings: tuple[Finding, ...]
    """Everything that is wrong, in order."""
    complete: bool = True
    """Whether the file was read to its end."""


def read_definition(path: str, text: str) -> Reading:
    """Evaluate a definition.

    ``path`` is what findings and places call the file: relative to the project's root, with forward slashes. The
    result depends on the two arguments and nothing else; it can be pickled, and kept for the same path and text.
    """
    page = Page(path, text)
    module = _parsed(page, text)
    if module is None:
        return Reading({}, {}, tuple(page.findings), complete=False)
    scope = Scope(page, _later(module))
    complete = False
    try:
        _Statements(page, scope).run(module)
        complete = True
    except Exhausted:
        pass  # the finding is on the page
    except RecursionError:
        page.report((1, 1), "over-limit", "the file nests too deep", "write it flatter")
    values = scope.values
    return Reading(
        {name: value for name, value in values.items() if value is not BROKEN},
        {name: page.place(scope.position(name)) for name in values},
        tuple(sorted(set(page.findings))),
        complete,
    )


def _parsed(page: Page, text: str) -> ast.Module | None:
    if len(text) > limits.FILE_BYTES:
        message = f"the file has {len(text)} characters"
        page.report((1, 1), "over-limit", message, f"keep it below {limits.FILE_BYTES}, or split it")
        return None
    checked = plain(text)
    unfit = checked if isinstance(checked, Unfit) else cookie(checked)
    if unfit is not None:
        page.report((unfit.line, unfit.column), unfit.id, unfit.message, unfit.fix)
        return None
    assert isinstance(checked, str)
    excess = scan(checked)
    if excess is not None:
        before = checked[: excess.offset]
        position = before.count("\n") + 1, len(before) - before.rfind("\n")
        page.report(position, excess.id, excess.message, excess.fix)
        return None
    return _tree(page, checked)


def _tree(page: Page, text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            # an unknown escape such as "\d" is a warning today and an error in a Python to come
            warnings.simplefilter("error")
            return ast.parse(text)
    except SyntaxError as error:
        message, _, hint = printable(error.msg or "invalid syntax").partition(". ")
        fix = _begun_small(hint.rstrip("?.")) or "mend the line"
        page.report(_stated(error, text), "syntax", f"not valid Python: {_begun_small(message)}", fix)
    except ValueError as error:
        page.report((1, 1), "syntax", f"not valid Python: {printable(str(error))}", "mend the file")
    except (RecursionError, MemoryError):
        page.report((1, 1), "over-limit", "the file is too deep for Python's parser", "write it flatter")
    return None


def _begun_small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _stated(error: SyntaxError, text: str) -> Position:
    """Python counts columns from the first line of a string that has several, which may be beyond the line's end."""
    lines = text.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    return line, min(max(error.offset or 1, 1), len(lines[line - 1]) + 1)


def _later(module: ast.Module) -> dict[str, int]:
    assigned = [s for s in module.body if isinstance(s, ast.Assign)]
    return {t.id: s.lineno for s in reversed(assigned) for t in s.targets if isinstance(t, ast.Name)}


class _Statements:
    """Goes through a file from top to bottom."""

    def __init__(self, page: Page, scope: Scope) -> None:
        self._page = page
        self._scope = scope
        self._evaluator = Evaluator(page, scope)
        self._at_top = True

    def run(self, module: ast.Module) -> None:
        for index, statement in enumerate(module.body):
            match statement:
                case ast.Expr(value=ast.Constant(value=str())) if index == 0:
                    pass
                case ast.ImportFrom() | ast.Import():
                    self._import(statement)
                case ast.Assign():
                    self._at_top = False
                    self._assign(statement, statement.targets, statement.value)
                case ast.AnnAssign(value=ast.expr() as value):
                    self._at_top = False
                    self._page.report(
                        statement.annotation, "forbidden-syntax", "an annotation", "write the name and = alone"
                    )
                    self._assign(statement, [statement.target], value)
                case ast.Expr(value=value):
                    self._at_top = False
                    self._expression(value)
                case _:
                    self._at_top = False
                    self._refuse(statement)

    def _assign(self, statement: ast.stmt, targets: list[ast.expr], value: ast.expr) -> None:
        built = self._evaluator.value(value)
        if len(targets) > 1:
            self._page.report(targets[1], "forbidden-syntax", "two names for one value", "bind one name")
        for target in targets:
            if isinstance(target, ast.Name):
                self._scope.bind(target.id, target, built)
            else:
                what, fix = "an assignment to more than one name", "bind one name on each line"
                if not isinstance(target, ast.Tuple | ast.List):
                    what, fix = "an assignment to a part of a value", "write the whole value at once"
                self._page.report(target, "forbidden-syntax", what, fix)
                for name in refusing.names_bound_by(ast.copy_location(ast.Expr(target), statement)):
                    self._scope.bind_quietly(name, target)

    def _expression(self, value: ast.expr) -> None:
        if self._evaluator.value(value) is not BROKEN:
            self._page.report(value, "forbidden-syntax", "a value without a name", "bind it to a name, or remove it")

    def _refuse(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.AnnAssign):
            what, fix = "an annotation", "write the name and its value"
        else:
            what, fix = refusing.statement(statement)
        self._page.report(statement, "forbidden-syntax", what, fix)
        for name in refusing.names_bound_by(statement):
            self._scope.bind_quietly(name, statement)

    def _import(self, statement: ast.ImportFrom | ast.Import) -> None:
        module = "." * statement.level + (statement.module or "") if isinstance(statement, ast.ImportFrom) else None
        if module != "meshwright":
            self._foreign(statement, module)
            return
        if not self._at_top:
            self._page.report(statement, "forbidden-import", "an import below the top", "move it to the top")
        for alias in statement.names:
            self._word(alias)

    def _foreign(self, statement: ast.ImportFrom | ast.Import, module: str | None) -> None:
        shown = module if module is not None else statement.names[0].name
        message = f"an import of {quoted(shown)}"
        if shown == "meshwright":
            message = "an import of meshwright as a whole"
        self._page.report(
            statement, "forbidden-import", message, "import only words of the language: from meshwright import Domain"
        )
        for alias in statement.names:
            name = alias.asname or (alias.name if module is not None else alias.name.partition(".")[0])
            if module is not None and module.startswith("meshwright.") and name in CONSTRUCTORS:
                self._scope.bind(name, alias, Imported(name))  # the place is wrong, the word is right
            else:
                self._scope.bind_quietly(name, alias)

    def _word(self, alias: ast.alias) -> None:
        name = alias.name
        if name == "*":
            self._page.report(alias, "forbidden-import", "an import of everything", "import each word by name")
            self._scope.import_everything()
        elif name not in CONSTRUCTORS:
            meant = near(name, CONSTRUCTORS)
            fix = f"write {meant}" if meant else "import only words of the language"
            self._page.report(alias, "forbidden-import", f"meshwright has no {quoted(name)}", fix)
            self._scope.bind_quietly(alias.asname or name, alias)
        elif alias.asname is not None:
            message = f"the alias {quoted(alias.asname)}"
            self._page.report(alias, "forbidden-import", message, f"import {name} by its own name")
            self._scope.bind(alias.asname, alias, Imported(name))
        else:
            self._scope.bind(name, alias, Imported(name))
