"""Grades what became of a table."""

from collections.abc import Iterator, Mapping

from meshwright.language import Table

from . import transform_texts
from .columns import columns
from .grades import Change, Grade
from .ground import Ground
from .promises import expectations
from .rows import Row


def table_changes(ground: Ground, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Every change of a table; ``before`` and ``after`` are the transforms' texts by file name."""
    yield from columns(ground)
    yield from _partitioning(ground)
    yield from expectations(ground)
    yield from _transform(ground, before, after)
    base, head = ground.base, ground.head
    if base.description != head.description:
        place, meaning = head.place.of("description"), "nothing but the documentation changes"
        yield ground.change(Row.DESCRIBED, Grade.PATCH, place, None, "the table is described otherwise", meaning)


def _partitioning(ground: Ground) -> Iterator[Change]:
    before, after = _partitions(ground.base), _partitions(ground.head)
    if before == after:
        return
    now, was = (" and ".join(t.partition_by) or "nothing" for t in (ground.head, ground.base))
    what = f"the table is partitioned by {now}, before by {was}"
    meaning = "queries give the same: rows written before stay where they are, new ones are laid out anew"
    grade = Grade.MINOR
    if not after:  # Glue's update has no way to say "none"
        meaning, grade = "AWS keeps the partitioning where it is told of none", Grade.ILLEGAL
    yield ground.change(Row.PARTITIONING, grade, ground.head.place.of("partition_by"), None, what, meaning)


def _partitions(table: Table) -> list[tuple[int | str, str]]:
    numbers: dict[str, int] = {c.name: c.number for c in table.columns}
    return [(numbers.get(p.source, p.source), p.transform) for p in table.partitions]


def _transform(ground: Ground, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    base, head = ground.base, ground.head
    if transform_texts.same(before.get(base.transform), after.get(head.transform)):
        return
    what = f"the transform {head.transform} selects something else"
    meaning = "its columns are as they were, and what is in them may mean something else"
    yield ground.change(Row.TRANSFORM, Grade.MINOR, head.place.of("transform"), None, what, meaning)
