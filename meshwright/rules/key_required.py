"""A key is never empty."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.table_columns:
        if at.column.key and at.column.optional:
            yield Breach(at.column.place.of("optional"), at.scope, f"{at.name} is a key and optional")


RULE = Rule(
    id="key-required",
    must="no column is both key and optional",
    why="an empty value identifies nothing, and Iceberg refuses it in an identifier",
    fix="remove optional=True, or make it no key",
    check=_check,
    waivable=False,
)
