"""What a definition may not contain, and what to write instead."""

import ast
from collections.abc import Iterator

from meshwright.language.quoting import quoted

_VALUE = "write the value itself"
_EXPRESSIONS: dict[str, tuple[str, str]] = {
    "Await": ("an await", _VALUE),
    "BinOp": ("a calculation", "write its result, or an f-string to join texts"),
    "BoolOp": ("a condition", "write the value that it would give"),
    "Bytes": ("bytes", "write a text"),
    "Compare": ("a comparison", "write True or False"),
    "Complex": ("an imaginary number", "write a number"),
    "Ellipsis": ("an ellipsis", _VALUE),
    "GeneratorExp": ("a generator", "write a list, […]"),
    "IfExp": ("a condition", "write the value that it would give"),
    "Lambda": ("a lambda", "write the value itself: a definition is never run"),
    "NamedExpr": ("an assignment inside an expression", "bind the name on a line of its own"),
    "Set": ("a set", "write a list, […]"),
    "SetComp": ("a set", "write a list, […]"),
    "Slice": ("a slice", _VALUE),
    "Starred": ("an unpacking with a star", "write the entries themselves"),
    "Subscript": ("a lookup by index", "write the value itself, or bind it to a name of its own"),
    "UnaryOp": ("an operator", "write the value that it would give"),
    "Yield": ("a yield", _VALUE),
    "YieldFrom": ("a yield", _VALUE),
}
_STATEMENTS: dict[str, tuple[str, str]] = {
    "Assert": ("an assertion", "remove it: the checks of the mesh are its rules"),
    "AsyncFor": ("a loop", "write a list, or a comprehension over one"),
    "AsyncFunctionDef": ("a function", "write the values themselves: a definition is never run"),
    "AsyncWith": ("a with block", "remove it: a definition is never run"),
    "AugAssign": ("an assignment that changes a name", "bind a new name to the whole value"),
    "Break": ("a break", "remove it"),
    "ClassDef": ("a class", "use the constructors of the language"),
    "Continue": ("a continue", "remove it"),
    "Delete": ("a deletion", "remove it"),
    "For": ("a loop", "write a list, or a comprehension over one"),
    "FunctionDef": ("a function", "write the values themselves: a definition is never run"),
    "Global": ("a global statement", "remove it"),
    "If": ("a condition", "write the one case that holds"),
    "Match": ("a match", "write the one case that holds"),
    "Nonlocal": ("a nonlocal statement", "remove it"),
    "Pass": ("a pass", "remove it"),
    "Raise": ("a raise", "remove it: a definition is never run"),
    "Return": ("a return", "remove it"),
    "Try": ("a try block", "remove it: a definition is never run"),
    "TryStar": ("a try block", "remove it: a definition is never run"),
    "TypeAlias": ("a type alias", "remove it"),
    "While": ("a loop", "write a list, or a comprehension over one"),
    "With": ("a with block", "remove it: a definition is never run"),
}


def expression(node: ast.expr) -> tuple[str, str]:
    """What an expression is that the language does not have, and what to write instead."""
    if isinstance(node, ast.Attribute):
        what = f"the attribute {quoted('.' + node.attr)}"
        return what, "use values as they are: only Expect and Objective have alternatives"
    if isinstance(node, ast.Constant):
        kind = {bytes: "Bytes", complex: "Complex"}.get(type(node.value), "Ellipsis")
    else:
        kind = type(node).__name__
    return _EXPRESSIONS.get(kind, ("an expression that the language does not have", _VALUE))


def statement(node: ast.stmt) -> tuple[str, str]:
    """What a statement is that the language does not have, and what to write instead."""
    unknown = ("a statement that the language does not have", "bind names to values, and nothing else")
    return _STATEMENTS.get(type(node).__name__, unknown)


def comprehension(node: ast.ListComp | ast.DictComp) -> tuple[ast.expr, str, str] | None:
    """What is too much about a comprehension: where, what and what to write instead."""
    first, *others = node.generators
    if others:
        return others[0].target, "a comprehension with two loops", "write one loop, over a list of the pairs"
    if first.is_async:
        return first.target, "an asynchronous comprehension", "remove async"
    if first.ifs:
        return first.ifs[0], "a comprehension with a condition", "list only what belongs to it"
    return None


def worth_reading(node: ast.expr) -> Iterator[ast.expr]:
    """The constructor calls and lists directly inside a refused expression: their problems are shown as well."""
    if not isinstance(node, ast.Lambda | ast.GeneratorExp | ast.SetComp):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call | ast.List | ast.Tuple | ast.Dict | ast.ListComp):
                yield child


def root(node: ast.expr) -> str | None:
    """The name that a chain of attributes, lookups and calls begins with."""
    inner = node
    while isinstance(inner, ast.Attribute | ast.Subscript | ast.Call):
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    return inner.id if inner is not node and isinstance(inner, ast.Name) else None


def names_bound_by(node: ast.stmt) -> Iterator[str]:
    """Names that a refused statement would have bound: using them is no second mistake."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield inner.name
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
        elif isinstance(inner, ast.alias):
            yield inner.asname or inner.name.partition(".")[0]
        elif isinstance(inner, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and inner.name:
            yield inner.name
