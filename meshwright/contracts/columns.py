"""Grades what became of the columns of a table. A column is its number; its name is a label."""

from collections.abc import Iterator, Sequence

from meshwright.language import Column, ListOf, MapOf, Struct

from .grades import Change, Grade
from .ground import Ground
from .rows import Row
from .sayings import column_changes
from .types import Retyped, retyped, shown, skeleton


def columns(ground: Ground) -> Iterator[Change]:
    """Every change of the columns, nested ones too."""
    yield from _beside(ground, ground.base.columns, ground.head.columns, "")
    yield from _row_key(ground)


def _beside(ground: Ground, base: Sequence[Column], head: Sequence[Column], above: str) -> Iterator[Change]:
    """Changes of columns that stand beside each other: a table's, or a struct's."""
    before, after = {c.number: c for c in base}, {c.number: c for c in head}
    for number, column in before.items():
        if number not in ground.after:
            yield _dropped(ground, column, above)
    for number, column in after.items():
        path = above + column.name
        if number in before:
            yield from _same_number(ground, before[number], column, path)
        else:
            yield from _added(ground, column, path)
    if [n for n in before if n in after] != [n for n in after if n in before]:
        place = head[0].place if above else ground.head.place.of("columns")
        what = f"the {'fields of ' + above[:-1] if above else 'columns'} stand in another order"
        meaning = "queries that say SELECT * give their columns in another order"
        yield ground.change(Row.REORDERED, Grade.PATCH, place, above[:-1] or None, what, meaning)


def _dropped(ground: Ground, column: Column, above: str) -> Change:
    path = above + column.name
    if identifying := sorted(n for n in (c.number for c in column.walk()) if n in ground.identifying):
        why = "partitions or identifies rows" if column.number in identifying else "holds what identifies rows"
        what = f'column "{path}" is dropped, which {why}'
        meaning = "written rows could no longer be found or told apart"
        return ground.change(Row.IDENTIFYING_COLUMN, Grade.ILLEGAL, column.place, path, what, meaning, gone=True)
    what, meaning = f'column "{path}" is dropped', "queries that name it fail"
    return ground.change(Row.COLUMN_DROPPED, Grade.MAJOR, column.place, path, what, meaning, gone=True)


def _added(ground: Ground, column: Column, path: str) -> Iterator[Change]:
    reused = [c for c in column.walk() if c.number in ground.before or c.number in ground.base.reserved]
    for part in reused:
        yield _reused(ground, part, path)
    if column in reused:
        return
    kind = shown(column.type)
    if column.optional:
        meaning = "rows written before are empty there, and queries go on as they are"
        yield ground.change(
            Row.COLUMN_ADDED, Grade.MINOR, column.place, path, f'optional column "{path}" ({kind}) is added', meaning
        )
    elif column.default is None:
        what = f'required column "{path}" ({kind}) is added'
        meaning = "rows written before have no value for it, so nothing could read them"
        yield ground.change(Row.REQUIRED_ADDED, Grade.ILLEGAL, column.place, path, what, meaning)
    else:
        what = f'required column "{path}" ({kind}) is added with a default'
        meaning = "defaults for rows written before need Iceberg version 3, and tables have version 2"
        yield ground.change(Row.REQUIRED_ADDED_WITH_DEFAULT, Grade.ILLEGAL, column.place, path, what, meaning)


def _reused(ground: Ground, column: Column, path: str) -> Change:
    number = column.number
    was = f'"{ground.paths[number]}"' if number in ground.paths else "a column that is gone"
    what = f'column "{path}" uses number {number}, which is that of {was}'
    meaning = "the values written under that number would appear in it"
    return ground.change(Row.NUMBER_REUSED, Grade.ILLEGAL, column.place.of("number"), path, what, meaning)


def _same_number(ground: Ground, base: Column, head: Column, path: str) -> Iterator[Change]:
    found = retyped(base.type, head.type)
    if base.name != head.name:
        if found not in (None, Retyped.WIDER):
            what = (
                f'number {head.number} was "{base.name}" ({shown(base.type)}) and is "{head.name}" ({shown(head.type)})'
            )
            meaning = "the values written under that number would be misread"
            yield ground.change(Row.NUMBER_REUSED, Grade.ILLEGAL, head.place.of("number"), path, what, meaning)
            return
        what = f'column "{base.name}" is renamed to "{head.name}"'
        meaning = f'queries that name "{base.name}" fail, and rows written before are read under the new name'
        yield ground.change(Row.COLUMN_RENAMED, Grade.MAJOR, head.place.of("name"), path, what, meaning)
    if found is not None:
        yield _retyped(ground, base, head, path, found)
    yield from _optional(ground, base, head, path)
    yield from column_changes(ground, base, head, path)
    if found is None or found is Retyped.PART:
        yield from _inside(ground, base, head, path)


def _retyped(ground: Ground, base: Column, head: Column, path: str, found: Retyped) -> Change:
    before, after = shown(base.type), shown(head.type)
    what = f'column "{path}" changes its type from {before} to {after}'
    place = head.place
    if found is Retyped.PART:
        what = f'column "{path}" has another {"key" if isinstance(head.type, MapOf) else "element"}'
    if base.number in ground.identifying:
        what = f"{what}, and partitions or identifies rows"
        meaning = "rows written before could no longer be found or told apart"
        return ground.change(Row.IDENTIFYING_COLUMN, Grade.ILLEGAL, place, path, what, meaning)
    if found is Retyped.WIDER:
        meaning = f"SQL goes on as it is, and programs that read it as {before} have to be changed"
        return ground.change(Row.TYPE_WIDENED, Grade.MINOR, place, path, what, meaning)
    meaning = "rows written before could not be read any more"
    row = Row.DATE_TO_TIMESTAMP if found is Retyped.DATE_TO_TIMESTAMP else Row.TYPE_CHANGED
    return ground.change(row, Grade.ILLEGAL, place, path, what, meaning)


def _optional(ground: Ground, base: Column, head: Column, path: str) -> Iterator[Change]:
    if base.optional == head.optional:
        return
    place = head.place.of("optional")
    if head.optional:
        what, meaning = f'column "{path}" becomes optional', "readers meet empty values where there were none"
        yield ground.change(Row.MADE_OPTIONAL, Grade.MAJOR, place, path, what, meaning)
    else:
        what, meaning = f'column "{path}" becomes required', "rows written before may be empty there"
        yield ground.change(Row.MADE_REQUIRED, Grade.ILLEGAL, place, path, what, meaning)


def _inside(ground: Ground, base: Column, head: Column, path: str) -> Iterator[Change]:
    match base.type, head.type:
        case Struct(fields=before), Struct(fields=after):
            yield from _beside(ground, before, after, f"{path}.")
        case ListOf(element=old), ListOf(element=new) if old.number == new.number:
            yield from _same_number(ground, old, new, f"{path}.{new.name}")
        case MapOf(key=old_key, value=old), MapOf(key=new_key, value=new):
            if skeleton(old_key) == skeleton(new_key):
                yield from _same_number(ground, old_key, new_key, f"{path}.{new_key.name}")
            if old.number == new.number:
                yield from _same_number(ground, old, new, f"{path}.{new.name}")


def _row_key(ground: Ground) -> Iterator[Change]:
    before = {n for n, c in ground.before.items() if c.key and n in ground.after}
    after = {n for n, c in ground.after.items() if c.key}
    if before == after:
        return
    key = ", ".join(f'"{ground.after[n].name}"' for n in sorted(after)) or "nothing"
    was = ", ".join(f'"{ground.before[n].name}"' for n in sorted(before)) or "nothing"
    what = f"rows are identified by {key}, before by {was}"
    meaning = "what one row stands for changes, and with it every join and count"
    yield ground.change(Row.ROW_KEY, Grade.MAJOR, ground.head.place.of("columns"), None, what, meaning)
