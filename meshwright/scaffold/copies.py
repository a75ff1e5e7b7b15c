"""A sample's copy beside the definition: bounded, with the declared names, and without anybody's personal values."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from meshwright.runtime.treatments import generalise

from .columns import Pair
from .personal import EMAIL
from .sampled import KEPT, Sample


def copy(sample: Sample, pairs: Sequence[Pair]) -> bytes:
    """The first rows as a file of the same format."""
    if sample.format == "csv":
        return _csv(sample, pairs)
    from .parquet_copies import parquet

    return parquet(sample, pairs)


def stood_in(pair: Pair) -> list[Any]:
    """A column's first values; personal ones replaced, equal ones by equal ones and different ones by different."""
    values = list(pair.field.values[:KEPT])
    if pair.kind is None:
        return values
    if pair.treatment == "generalise":
        return [None if v is None else _coarse(pair, v) for v in values]
    numbers: dict[Any, int] = {}
    for value in values:
        if value is not None:
            numbers.setdefault(repr(value), len(numbers) + 1)
    return [None if v is None else _invented(pair, v, numbers[repr(v)]) for v in values]


def _coarse(pair: Pair, value: Any) -> Any:
    """A csv file's text stays one that its column can be read from."""
    if not isinstance(value, str) or pair.landed.type.kind == "text":
        return generalise(value)
    match pair.landed.type.kind:
        case "date" | "timestamp":
            return f"{value[:4]}-01-01"
        case "long" | "integer":
            return str(generalise(int(value)))
    return str(generalise(float(value)))


def _invented(pair: Pair, value: Any, number: int) -> Any:
    match value:
        case str():
            return f"person{number:04}@example.org" if pair.kind is EMAIL else f"{pair.landed.name}_{number:04}"
        case bool() | float() | bytes():
            return type(value)()
        case int():
            return number
        case datetime():
            return value.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        case date():
            return date.fromordinal(date(1970, 1, 1).toordinal() + number)
    return value


def _csv(sample: Sample, pairs: Sequence[Pair]) -> bytes:
    columns = [stood_in(pair) for pair in pairs]
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([pair.landed.name for pair in pairs])
    empty = sample.null or ""
    writer.writerows([empty if v is None else v for v in row] for row in zip(*columns, strict=True))
    return written.getvalue().encode()
