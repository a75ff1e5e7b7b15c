"""Grades what became of a product, by the table of docs/versions.md."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from meshwright.language import Product, Table

from .grades import Change, Grade
from .ground import Ground
from .promises import objectives
from .rows import Row
from .sensitivity import classification
from .tables import table_changes

NO_TRANSFORMS: Mapping[str, str] = MappingProxyType({})


def grade(
    base: Product,
    head: Product,
    before: Mapping[str, str] = NO_TRANSFORMS,
    after: Mapping[str, str] = NO_TRANSFORMS,
) -> tuple[Change, ...]:
    """Every change from ``base`` to ``head``, two states of one product, in the order of the files.

    ``before`` and ``after`` are the texts of the domain's transforms in base and head, by file name. Pure: the same
    input gives the same changes. The version, shares, visibility, ``urgent`` and ``retire`` are no part of the
    contract and no change of it.
    """
    return tuple(sorted(dict.fromkeys(_changes(base, head, before, after))))


def is_urgent(base: Product, head: Product) -> bool:
    """Whether the head gives a reason for which access shrinks at once. One given before is spent."""
    return head.urgent is not None and head.urgent != base.urgent


def _changes(base: Product, head: Product, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    urgent = is_urgent(base, head)
    yield from classification(base, head, urgent=urgent)
    yield from objectives(base, head)
    yield from _described(base, head)
    yield from _lifetime(base, head)
    yield from _adopted(base, head)
    if base.schedule != head.schedule:
        place, meaning = head.place.of("schedule"), "runs come at other times, and the objectives say how fresh it is"
        yield Change(place, Row.SCHEDULE, Grade.PATCH, None, None, "the schedule changes", meaning)
    old, new = {t.name: t for t in base.tables}, {t.name: t for t in head.tables}
    yield from _comings_and_goings(old, new)
    for name, table in new.items():
        if name in old:
            yield from table_changes(Ground(old[name], table, urgent), before, after)


def _described(base: Product, head: Product) -> Iterator[Change]:
    if base.purpose != head.purpose:
        place, meaning = head.place.of("purpose"), "nothing but the documentation changes"
        yield Change(place, Row.DESCRIBED, Grade.PATCH, None, None, "its purpose is described otherwise", meaning)


def _lifetime(base: Product, head: Product) -> Iterator[Change]:
    """When the whole major goes, and what follows it: to be told, but no change of what it promises until then."""
    if base.sunset != head.sunset:
        sooner = head.sunset is not None and (base.sunset is None or head.sunset < base.sunset)
        now = f"its last day is {head.sunset}" if head.sunset else "it has no last day any more"
        what = f"{now}, before {base.sunset}" if base.sunset and head.sunset else now
        meaning = "subscribers move to another major until then" if sooner else "subscribers have more time"
        yield Change(head.place.of("sunset"), Row.DEPRECATED, Grade.NONE, None, None, what, meaning)
    if base.successor != head.successor:
        what = f"major {head.successor} replaces it" if head.successor is not None else "no major replaces it any more"
        place, meaning = head.place.of("successor"), "subscribers know where to go"
        yield Change(place, Row.DEPRECATED, Grade.NONE, None, None, what, meaning)


def _adopted(base: Product, head: Product) -> Iterator[Change]:
    """Where its tables are: a database of its own, or one that was there before the mesh."""
    if base.adopts == head.adopts:
        return
    if head.adopts is None:
        what, now = f'it no longer adopts database "{base.adopts}"', "its own database, which begins empty"
    elif base.adopts is None:
        what, now = f'it adopts database "{head.adopts}"', f'"{head.adopts}"'
    else:
        what, now = f'it adopts database "{head.adopts}", before "{base.adopts}"', f'"{head.adopts}"'
    meaning = f"its tables are those of {now}, and queries that name the old database stay with what is there"
    yield Change(head.place.of("adopts"), Row.ADOPTED, Grade.MAJOR, None, None, what, meaning, at_risk=True)


def _comings_and_goings(old: Mapping[str, Table], new: Mapping[str, Table]) -> Iterator[Change]:
    gone = {name: table for name, table in old.items() if name not in new}
    come = {name: table for name, table in new.items() if name not in old}
    for before, after in _renamed(gone, come):
        del gone[before.name], come[after.name]
        what = f'table "{before.name}" is called "{after.name}"'
        meaning = "readers see one table removed and another one added, which begins empty"
        yield Change(after.place.of("name"), Row.RENAMED, Grade.MAJOR, before.name, None, what, meaning, at_risk=True)
    for name, table in gone.items():
        what, meaning = f'table "{name}" is removed', "queries that name it fail"
        yield Change(table.place, Row.REMOVED, Grade.MAJOR, name, None, what, meaning, at_risk=True)
    for name, table in come.items():
        what, meaning = f'table "{name}" is added', "there is more to read"
        yield Change(table.place, Row.TABLE_ADDED, Grade.MINOR, name, None, what, meaning)


def _renamed(gone: Mapping[str, Table], come: Mapping[str, Table]) -> Iterator[tuple[Table, Table]]:
    """Tables that are the same but for their name."""
    free = list(come.values())
    for table in list(gone.values()):
        twin = next((t for t in free if t.columns == table.columns), None)
        if twin is not None:
            free.remove(twin)
            yield table, twin
