"""Lets the calls and lists of a definition file grow: what they held stays, byte for byte."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from meshwright.writing.files import import_line
from meshwright.writing.layout import WIDTH, Atom, Entry, Node, placed

from .source import Source


class Unplaceable(Exception):
    """There is no place for it that is certain to be right; says why."""


@dataclass(frozen=True)
class Edit:
    """Characters ``begin`` to ``end`` become ``text``."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True)
class Listed:
    """Entries for the list that a call has under a name."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def short(self) -> bool:
        """Whether they may stand beside others on a line."""
        return all(isinstance(e.value, Atom) and not e.note for e in self.entries)


def applied(source: Source, edits: Sequence[Edit]) -> Source:
    """The text with everything changed."""
    text = source.text
    for edit in sorted(edits, key=lambda e: e.begin, reverse=True):
        text = text[: edit.begin] + edit.text + text[edit.end :]
    return Source(text)


def domain_call(source: Source) -> tuple[ast.Assign, ast.Call]:
    """The statement ``domain = Domain(…)``, and the call."""
    for statement in source.module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="domain")], value=ast.Call(func=ast.Name(id="Domain")) as call):
                return statement, call
    raise Unplaceable("it does not say domain = Domain(…)")


def argument(call: ast.Call, name: str) -> ast.expr | None:
    """What a call gives under a name."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def resolved(source: Source, value: ast.expr, holder: ast.stmt) -> tuple[ast.expr, ast.stmt]:
    """A value where it is written out: here, or above under a name; and the statement that holds it."""
    if isinstance(value, ast.Name):
        for statement in source.module.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=bound)], value=held) if bound == value.id:
                    return resolved(source, held, statement)
    return value, holder


def listed(source: Source, value: ast.expr, name: str, holder: ast.stmt) -> tuple[ast.List, ast.stmt]:
    """The list of that name, where it is written out; and the statement that holds it."""
    found, holder = resolved(source, value, holder)
    if not isinstance(found, ast.List):
        what = "made by a comprehension" if isinstance(found, ast.ListComp) else "no list that is written out"
        raise Unplaceable(f"{name} is {what}")
    return found, holder


def more_entries(source: Source, found: ast.List, more: Listed) -> Edit:
    """Entries at the end of a list."""
    begin, closing = source.begin(found) + 1, source.end(found) - 1
    outer = source.indent(closing)
    inner = source.indent(source.begin(found.elts[0])) if found.elts else ""
    tall = bool(found.elts) and source.text[source.line_start(closing) : closing].strip() == ""
    if not tall and more.short:
        mark = ", " if found.elts and not source.comma_before(closing, begin) else ""
        line = source.text[source.line_start(closing) :].partition("\n")[0]
        words = [placed(e.value, 0) for e in more.entries]
        if len(line) + sum(map(len, words)) + 2 * len(words) <= WIDTH:
            return Edit(closing, closing, mark + ", ".join(words))
    inner = inner if tall and len(inner) > len(outer) else f"{outer}    "
    lines = "".join(_line(entry, inner) for entry in more.entries)
    if not found.elts:
        if source.text[begin:closing].strip():
            raise Unplaceable(f"{more.name} holds a comment alone")
        return Edit(begin, closing, f"\n{lines}{outer}")
    return _behind(source, begin, closing, found.elts, lines, inner)


def more_arguments(source: Source, call: ast.Call, name: str, node: Node) -> Edit:
    """A new argument behind the last one of a call."""
    closing = source.end(call) - 1
    inner = f"{source.indent(closing)}    "
    written = placed(node, len(inner), len(name) + 1, f"{name}=")
    return _behind(
        source, source.end(call.func) + 1, closing, [*call.args, *call.keywords], f"{inner}{written},\n", inner
    )


def _behind(
    source: Source, begin: int, closing: int, there: Sequence[ast.expr | ast.keyword], lines: str, inner: str
) -> Edit:
    """Lines behind the last of what is there, which is spread where it stood on one line."""
    outer = source.indent(closing)
    last = source.last_code(begin, closing) if there else begin
    comma = "" if not there or source.comma_before(closing, begin) else ","
    rest = source.text[last:closing]
    if source.text[source.line_start(closing) : closing].strip() == "":
        return Edit(last, closing, f"{comma}{rest.rstrip(' ')}{lines}{outer}")
    if "\n" in source.text[begin:closing]:
        return Edit(last, closing, f"{comma}{rest.rstrip()}\n{lines}{outer}")
    return Edit(begin, closing, f"\n{_spread(source, there, inner)}{lines}{outer}")


def _spread(source: Source, entries: Sequence[ast.expr | ast.keyword], indent: str) -> str:
    """What stood on one line, one entry a line."""
    return "".join(f"{indent}{source.text[source.begin(e) : source.end(e)]},\n" for e in entries)


def _line(entry: Entry, inner: str) -> str:
    note = "".join(f"{inner}# {line}\n" for line in entry.note)
    return f"{note}{inner}{placed(entry.value, len(inner), len(entry.prefix), entry.prefix)},\n"


def more_imports(source: Source, words: frozenset[str]) -> list[Edit]:
    """The words that are not imported yet, in the last import; below it where that holds a comment."""
    imports = [s for s in source.module.body if isinstance(s, ast.ImportFrom)]
    known = {a.name for s in imports for a in s.names}
    wanted = sorted(words - known)
    if not wanted:
        return []
    if not imports:
        raise Unplaceable("it imports nothing")
    last = imports[-1]
    begin, end = source.begin(last), source.end(last)
    if "#" in source.text[begin:end] or ";" in source.text[end:].partition("\n")[0]:
        line_end = source.text.find("\n", end)
        return [Edit(line_end, line_end, "\n" + import_line(wanted))]
    return [Edit(begin, end, import_line([*(a.name for a in last.names), *wanted]))]
