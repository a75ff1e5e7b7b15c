"""A table is partitioned by columns that can be."""

from collections.abc import Iterator

from meshwright.access.spelling import nearest

from .facts import Facts
from .kinds import INTEGRAL, article
from .rule import Breach, Rule

_DAYS = frozenset({"date", "timestamp"})
PARTITIONABLE = {
    "identity": INTEGRAL | _DAYS | {"text", "decimal", "boolean"},
    "year": _DAYS,
    "month": _DAYS,
    "day": _DAYS,
    "hour": frozenset({"timestamp"}),
    "bucket": INTEGRAL | _DAYS | {"text", "decimal", "binary"},
    "truncate": INTEGRAL | {"text", "decimal", "binary"},
}
"""By transform, the types of its source: "Partition Transforms" of the Iceberg specification, without doubles."""


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.tables:
        for partition in at.table.partitions:
            word = partition.transform.partition("[")[0]
            column = at.table.column(partition.source)
            place = at.place.of("partition_by")
            if column is None:
                near = nearest(partition.source, (c.name for c in at.table.columns))
                message = f'{at.name} is partitioned by "{partition.source}", which is no column'
                yield Breach(place, at.scope, message, f'write "{near}"' if near else "")
            elif column.type.kind not in PARTITIONABLE[word]:
                kind = article(column.type.kind)
                message = f'{at.name} is partitioned by the {word} of "{partition.source}", which is {kind}'
                yield Breach(place, at.scope, message)


RULE = Rule(
    id="partition-resolves",
    must="partition_by names top-level columns, and their types have what it asks: a year, an hour, a bucket …",
    why="Iceberg refuses to create the table",
    fix="partition by another column",
    check=_check,
    waivable=False,
)
