"""In which order tables are filled, and what a check says of all transforms."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from meshwright.findings import Finding
from meshwright.language import Mesh, ProductRef, Table

from .compiled import Compiled
from .compiling import compile_mesh

Key = tuple[str, str]
"""(database, table)."""
Reads = dict[Key, tuple[Key, ...]]


def order(mesh: Mesh) -> list[tuple[ProductRef, Table]]:
    """Every table that has a transform, after those it reads.

    Where tables read each other, which ``findings`` reports, the circle is opened at one of them.
    """
    compiled = _by_key(mesh)
    reads = _reads(compiled)
    for _ in _circles(reads):  # removes what closes each circle from reads
        pass
    found = (compiled[key] for key in TopologicalSorter(reads).static_order())
    return [(one.ref, one.table) for one in found if one.ref.product.filled]


def findings(mesh: Mesh) -> tuple[Finding, ...]:
    """Everything that is wrong with the transforms, by place. A file that isn't there is the rules' to say."""
    compiled = _by_key(mesh)
    found = [f for c in compiled.values() for f in c.findings if f.id != "transform-missing"]
    found += [_circular(circle, compiled) for circle in _circles(_reads(compiled))]
    return tuple(sorted(found))


def _by_key(mesh: Mesh) -> dict[Key, Compiled]:
    return {(c.ref.database, c.table.name): c for c in compile_mesh(mesh)}


def _reads(compiled: Mapping[Key, Compiled]) -> Reads:
    return {key: tuple(t for t in one.tables if t in compiled and t != key) for key, one in compiled.items()}


def _circles(reads: Reads) -> Iterator[list[Key]]:
    """Each circle of tables, from the first that closes it; it is opened in ``reads`` before the next is looked for."""
    while True:
        try:
            TopologicalSorter(reads).prepare()
        except CycleError as error:
            circle = _turned(list(error.args[1])[:-1])
            reads[circle[0]] = tuple(t for t in reads[circle[0]] if t != circle[1])
            yield circle
        else:
            return


def _turned(circle: list[Key]) -> list[Key]:
    """The circle in reading direction, from its alphabetically first table.

    ``graphlib`` lists each node before the one that depends on it.
    """
    readers = circle[::-1]
    first = readers.index(min(readers))
    return [*readers[first:], *readers[:first], readers[first]]


def _circular(circle: list[Key], compiled: Mapping[Key, Compiled]) -> Finding:
    names = " reads ".join(".".join(key) for key in circle)
    return Finding(
        compiled[circle[0]].places[circle[1]],
        "transform-cycle",
        f"tables read each other: {names}",
        "take what they share into a table of its own, or leave out one of these",
    )
