"""Which required values a result lacks."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..errors import RunError
from ..plan import PlannedColumn, Type
from ..running import without_value
from .types import quoted

_Within = Callable[[str], str]
"""Makes a count for one row of a count for one value in it."""


def missing_value(spark: Any, query: str, columns: Iterable[PlannedColumn], where: str) -> RunError | None:
    """What to say of the first required column or part that has NULLs; None where all have values."""
    counts = list(lacking(columns))
    if not counts:
        return None
    sums = ", ".join(f"coalesce(sum({count}), 0)" for _, count in counts)
    rows, *missing = spark.sql(f"SELECT count(*), {sums} FROM ({query}) AS result").first()
    for (path, _), count in zip(counts, missing, strict=True):
        if count:
            return without_value(where, path, count, rows)
    return None


def lacking(columns: Iterable[PlannedColumn]) -> Iterator[tuple[str, str]]:
    """(path, how many values a row lacks there, in SQL) of every required column and part, outer before inner."""
    for column in columns:
        yield from _counts(quoted(column.name), column.type, column.required, column.name, lambda inner: inner, 0)


def _counts(
    value: str, type: Type, required: bool, path: str, within: _Within, depth: int
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """As ``lacking``, for one value; what is NULL itself lacks no part."""
    if required:
        yield path, within(f"CAST({value} IS NULL AS INT)")
    if isinstance(type, str):
        return
    if type["type"] == "struct":

        def inside(inner: str) -> str:
            return within(f"CASE WHEN {value} IS NULL THEN 0 ELSE {inner} END")

        for part in type["fields"]:
            name = part["name"]
            yield from _counts(
                f"{value}.{quoted(name)}", part["type"], part["required"], f"{path}.{name}", inside, depth
            )
        return
    kind, values = ("element", value) if type["type"] == "list" else ("value", f"map_values({value})")
    one, sum = f"one{depth}", f"sum{depth}"

    def among(inner: str) -> str:
        return within(
            f"CASE WHEN {value} IS NULL THEN 0 ELSE aggregate({values}, 0, ({sum}, {one}) -> {sum} + {inner}) END"
        )

    yield from _counts(one, type[kind], type[f"{kind}-required"], f"{path}.{kind}", among, depth + 1)
