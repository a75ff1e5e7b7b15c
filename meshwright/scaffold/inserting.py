"""Adds a product to a definition file: everything that was in it stays, byte for byte."""

import ast
import builtins
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meshwright.errors import MeshError
from meshwright.language import CONSTRUCTORS
from meshwright.writing import parts
from meshwright.writing.files import bound, import_line, unused
from meshwright.writing.layout import WIDTH, Group, placed
from meshwright.writing.notes import lines

from .draft import Draft
from .source import Source


class _Unplaceable(Exception):
    """There is no place for it that is certain to be right; says why."""


@dataclass(frozen=True)
class _Edit:
    """Characters ``begin`` to ``end`` become ``text``."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True)
class _Added:
    """What a draft adds to a file."""

    draft: Draft
    blocks: tuple[str, ...]
    """Landings and tables by their own names, to stand above the domain."""
    landings: tuple[str, ...]
    tables: Mapping[int, str]
    words: frozenset[str]

    def product(self, indent: int) -> str:
        """The product, as it stands on a line of this indent, below its comment."""
        note = "".join(f"# {line}\n{' ' * indent}" for line in self._note)
        return note + placed(self._node, indent)

    def by_name(self) -> str:
        """The product, bound to a name."""
        return bound("product", self._node, self._note)

    @property
    def _node(self) -> Group:
        return parts.product(self.draft.product, self.draft.notes, self.tables)

    @property
    def _note(self) -> tuple[str, ...]:
        return lines(self.draft.notes, parts.scope_of(self.draft.product))


def insert(path: str, text: str, draft: Draft) -> str:
    """The text with the draft's landings and product in it.

    Raises:
        MeshError: its lists are not written out, so that a person has to do it; with the text to paste.
    """
    source = Source(text.replace("\r\n", "\n"))
    added = _added(source, draft)
    try:
        if "\r\n" in text and text.count("\r\n") != text.count("\n"):
            raise _Unplaceable("its lines end in different ways")
        done = _grown(source, added).text
    except _Unplaceable as problem:
        pasted = "\n\n".join((import_line(sorted(added.words)), *added.blocks, added.by_name()))
        landings = f"{', '.join(added.landings)} to its landings and " if added.landings else ""
        raise MeshError(
            f"{path}: {problem}, so nothing was written; paste this, and add {landings}product to its products:\n\n"
            f"{pasted}\n"
        ) from None
    return done.replace("\n", "\r\n") if "\r\n" in text else done


def _added(source: Source, draft: Draft) -> _Added:
    taken = {n.id for n in ast.walk(source.module) if isinstance(n, ast.Name)}
    taken |= {"domain", "l", "range", *CONSTRUCTORS, *keyword.kwlist, *dir(builtins)}
    blocks, landings, tables, used = [], [], {}, {*parts.words(parts.product(draft.product, draft.notes, {}))}
    for landing in draft.landings:
        name = unused((landing.name, f"{landing.name}_landing"), taken | {t.name for t in draft.product.tables})
        taken.add(name)
        landings.append(name)
        node = parts.landing(landing, draft.notes)
        used |= {*parts.words(node)}
        blocks.append(bound(name, node, lines(draft.notes, f"landing.{landing.name}")))
    scope = parts.scope_of(draft.product)
    for table in draft.product.tables:
        name = unused((table.name, f"{table.name}_table", f"{scope}_{table.name}"), taken)
        taken.add(name)
        tables[id(table)] = name
        node = parts.table(table, draft.notes, scope)
        blocks.append(bound(name, node, lines(draft.notes, f"{scope}.{table.name}")))
    return _Added(draft, tuple(blocks), tuple(landings), tables, frozenset(used))


def _grown(source: Source, added: _Added) -> Source:
    """The file with everything that is added: arguments first, since that may spread what stood on one line."""
    wanted = ["landings", "products"] if added.landings else ["products"]
    _, call = _domain(source)
    there = {k.arg for k in call.keywords}
    missing = [name for name in wanted if name not in there]
    if missing:
        source = _applied(source, [_arguments(source, call, added, missing)])
    statement, call = _domain(source)
    first, edits = statement.lineno, []
    for name in wanted:
        if name not in missing:
            value = next(k.value for k in call.keywords if k.arg == name)
            found, holder = _list(source, value, name, statement)
            first = min(first, holder.lineno)
            edits.append(_entry(source, found, added, name))
    place = source.above(next(s for s in source.module.body if s.lineno == first))
    apart = "" if source.text[:place].endswith("\n\n") else "\n"
    blocks = _Edit(place, place, apart + "".join(f"{block}\n\n" for block in added.blocks))
    return _applied(source, [*edits, blocks, *_import(source, added.words)])


def _domain(source: Source) -> tuple[ast.Assign, ast.Call]:
    for statement in source.module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="domain")], value=ast.Call(func=ast.Name(id="Domain")) as call):
                return statement, call
    raise _Unplaceable("it does not say domain = Domain(…)")


def _list(source: Source, value: ast.expr, name: str, holder: ast.stmt) -> tuple[ast.List, ast.stmt]:
    """The list that holds the landings or products, where it is written out here or above."""
    if isinstance(value, ast.Name):
        for statement in source.module.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=bound)], value=held) if bound == value.id:
                    return _list(source, held, name, statement)
    if not isinstance(value, ast.List):
        what = "made by a comprehension" if isinstance(value, ast.ListComp) else "no list that is written out"
        raise _Unplaceable(f"{name} is {what}")
    return value, holder


def _entry(source: Source, found: ast.List, added: _Added, name: str) -> _Edit:
    """One more entry at the end of a list."""
    begin, closing = source.begin(found) + 1, source.end(found) - 1
    outer = source.indent(closing)
    inner = source.indent(source.begin(found.elts[0])) if found.elts else ""
    tall = bool(found.elts) and source.text[source.line_start(closing) : closing].strip() == ""
    if not tall and name == "landings":
        mark = ", " if found.elts and not source.comma_before(closing, begin) else ""
        line = source.text[source.line_start(closing) :].partition("\n")[0]
        if len(line) + sum(map(len, added.landings)) + 2 * len(added.landings) <= WIDTH:
            return _Edit(closing, closing, mark + ", ".join(added.landings))
    inner = inner if tall and len(inner) > len(outer) else f"{outer}    "
    entries = list(added.landings) if name == "landings" else [added.product(len(inner))]
    lines = "".join(f"{inner}{entry},\n" for entry in entries)
    if not found.elts:
        if source.text[begin:closing].strip():
            raise _Unplaceable(f"{name} holds a comment alone")
        return _Edit(begin, closing, f"\n{lines}{outer}")
    last = source.last_code(begin, closing)
    comma = "" if source.comma_before(closing, begin) else ","
    rest = source.text[last:closing]
    if tall:
        return _Edit(last, closing, f"{comma}{rest.rstrip(' ')}{lines}{outer}")
    if "\n" in source.text[begin:closing]:
        return _Edit(last, closing, f"{comma}{rest.rstrip()}\n{lines}{outer}")
    return _Edit(begin, closing, f"\n{_spread(source, found.elts, inner)}{lines}{outer}")


def _arguments(source: Source, call: ast.Call, added: _Added, missing: list[str]) -> _Edit:
    """New arguments behind the last one."""
    closing = source.end(call) - 1
    begin = source.end(call.func) + 1
    tall = source.text[source.line_start(closing) : closing].strip() == ""
    outer = source.indent(closing)
    inner = f"{outer}    "
    written = []
    for name in missing:
        if name == "landings":
            written.append(f"landings=[{', '.join(added.landings)}]")
        else:
            written.append(f"products=[\n{inner}    {added.product(len(inner) + 4)},\n{inner}]")
    lines = "".join(f"{inner}{argument},\n" for argument in written)
    last = source.last_code(begin, closing)
    comma = "" if source.comma_before(closing, begin) else ","
    rest = source.text[last:closing]
    if tall:
        return _Edit(last, closing, f"{comma}{rest.rstrip(' ')}{lines}{outer}")
    if "\n" in source.text[begin:closing]:
        return _Edit(last, closing, f"{comma}{rest.rstrip()}\n{lines}{outer}")
    return _Edit(begin, closing, f"\n{_spread(source, [*call.args, *call.keywords], inner)}{lines}{outer}")


def _spread(source: Source, entries: Sequence[ast.expr | ast.keyword], indent: str) -> str:
    """What stood on one line, one entry a line."""
    return "".join(f"{indent}{source.text[source.begin(e) : source.end(e)]},\n" for e in entries)


def _import(source: Source, words: frozenset[str]) -> list[_Edit]:
    """The words that are not imported yet, in the last import; below it where that holds a comment."""
    imports = [s for s in source.module.body if isinstance(s, ast.ImportFrom)]
    known = {a.name for s in imports for a in s.names}
    wanted = sorted(words - known)
    if not wanted:
        return []
    if not imports:
        raise _Unplaceable("it imports nothing")
    last = imports[-1]
    begin, end = source.begin(last), source.end(last)
    if "#" in source.text[begin:end] or ";" in source.text[end:].partition("\n")[0]:
        line_end = source.text.find("\n", end)
        return [_Edit(line_end, line_end, "\n" + import_line(wanted))]
    return [_Edit(begin, end, import_line([*(a.name for a in last.names), *wanted]))]


def _applied(source: Source, edits: Sequence[_Edit]) -> Source:
    text = source.text
    for edit in sorted(edits, key=lambda e: e.begin, reverse=True):
        text = text[: edit.begin] + edit.text + text[edit.end :]
    return Source(text)
