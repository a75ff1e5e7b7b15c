"""Csv files: comma, double quotes, a header line, UTF-8; every value as declared or an error with its line."""

import re
from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from ..csv_header import header, records
from ..errors import RunError
from ..instants import instant
from ..plan import PlannedColumn
from ..wording import in_words
from .types import arrow_schema

TRUE, FALSE = ["true", "True", "TRUE"], ["false", "False", "FALSE"]
_ROW = re.compile(r"(?:In CSV column #\d+: )?(?:CSV parse error: )?Row #(?P<row>\d+): ")
_COLUMN = re.compile(r"In CSV column #(?P<column>\d+): ")


def read_csv(body: bytes, columns: Sequence[PlannedColumn], null: str | None, where: str) -> pa.Table:
    """The columns that are to be read, with their Arrow types.

    Raises:
        RunError: the header is not as declared, or a line is not; with file and line.
    """
    width = len(header(body, columns, where))
    wanted = [c for c in columns if c.treatment != "drop"]
    for column in wanted:
        if isinstance(column.type, dict):
            raise RunError(f"{where}: column {column.name} is {in_words(column.type)}, which no csv file can hold")
    schema = arrow_schema(wanted)
    types = [pa.large_string() if pa.types.is_timestamp(t) else t for t in schema.types]
    read = _parse(body, width, wanted, types, null, where)
    arrays = [
        _instants(read.column(i), c, body, where) if pa.types.is_timestamp(t) else read.column(i)
        for i, (c, t) in enumerate(zip(wanted, schema.types, strict=True))
    ]
    for column, array in zip(wanted, arrays, strict=True):
        if column.required and array.null_count:
            line, _ = _record(body, pc.index(array.is_null(), True).as_py() + 2)
            more = f", as in {array.null_count - 1:,} more" if array.null_count > 1 else ""
            raise RunError(
                f"{where}, line {line}: column {column.name} is empty{more}; "
                "correct the file or declare the column optional=True"
            )
    return pa.Table.from_arrays(arrays, schema=schema)


def _parse(
    body: bytes, width: int, wanted: Sequence[PlannedColumn], types: list[pa.DataType], null: str | None,
    where: str,
) -> pa.Table:  # fmt: skip
    if b"\n" not in body.strip() and b"\r" not in body.strip():  # a header alone; pyarrow can't skip what is all
        return pa.table([pa.array([], t) for t in types], names=[c.name for c in wanted])
    names = [str(number) for number in range(1, width + 1)]  # by position: names may repeat
    convert = pyarrow.csv.ConvertOptions(
        column_types={str(c.number): t for c, t in zip(wanted, types, strict=True)},
        include_columns=[str(c.number) for c in wanted],
        null_values=sorted({"", null or ""}),
        strings_can_be_null=True,
        true_values=TRUE,
        false_values=FALSE,
    )

    def read(threads: bool) -> pa.Table:
        return pyarrow.csv.read_csv(
            pa.BufferReader(body),
            read_options=pyarrow.csv.ReadOptions(use_threads=threads, column_names=names, skip_rows=1),
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=convert,
        )

    try:
        return read(threads=True)
    except pa.ArrowInvalid:
        pass
    try:
        return read(threads=False)  # slower, but its errors know the row
    except pa.ArrowInvalid as problem:
        raise _explained(str(problem), body, width, wanted, where) from None


def _explained(
    message: str, body: bytes, width: int, wanted: Sequence[PlannedColumn], where: str
) -> RunError:  # fmt: skip
    row, position = _ROW.match(message), _COLUMN.match(message)
    if row is None:
        return RunError(f"{where}: {message[:1].lower()}{message[1:]}")
    line, values = _record(body, int(row["row"]))
    if position is None:
        return RunError(f"{where}, line {line}: {len(values)} values where the header names {width} columns")
    number = int(position["column"]) + 1
    column = next(c for c in wanted if c.number == number)
    return _unfit(column, values[number - 1] if number <= len(values) else "", line, where)


def _unfit(column: PlannedColumn, value: str, line: int, where: str) -> RunError:
    shown = "the value" if column.treatment else f'"{value[:60]}"'
    return RunError(f"{where}, line {line}: column {column.name}: {shown} is not {in_words(column.type)}")


def _instants(texts: pa.ChunkedArray, column: PlannedColumn, body: bytes, where: str) -> pa.ChunkedArray:
    """ISO 8601 texts as times; one without an offset is UTC. Each distinct text is parsed once."""
    encoded = texts.combine_chunks().dictionary_encode()
    instants: list[datetime | None] = []
    for index, text in enumerate(encoded.dictionary.to_pylist()):
        try:
            instants.append(instant(text.strip()))
        except ValueError:
            row = pc.index(encoded.indices, pa.scalar(index, encoded.indices.type)).as_py()
            line, _ = _record(body, row + 2)
            raise _unfit(column, text, line, where) from None
    times = pa.array(instants, pa.timestamp("us", tz="UTC"))
    return pa.chunked_array([times.take(encoded.indices)])


def _record(body: bytes, number: int) -> tuple[int, list[str]]:
    """The line and the values of one record; the header is record 1."""
    for count, found in enumerate(records(body), start=1):
        if count == number:
            return found
    return number, []
