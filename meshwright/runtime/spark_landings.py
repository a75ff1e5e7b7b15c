"""A landing's files as a DataFrame: as declared or not at all."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from .csv_header import header
from .errors import RunError
from .landing_files import File, landed, place, unknown_format, version
from .plan import Input, PlannedColumn
from .spark_cells import SAID, raw, value
from .spark_sql import literal, quoted, spark_type
from .wording import in_words

if TYPE_CHECKING:
    from .spark import Services

HEADER_BYTES = 64 * 1024
"""Of each csv file, read to see its header line."""
_WHOLE = ("tinyint", "smallint", "int", "bigint")
_HELD: dict[str, tuple[str, ...]] = {
    "int": _WHOLE,
    "bigint": _WHOLE,
    "double": ("float", *_WHOLE),
    "timestamp": ("timestamp_ntz",),
}
"""By declared type, what else a parquet file may hold: never a number as a text."""


def read_landing(spark: Any, services: "Services", bucket: str, given: Input) -> tuple[Any, str]:
    """Every row of every file, without the columns to drop; and the version that is read.

    Raises:
        RunError: there is no file, or one is not as declared. A wrong value is found only when the rows are used.
    """
    found = landed(services.s3, bucket, given)
    readers = {"csv": _csv, "json": _json, "parquet": _parquet}
    if given.format not in readers:
        raise unknown_format(given)
    return readers[given.format](spark, services, bucket, given, found), version(found)


def _paths(services: "Services", bucket: str, found: Iterable[File]) -> list[str]:
    """Addresses that mean themselves: Hadoop would read ``*`` and its like as patterns."""
    return [re.sub(r"([\\\[\]{}*?])", r"\\\1", services.address(bucket, f.key)) for f in found]


def _wanted(given: Input) -> list[PlannedColumn]:
    return [c for c in given.columns if c.treatment != "drop"]


def _csv(spark: Any, services: "Services", bucket: str, given: Input, found: Sequence[File]) -> Any:
    for column in _wanted(given):
        if isinstance(column.type, dict):
            kind = in_words(column.type)
            raise RunError(f"landing {given.name}: column {column.name} is {kind}, which no csv file can hold")
    by_width: dict[int, list[File]] = defaultdict(list)
    for file in found:
        by_width[_width(services, bucket, given, file)].append(file)
    frames = [_csv_of_width(spark, services, bucket, given, n, files) for n, files in sorted(by_width.items())]
    return reduce(lambda one, other: one.unionAll(other), frames)


def _width(services: "Services", bucket: str, given: Input, file: File) -> int:
    """The number of columns in a file, whose header names them as declared."""
    begin = b""
    if file.size:
        part = services.s3.get_object(
            Bucket=bucket, Key=file.key, IfMatch=file.etag, Range=f"bytes=0-{HEADER_BYTES - 1}"
        )
        begin = part["Body"].read()
    return len(header(begin, given.columns, place(given, file.key)))


def _csv_of_width(
    spark: Any, services: "Services", bucket: str, given: Input, width: int, found: Sequence[File]
) -> Any:
    reader = spark.read.schema(", ".join(f"{raw(n)} STRING" for n in range(1, width + 1)))
    options = {
        "header": True, "mode": "FAILFAST", "multiLine": True, "sep": ",", "quote": '"', "escape": '"',
        "encoding": "UTF-8", "enforceSchema": True, "columnPruning": False,
    }  # fmt: skip
    texts = reader.options(**options).csv(_paths(services, bucket, found))
    return texts.selectExpr(*(value(c, given) for c in _wanted(given)))


def _json(spark: Any, services: "Services", bucket: str, given: Input, found: Sequence[File]) -> Any:
    """Read line by line by the same code as on one machine: what JSON readers let pass differs in each."""
    lines = spark.read.option("lineSep", "\n").text(_paths(services, bucket, found))
    named = lines.selectExpr("input_file_name() AS file", "CAST(value AS BINARY) AS line")
    shape = ", ".join(f"{quoted(c.name)} {spark_type(c.type)}" for c in _wanted(given))
    return spark.createDataFrame(named.rdd.mapPartitions(_objects(tuple(_wanted(given)), given.name)), shape)


def _objects(columns: tuple[PlannedColumn, ...], landing: str) -> Callable[[Iterable[Any]], Iterator[tuple[Any, ...]]]:
    """What a worker does with its lines."""

    def read(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        from meshwright.runtime.json_values import Wrong, values

        for row in rows:
            line = bytes(row.line).removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                try:
                    found = values(line, columns)
                except Wrong as problem:
                    file = row.file.rpartition("/")[2]
                    raise RuntimeError(f"{SAID}landing {landing}, {file}: {problem}") from None
                yield tuple(_mapped(v, c.type) for v, c in zip(found, columns, strict=True))

    return read


def _mapped(found: Any, type: Any) -> Any:
    """A value with its maps as Spark takes them, at every depth."""
    if found is None or isinstance(type, str):
        return found
    match type["type"]:
        case "list":
            return [_mapped(v, type["element"]) for v in found]
        case "struct":
            return tuple(_mapped(found[f["name"]], f["type"]) for f in type["fields"])
    return {k: _mapped(v, type["value"]) for k, v in found}


def _parquet(spark: Any, services: "Services", bucket: str, given: Input, found: Sequence[File]) -> Any:
    rows = spark.read.option("mergeSchema", True).parquet(*_paths(services, bucket, found))
    there = {f.name: f.dataType.simpleString() for f in rows.schema.fields}
    empty = spark.createDataFrame([], ", ".join(f"{quoted(c.name)} {spark_type(c.type)}" for c in _wanted(given)))
    types = {f.name: f.dataType.simpleString() for f in empty.schema.fields}
    return rows.selectExpr(*(_stored(c, given, there, types[c.name]) for c in _wanted(given)))


def _stored(column: PlannedColumn, given: Input, there: dict[str, str], declared: str) -> str:
    """A column of parquet files as its declared type."""
    name, type = quoted(column.name), spark_type(column.type)
    found, where = there.get(column.name), f"landing {given.name}: column {column.name}"
    if found is None:
        if column.required:
            raise RunError(f"{where} is missing; its files have {', '.join(sorted(there))}")
        return f"CAST(NULL AS {type}) AS {name}"
    if found != declared and not _holds(found, declared):
        raise RunError(f"{where} is {found}, declared is {in_words(column.type)}")
    missing = f"CAST(raise_error({literal(f'{SAID}{where} is empty; declare it optional=True')}) AS {type})"
    unfit = f"CAST(raise_error({literal(f'{SAID}{where} has a value that is not {in_words(column.type)}')}) AS {type})"
    absent = missing if column.required else f"CAST(NULL AS {type})"
    if found == declared:
        return f"CASE WHEN {name} IS NULL THEN {absent} ELSE {name} END AS {name}" if column.required else name
    cast = f"CAST({name} AS {type})" if found == "timestamp_ntz" else f"try_cast({name} AS {type})"
    return f"CASE WHEN {name} IS NULL THEN {absent} WHEN {cast} IS NULL THEN {unfit} ELSE {cast} END AS {name}"


def _holds(found: str, declared: str) -> bool:
    if declared.startswith("decimal"):
        return found in _WHOLE or found.startswith("decimal")
    return found in _HELD.get(declared, ())
