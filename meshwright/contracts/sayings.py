"""Grades what a column says of its values: treatment, unit, deprecation, default, description."""

from collections.abc import Iterator

from meshwright.language import Column
from meshwright.language.quoting import quoted

from .grades import Change, Grade
from .ground import Ground
from .rows import Row
from .sensitivity import treatment


def column_changes(ground: Ground, base: Column, head: Column, path: str) -> Iterator[Change]:
    """Every change of what a column says of itself; not its number, name and type."""
    if base.pii != head.pii:
        yield treatment(ground, base, head, path)
    if base.unit != head.unit:
        yield _unit(ground, base, head, path)
    if base.deprecated != head.deprecated:
        yield _deprecated(ground, base, head, path)
    if (type(base.default), base.default) != (type(head.default), head.default):
        before, after = ("nothing" if c.default is None else quoted(c.default) for c in (base, head))
        what = f'column "{path}" holds {after} where nothing is given, before {before}'
        meaning = "rows written from now on hold it, and those written before stay as they are"
        yield ground.change(Row.DEFAULT, Grade.MINOR, head.place.of("default"), path, what, meaning)
    if base.description != head.description:
        yield _described(ground, head, "description", path, f'column "{path}" is described otherwise')
    if base.why != head.why:
        yield _described(ground, head, "why", path, f'column "{path}" gives another reason for its raw values')


def _unit(ground: Ground, base: Column, head: Column, path: str) -> Change:
    place = head.place.of("unit")
    if base.unit is None:
        what = f'column "{path}" is said to be in {quoted(head.unit)}'
        meaning = "readers know what its values are in"
        return ground.change(Row.UNIT, Grade.MINOR, place, path, what, meaning)
    now = f"is in {quoted(head.unit)}" if head.unit is not None else "has no unit"
    what = f'column "{path}" {now}, before in {quoted(base.unit)}'
    meaning = "queries go on, and calculate with values that mean something else"
    return ground.change(Row.UNIT, Grade.MAJOR, place, path, what, meaning)


def _deprecated(ground: Ground, base: Column, head: Column, path: str) -> Change:
    place = head.place.of("deprecated")
    if base.deprecated is None:
        what = f'column "{path}" is deprecated: {head.deprecated}'
        meaning = "a later major may leave it out, so whoever reads it looks for what replaces it"
        return ground.change(Row.DEPRECATED, Grade.MINOR, place, path, what, meaning)
    if head.deprecated is None:
        what, meaning = f'column "{path}" is no longer deprecated', "it stays, and nobody has to do anything"
        return ground.change(Row.DEPRECATED, Grade.PATCH, place, path, what, meaning)
    return _described(ground, head, "deprecated", path, f'column "{path}" is deprecated in other words')


def _described(ground: Ground, head: Column, field: str, path: str, what: str) -> Change:
    meaning = "nothing but the documentation changes"
    return ground.change(Row.DESCRIBED, Grade.PATCH, head.place.of(field), path, what, meaning)
