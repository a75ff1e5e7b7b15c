"""Compile a table's transform, or those of the whole mesh."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import finalize

from meshwright.language import Mesh, ProductRef, Table

from .compiled import Compiled
from .compiler import Compiler
from .lineage import Lineage
from .parsing import parse
from .planning import plan
from .problems import Report
from .sensitivity import check
from .sources import Sources
from .values import TooLong

_compiled: dict[int, tuple[Compiled, ...]] = {}


def compile_mesh(mesh: Mesh) -> tuple[Compiled, ...]:
    """Every table of the mesh, compiled; once for each mesh."""
    if id(mesh) not in _compiled:
        with _uncollected():
            _compiled[id(mesh)] = tuple(compile_table(mesh, ref, table) for ref, table in mesh.tables())
        finalize(mesh, _compiled.pop, id(mesh), None)
    return _compiled[id(mesh)]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector, which would look again and again at trees that are all still needed."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def compile_table(mesh: Mesh, ref: ProductRef, table: Table) -> Compiled:
    """One table's transform, checked and written for both engines.

    Never raises for a mistake in the transform: what is wrong is in ``findings``.
    """
    if not ref.product.filled:
        return Compiled(ref, table, None, (), ())  # others fill it
    text = mesh.transforms.get(ref.domain.name, {}).get(table.transform)
    path = f"domains/{ref.domain.name}/transforms/{table.transform}"
    report = Report(path, text or "")
    if text is None:
        report.at(0, "missing", f"table {table.name} of {ref} has no transform", f"write {path}")
        return Compiled(ref, table, None, report.findings, ())
    sources = Sources(mesh, ref, table)
    try:
        query = parse(text, report)
        done = Compiler(sources, report).published(query, table) if query is not None and not report.findings else None
    except RecursionError:
        report.at(0, "syntax", "the transform is nested too deeply", "give the inner parts names with WITH")
        done = None
    except TooLong:
        report.at(0, "syntax", "an expression grows too long when it is compiled", "give its parts names with WITH")
        done = None
    places = {(s.database, s.name): report.place(s.node) for s in sources.found.values() if s.table is not None}
    if done is None:
        return Compiled(ref, table, None, report.findings, sources.inputs(), places)
    sql, columns, decided = done
    lineage = Lineage({c.name: columns[c.name].edges for c in table.columns}, decided)
    check(report, query, table, lineage, sources)
    made = None if any(f.level == "error" for f in report.findings) else plan(ref, table, sources.inputs(), sql)
    return Compiled(ref, table, made, report.findings, sources.inputs(), places, lineage)
