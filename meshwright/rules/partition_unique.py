"""Partition fields don't get in each other's way."""

from collections.abc import Iterator

from meshwright.language import Partition

from .facts import Facts, TableAt
from .rule import Breach, Rule

_TIMES = ("year", "month", "day", "hour")


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        seen: dict[tuple[str, str], Partition] = {}
        for partition in at.table.partitions:
            problem = _problem(at, partition, seen)
            if problem:
                yield Breach(at.place.of("partition_by"), at.scope, f"{at.name} is partitioned {problem}")


def _problem(at: TableAt, partition: Partition, seen: dict[tuple[str, str], Partition]) -> str | None:
    word = partition.transform.partition("[")[0]
    first = seen.setdefault((partition.source, "time" if word in _TIMES else word), partition)
    if first is not partition:
        return f'by "{partition.source}" twice, as {first.transform} and as {partition.transform}'
    if word != "identity" and at.table.column(partition.name) is not None:
        return f'by the {word} of "{partition.source}", which is called "{partition.name}" like a column'
    return None


RULE = Rule(
    id="partition-unique",
    must="a column is used once in partition_by, and no partition field is called like a column",
    why="Iceberg refuses redundant partitions, and fields and columns of one name",
    fix="keep the finer one, or rename the column",
    check=_check,
    waivable=False,
)
