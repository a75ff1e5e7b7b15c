"""Conversions: those that happen by themselves, and CAST.

A CAST that can't be done gives NULL, in both engines (Spark with ANSI mode off). Beside what Spark says, texts are read
by one grammar for both, and a number that doesn't fit its new type gives NULL, where Spark would wrap it round.
"""

import re
from datetime import date, datetime, timezone
from decimal import Decimal

from sqlglot import exp

from .problems import Problem
from .types import BINARY, DATE, DOUBLE, INTEGER, LONG, NULL, TEXT, TIMESTAMP, Type, as_decimal, decimal
from .values import Value, derive, text_duckdb, text_spark

_SPACE = r"[ \t\r\n]*"
WHOLE = rf"^{_SPACE}([+-]?[0-9]+)(?:\.[0-9]*)?{_SPACE}$"
NUMBER = rf"^{_SPACE}([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?){_SPACE}$"
DAY = rf"^{_SPACE}([0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}})(?:[ T].*)?{_SPACE}$"
INSTANT = (
    rf"^{_SPACE}([0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}"
    rf"(?:[ T][0-9]{{1,2}}:[0-9]{{1,2}}(?::[0-9]{{1,2}}(?:\.[0-9]{{1,6}})?)?"
    rf"(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?){_SPACE}$"
)
_TRUE, _FALSE = ("true", "t", "yes", "y", "1"), ("false", "f", "no", "n", "0")
_DECIMAL_DIGITS = 6
"""Fraction digits up to which Spark writes every decimal without an exponent."""


def constant(value: bool | int | str | None, type: Type) -> Value:
    """A literal."""
    if value is None:
        return Value("NULL", "NULL", NULL)
    if isinstance(value, bool):
        word = "TRUE" if value else "FALSE"
        return Value(word, word, type, literal=value)
    if isinstance(value, int):
        return Value(
            f"{value}L" if type == LONG else str(value),
            f"CAST({value} AS BIGINT)" if type == LONG else str(value),
            type,
            literal=value,
        )
    return Value(text_spark(value), text_duckdb(value), type, literal=value)


def day(value: date) -> Value:
    """A date literal."""
    text = f"DATE '{value.isoformat()}'"
    return Value(text, text, DATE, literal=value)


def instant(value: datetime) -> Value:
    """A timestamp literal; ``value`` is in UTC."""
    text = value.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
    return Value(f"TIMESTAMP '{text} UTC'", f"TIMESTAMP '{text}'", TIMESTAMP, literal=value)


def coerced(value: Value, type: Type) -> Value | None:
    """The value as ``type`` where nothing can be lost on the way; None where that can't be."""
    if value.type == type:
        return value
    if value.type == NULL:
        return derive([value], f"CAST(NULL AS {type.spark})", f"CAST(NULL AS {type.duckdb})", type)
    if value.type == TEXT and isinstance(value.literal, str) and type in (DATE, TIMESTAMP):
        return _read(value.literal, type)
    if value.type.numeric and type.numeric and _widens(value.type, type, value.literal):
        return _number(value, type)
    if (value.type, type) == (DATE, TIMESTAMP):
        return _plain(value, type)
    if value.type.name == type.name == "list" and coerced(Value("", "", value.type.parts[0]), type.parts[0]):
        return _plain(value, type)
    return None


def cure(given: Type, wanted: Type) -> str:
    """How to turn one type into another."""
    if given == TIMESTAMP and wanted == TEXT:
        return "write date_format(…, 'yyyy-MM-dd HH:mm:ss')"
    if given == DOUBLE and wanted == TEXT:
        return "write CAST(CAST(… AS DECIMAL(18, 6)) AS STRING), with the digits you need"
    if wanted.name == "boolean":
        return "write a comparison"
    return f"write CAST(… AS {wanted.spark})"


def cast(value: Value, type: Type, node: exp.Expr) -> Value:
    """An explicit CAST.

    Raises:
        Problem: the engines disagree about it, or it makes no sense.
    """
    if value.type in (type, NULL):
        found = coerced(value, type)
        assert found is not None
        return found
    widened = coerced(value, type) if value.type != TEXT else None
    if widened is not None:
        return widened
    if value.type == TEXT:
        found = _from_text(value, type)
    elif value.type.numeric and type.numeric:
        found = _narrowed(value, type)
    elif type == TEXT:
        found = _to_text(value)
    else:
        found = _between_kinds(value, type)
    if found is None:
        raise Problem(
            node,
            "type",
            f"CAST of {_article(value.type)} to {_article(type)} is not the same in both engines",
            _other_way(value.type, type),
        )
    return found


def _article(type: Type) -> str:
    return f"{'an' if type.name[0] in 'aeiou' else 'a'} {type}"


def _widens(given: Type, wanted: Type, literal: object) -> bool:
    if wanted == DOUBLE:
        return True
    if wanted == LONG:
        return given == INTEGER
    if wanted.name != "decimal" or given == DOUBLE:
        return False
    exact = decimal(len(str(abs(literal))), 0) if isinstance(literal, int) and given.whole else as_decimal(given)
    return wanted.scale >= exact.scale and wanted.precision - wanted.scale >= exact.precision - exact.scale


def _number(value: Value, type: Type) -> Value:
    if isinstance(value.literal, int | Decimal) and type == DOUBLE:
        text = f"{Decimal(value.literal):f}E0"
        return Value(text, f"CAST({text} AS DOUBLE)", DOUBLE, literal=float(value.literal))
    if isinstance(value.literal, int) and type == LONG:
        return constant(value.literal, LONG)
    return _plain(value, type)


def _plain(value: Value, type: Type) -> Value:
    return derive([value], f"CAST({value.spark} AS {type.spark})", f"CAST({value.duckdb} AS {type.duckdb})", type)


def _read(text: str, type: Type) -> Value | None:
    """A text literal as the date or instant it writes."""
    try:
        if type == DATE:
            return day(date.fromisoformat(text.strip())) if re.fullmatch(r"\d{4}-\d\d-\d\d", text.strip()) else None
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    aware = found if found.tzinfo else found.replace(tzinfo=timezone.utc)  # noqa: UP017  # text in a transform is UTC
    return instant(aware.astimezone(timezone.utc))  # noqa: UP017


def _narrowed(value: Value, type: Type) -> Value:
    """To a smaller kind of number: the fraction is cut off, what doesn't fit is NULL."""
    spark = f"try_cast({value.spark} AS {type.spark})"
    if type.whole and not value.type.whole:
        return derive([value], spark, f"TRY_CAST(trunc({value.duckdb}) AS {type.duckdb})", type)
    if value.type == DOUBLE and type.name == "decimal":  # through its shortest text, as Spark goes
        return derive([value], spark, f"TRY_CAST(CAST({value.duckdb} AS VARCHAR) AS {type.duckdb})", type)
    return derive([value], spark, f"TRY_CAST({value.duckdb} AS {type.duckdb})", type)


def _from_text(value: Value, type: Type) -> Value | None:
    grammar = {"integer": WHOLE, "long": WHOLE, "double": NUMBER, "decimal": NUMBER, "date": DAY, "timestamp": INSTANT}
    if type == BINARY:
        return derive([value], f"CAST({value.spark} AS BINARY)", f"encode({value.duckdb})", type)
    if type.name == "boolean":
        return _boolean(value)
    if type.name not in grammar:
        return None
    pattern = grammar[type.name]
    spark = f"regexp_extract({value.spark}, {text_spark(pattern)}, 1)"
    duckdb = f"regexp_extract({value.duckdb}, {text_duckdb(pattern)}, 1)"
    if type == TIMESTAMP:
        inner = f"make_timestamp(epoch_us(TRY_CAST({duckdb} AS TIMESTAMPTZ)))"
        return derive([value], f"CAST({spark} AS TIMESTAMP)", inner, type)
    return derive([value], f"CAST({spark} AS {type.spark})", f"TRY_CAST({duckdb} AS {type.duckdb})", type)


def _boolean(value: Value) -> Value:
    words = [(w, "TRUE") for w in _TRUE] + [(w, "FALSE") for w in _FALSE]
    whens = " ".join(f"WHEN '{word}' THEN {truth}" for word, truth in words)
    type = Type("boolean")
    spark = f"CASE lower(trim({value.spark})) {whens} END"
    return derive([value], spark, f"CASE lower(trim({value.duckdb}, ' ')) {whens} END", type)


def _to_text(value: Value) -> Value | None:
    exact = value.type.name == "decimal" and value.type.scale <= _DECIMAL_DIGITS
    if exact or value.type.whole or value.type.name in ("boolean", "date"):
        return _plain(value, TEXT)
    return None


def _between_kinds(value: Value, type: Type) -> Value | None:
    if (value.type, type) == (TIMESTAMP, DATE):
        return _plain(value, type)
    if value.type.name == "boolean" and type.numeric:
        return _plain(value, type)
    if value.type.numeric and type.name == "boolean":
        return derive([value], f"({value.spark} <> 0)", f"({value.duckdb} <> 0)", type)
    return None


def _other_way(given: Type, wanted: Type) -> str:
    if (given, wanted) == (TIMESTAMP, LONG) or (given == TIMESTAMP and wanted.numeric):
        return "write unix_timestamp(…)"
    if given.whole and wanted == TIMESTAMP:
        return "write timestamp_seconds(…) or timestamp_millis(…)"
    return cure(given, wanted) if wanted == TEXT else "go by way of a type that both know"
