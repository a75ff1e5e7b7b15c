"""Csv files on Spark: comma, double quotes, a header line, UTF-8; the same values as everywhere.

Spark splits the files into texts; what a text means is said here, since Spark's own reading lets much pass. It reads
them as Latin-1, where every byte is one character, so that bytes that are no UTF-8 can still be told.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..csv_header import header, records
from ..errors import RunError
from ..instants import DATE, FORM
from ..landing_files import File, place
from ..plan import Input, PlannedColumn
from ..wording import in_words
from .parts import FILE, Address, Part, first_problem
from .types import literal, quoted, type_name

BEGINNING = 64 * 1024
"""Bytes of a file that are fetched at first to read its header."""
THREADS = 16
"""How many headers are fetched at once."""
_WIDTH = "width"
"""The column that Spark puts a line into that has not as many values as the header."""
_BLANKS = "' \\t'"
"""What may stand around a number or a date."""
_WHOLE = r"-?[0-9]+"
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_NAMED = r"(?i)[+-]?(?:nan|inf|infinity)"
_TRUE, _FALSE = "('true', 'True', 'TRUE')", "('false', 'False', 'FALSE')"
_NO_SECONDS = r"\A(.{16})(Z|[+-].*)\z"
"""A time to the minute with an offset, which Spark does not take."""
_SHOWN = 60


def csv_parts(
    spark: Any, s3: Any, bucket: str, given: Input, files: tuple[File, ...], address: Address
) -> list[Part]:  # fmt: skip
    """The files by the width of their headers.

    Raises:
        RunError: a header is not as declared, or a column is of a type that no csv file can hold.
    """
    wanted = [c for c in given.columns if c.treatment != "drop"]
    for column in wanted:
        if isinstance(column.type, dict):
            raise RunError(
                f"landing {given.name}: column {column.name} is {in_words(column.type)}, which no csv file can hold"
            )
    with ThreadPoolExecutor(THREADS) as pool:
        widths = list(pool.map(lambda file: _width(s3, bucket, file, given), files))
    return [
        _part(spark, given, wanted, width, address.of(f for f, w in zip(files, widths, strict=True) if w == width))
        for width in sorted(set(widths))
    ]


def _width(s3: Any, bucket: str, file: File, given: Input) -> int:
    """How many columns a file's header names, once it is known that they are the declared ones."""
    fetched = BEGINNING
    while True:
        body = b""
        if file.size:  # there is no range of an empty object
            wanted = {"Bucket": bucket, "Key": file.key, "IfMatch": file.etag, "Range": f"bytes=0-{fetched - 1}"}
            body = s3.get_object(**wanted)["Body"].read()
        if fetched >= file.size or sum(1 for _, _ in zip(range(2), records(body), strict=False)) == 2:
            return len(header(body, given.columns, place(given, file.key)))
        fetched *= 4


def _part(spark: Any, given: Input, wanted: Sequence[PlannedColumn], width: int, paths: list[str]) -> Part:
    texts = spark.read.options(
        header=True, sep=",", quote='"', escape='"', multiLine=True, encoding="ISO-8859-1", mode="PERMISSIVE",
        columnNameOfCorruptRecord=_WIDTH, ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False,
        recursiveFileLookup=True,
    ).schema(", ".join(f"`{n}` STRING" for n in (*range(1, width + 1), _WIDTH))).csv(paths)  # fmt: skip
    missing = ", ".join(("''", *([literal(_latin(given.null))] if given.null else [])))
    found = (f"CASE WHEN `{c.number}` IN ({missing}) THEN NULL ELSE `{c.number}` END AS `{c.number}`" for c in wanted)
    rows = texts.selectExpr(FILE, _WIDTH, *found)
    uneven = (f"{_WIDTH} IS NOT NULL", literal(f"a line has not the {width} values that the header names"))
    columns = tuple(f"{_value(c)} AS {quoted(c.name)}" for c in wanted)
    return Part(rows, first_problem((uneven, *(p for c in wanted for p in _problems(c)))), columns)


def _problems(column: PlannedColumn) -> Iterator[tuple[str, str]]:
    """(condition, message) for what may be wrong with a column's text."""
    text = f"`{column.number}`"
    shown = literal("the value")
    if not column.treatment:
        shown = f"concat('\"', substring(decode({_bytes(text)}, 'UTF-8'), 1, {_SHOWN}), '\"')"
    if good := _good(column, text):
        before, after = literal(f"column {column.name}: "), literal(f" is not {in_words(column.type)}")
        yield f"{text} IS NOT NULL AND NOT coalesce({good}, FALSE)", f"concat({before}, {shown}, {after})"
    if column.required:
        cure = "correct the file or declare the column optional=True"
        yield f"{text} IS NULL", literal(f"column {column.name} is empty; {cure}")


def _good(column: PlannedColumn, text: str) -> str | None:
    """The condition for a text that is as declared; None where every text is."""
    within, value = f"trim(BOTH {_BLANKS} FROM {text})", _value(column)
    match column.type:
        case "int" | "long":
            return f"{_like(within, _WHOLE)} AND {value} IS NOT NULL"
        case "double":
            return f"{_like(within, _NUMBER)} OR {_like(within, _NAMED)}"
        case "boolean":
            return f"{text} IN {_TRUE} OR {text} IN {_FALSE}"
        case "date":
            return f"{_like(within, f'(?!0000){DATE}')} AND {value} IS NOT NULL"
        case "timestamptz":
            return f"{_like(f'trim({text})', FORM)} AND {value} IS NOT NULL"
        case "string":  # decoding puts a mark in place of what is no UTF-8
            return f"CAST(decode({_bytes(text)}, 'UTF-8') AS BINARY) = {_bytes(text)}"
        case "binary":
            return None
    exact = f"CAST({within} AS {_widest(str(column.type))})"
    return f"{_like(within, _NUMBER)} AND {value} = {exact}"


def _value(column: PlannedColumn) -> str:
    """A text as a value; NULL or anything where it is not as declared."""
    text = f"`{column.number}`"
    match column.type:
        case "string":
            return f"decode({_bytes(text)}, 'UTF-8')"
        case "binary":
            return _bytes(text)
        case "boolean":
            return f"{text} IN {_TRUE}"
        case "timestamptz":
            return f"CAST(regexp_replace(trim({text}), {literal(_NO_SECONDS)}, '$1:00$2') AS TIMESTAMP)"
    return f"CAST(trim(BOTH {_BLANKS} FROM {text}) AS {type_name(column.type)})"


def _widest(decimal: str) -> str:
    """A decimal of as many digits before the point, and of as many as possible behind it."""
    precision, scale = (int(n) for n in decimal.removeprefix("decimal(").removesuffix(")").split(","))
    return f"DECIMAL(38, {38 - (precision - scale)})"


def _like(text: str, form: str) -> str:
    whole = rf"\A(?:{form})\z"
    return f"{text} RLIKE {literal(whole)}"


def _bytes(text: str) -> str:
    return f"encode({text}, 'ISO-8859-1')"


def _latin(text: str) -> str:
    return text.encode().decode("latin-1")
