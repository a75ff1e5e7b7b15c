"""In which order tables are filled, and what `mesh check` says of the transforms."""

from graphlib import CycleError, TopologicalSorter

from meshwright.findings import Finding
from meshwright.language import Mesh, ProductRef, Table

from .compiled import Compiled
from .compiling import compile_mesh


def order(mesh: Mesh) -> list[tuple[ProductRef, Table]]:
    """Every table after those it reads, otherwise as written. Tables in a cycle come last: ``findings`` names them."""
    compiled = {(c.ref.database, c.table.name): c for c in compile_mesh(mesh)}
    cycle = _cycle(compiled)
    sorter: TopologicalSorter[tuple[str, str]] = TopologicalSorter()
    for key, one in compiled.items():
        sorter.add(key, *(t for t in one.tables if t in compiled and not (key in cycle and t in cycle)))
    return [(compiled[key].ref, compiled[key].table) for key in sorter.static_order()]


def findings(mesh: Mesh) -> tuple[Finding, ...]:
    """Everything that is wrong with the transforms, by place."""
    return tuple(sorted(f for c in compile_mesh(mesh) for f in c.findings))


def _cycle(compiled: dict[tuple[str, str], Compiled]) -> tuple[tuple[str, str], ...]:
    try:
        TopologicalSorter({k: [t for t in c.tables if t in compiled] for k, c in compiled.items()}).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()
