"""Functions of dates and instants. Instants are UTC, in both engines."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from ..casts import cast
from ..problems import Problem, did_you_mean
from ..types import DATE, INTEGER, LONG, TEXT, TIMESTAMP, Type
from ..values import Value, derive, text_duckdb, text_spark
from .registry import Call, Topic, letting, tried

functions = Topic("Dates and times")

for _spark, _duckdb in {
    "year": "year({0})", "quarter": "quarter({0})", "month": "month({0})", "day dayofmonth": "day({0})",
    "dayofyear": "dayofyear({0})", "dayofweek": "(dayofweek({0}) + 1)", "weekday": "(isodow({0}) - 1)",
    "weekofyear": "weekofyear({0})",
}.items():  # fmt: skip
    functions.scalar(_spark, [DATE], INTEGER, f"CAST({_duckdb} AS INTEGER)")
for _name in ("hour", "minute", "second"):
    functions.scalar(_name, [TIMESTAMP], INTEGER, f"CAST({_name}({{0}}) AS INTEGER)")
functions.scalar("last_day", [DATE], DATE, "last_day({0})")
functions.scalar("date_sub", [DATE, INTEGER], DATE, "({0} - {1})")
functions.scalar("add_months", [DATE, INTEGER], DATE, "CAST({0} + to_months({1}) AS DATE)")
functions.scalar("unix_date", [DATE], INTEGER, "CAST({0} - DATE '1970-01-01' AS INTEGER)")
functions.scalar("date_from_unix_date", [INTEGER], DATE, "(DATE '1970-01-01' + {0})")
functions.scalar("unix_timestamp to_unix_timestamp", [TIMESTAMP], LONG, "(epoch_us({0}) // 1000000)")
functions.scalar("unix_millis", [TIMESTAMP], LONG, "((epoch_us({0}) - ((epoch_us({0}) % 1000) + 1000) % 1000) // 1000)")
functions.scalar("unix_micros", [TIMESTAMP], LONG, "epoch_us({0})")
functions.scalar("timestamp_seconds", [LONG], TIMESTAMP, "make_timestamp({0} * 1000000)")
functions.scalar("timestamp_millis", [LONG], TIMESTAMP, "make_timestamp({0} * 1000)")
functions.scalar("timestamp_micros", [LONG], TIMESTAMP, "make_timestamp({0})")

UNITS = {
    "MICROSECOND": "to_microseconds", "MILLISECOND": "to_milliseconds", "SECOND": "to_seconds",
    "MINUTE": "to_minutes", "HOUR": "to_hours", "DAY": "to_days", "WEEK": "to_weeks", "MONTH": "to_months",
    "QUARTER": "to_quarters", "YEAR": "to_years",
}  # fmt: skip
_MICROSECONDS = {
    "MICROSECOND": 1, "MILLISECOND": 1000, "SECOND": 10**6, "MINUTE": 60 * 10**6, "HOUR": 3600 * 10**6,
    "DAY": 86400 * 10**6, "WEEK": 7 * 86400 * 10**6,
}  # fmt: skip
_TRUNCATED = {
    "YEAR": "year", "YYYY": "year", "YY": "year", "QUARTER": "quarter", "MONTH": "month", "MM": "month", "MON": "month",
    "WEEK": "week",
}  # fmt: skip
_FINER = {"DAY": "day", "DD": "day", "HOUR": "hour", "MINUTE": "minute", "SECOND": "second"}
_FORMATS = {
    "yyyy": ("%Y", "[0-9]{4}"), "MM": ("%m", "[0-9]{2}"), "dd": ("%d", "[0-9]{2}"), "HH": ("%H", "[0-9]{2}"),
    "mm": ("%M", "[0-9]{2}"), "ss": ("%S", "[0-9]{2}"),
}  # fmt: skip
_FORMAT_WORD = re.compile(r"yyyy|MM|dd|HH|mm|ss|'[A-Za-z ]+'|[-/:., _]")


@functions.builds("date_add", 2, 3, "(date, integer) → date, or (UNIT, integer, timestamp) → timestamp")
def date_add(call: Call) -> Value:
    """Days later; or, with a unit, as timestampadd."""
    return timestampadd(call) if len(call.args) == 3 else days_later(call.take(0, DATE), call.take(1, INTEGER))


@functions.builds("dateadd", 2, 3, "(date, integer) → date, or (UNIT, integer, timestamp) → timestamp")
def dateadd(call: Call) -> Value:
    """As date_add."""
    return date_add(call)


def days_later(start: Value, days: Value) -> Value:
    """A date some days later."""
    return derive([start, days], f"date_add({start.spark}, {days.spark})", f"({start.duckdb} + {days.duckdb})", DATE)


@functions.builds("datediff date_diff", 2, 3, "(end date, start date) → integer, or (UNIT, start, end) → long")
def datediff(call: Call) -> Value:
    """Days from the second to the first; or, with a unit, as timestampdiff."""
    if len(call.args) == 3:
        return timestampdiff(call)
    end, start = call.take(0, DATE), call.take(1, DATE)
    duckdb = f"CAST({end.duckdb} - {start.duckdb} AS INTEGER)"
    return derive([end, start], f"datediff({end.spark}, {start.spark})", duckdb, INTEGER)


@functions.builds("timestampadd", 3, 3, "(UNIT, integer, timestamp) → timestamp")
def timestampadd(call: Call) -> Value:
    """An instant some units later; a month that is shorter ends on its last day."""
    unit = _unit(call, UNITS)
    return later(call.take(2, TIMESTAMP), call.take(1, INTEGER), unit)


def later(start: Value, number: Value, unit: str) -> Value:
    """An instant some units later."""
    duckdb = f"({start.duckdb} + {UNITS[unit]}({number.duckdb}))"
    return derive([start, number], f"timestampadd({unit}, {number.spark}, {start.spark})", duckdb, TIMESTAMP)


@functions.builds("timestampdiff", 3, 3, "(UNIT, start, end) → long")
def timestampdiff(call: Call) -> Value:
    """Whole units from the second to the third."""
    unit = _unit(call, _MICROSECONDS)
    start, end = call.take(1, TIMESTAMP), call.take(2, TIMESTAMP)
    duckdb = f"((epoch_us({end.duckdb}) - epoch_us({start.duckdb})) // {_MICROSECONDS[unit]})"
    return derive([start, end], f"timestampdiff({unit}, {start.spark}, {end.spark})", duckdb, LONG)


def _unit(call: Call, units: dict[str, str] | dict[str, int]) -> str:
    node = call.nodes[0]
    name = node.name.upper() if isinstance(node, exp.Column | exp.Var | exp.Literal) else ""
    if name not in units:
        raise call.problem(
            f"{node.name or 'this'} is not a unit that is the same in both engines",
            did_you_mean(name, units, f"write one of {', '.join(units)}"),
        )
    return name


@functions.builds("date_trunc", 2, 2, "(unit, timestamp) → timestamp")
def date_trunc(call: Call) -> Value:
    """The first moment of the unit that the instant is in; weeks begin on Monday."""
    unit = _truncation(call, 0, {**_TRUNCATED, **_FINER})
    value = call.take(1, TIMESTAMP)
    return derive(
        [value], f"date_trunc('{unit.upper()}', {value.spark})", f"date_trunc('{unit}', {value.duckdb})", TIMESTAMP
    )


@functions.builds("trunc", 2, 2, "(date, unit) → date")
def trunc(call: Call) -> Value:
    """The first day of the unit that the date is in."""
    unit = _truncation(call, 1, _TRUNCATED)
    value = call.take(0, DATE)
    duckdb = f"CAST(date_trunc('{unit}', {value.duckdb}) AS DATE)"
    return derive([value], f"trunc({value.spark}, '{unit.upper()}')", duckdb, DATE)


def _truncation(call: Call, position: int, units: dict[str, str]) -> str:
    word = str(call.constant(position, str)).upper()
    if word not in units:
        known = sorted(set(units.values()))
        raise call.problem(f"{word!r} is not a unit", did_you_mean(word.lower(), known, f"write {', '.join(known)}"))
    return units[word]


@functions.builds("make_date", 3, 3, "(year, month, day) → date")
def make_date(call: Call) -> Value:
    """A date; NULL where there is none such."""
    parts = [call.take(i, INTEGER) for i in range(3)]
    return derive(
        parts,
        f"make_date({', '.join(p.spark for p in parts)})",
        tried("make_date", [p.duckdb for p in parts]),
        DATE,
    )


@functions.builds("make_timestamp", 6, 6, "(year, month, day, hour, minute, second) → timestamp")
def make_timestamp(call: Call) -> Value:
    """An instant in UTC; NULL where there is none such. Hour 24 is none."""
    parts = [call.take(i, INTEGER) for i in range(5)]
    second = (
        call.args[5] if call.args[5].type.name == "decimal" and call.args[5].type.scale <= 6 else call.take(5, INTEGER)
    )
    parts.append(second)
    spark = f"make_timestamp({', '.join(p.spark for p in parts)})"
    duck = [p.duckdb for p in parts]
    duck[3] = f"nullif({duck[3]}, 24)"
    duck[5] = f"CAST({duck[5]} AS DOUBLE)"
    return derive(parts, spark, tried("make_timestamp", duck), TIMESTAMP)


@functions.builds("to_date date", 1, 2, "(text[, format]) → date")
def to_date(call: Call) -> Value:
    """A text read as a date; NULL where it isn't one."""
    return _parsed(call, DATE)


@functions.builds("to_timestamp timestamp", 1, 2, "(text[, format]) → timestamp")
def to_timestamp(call: Call) -> Value:
    """A text read as an instant; NULL where it isn't one."""
    return _parsed(call, TIMESTAMP)


def _parsed(call: Call, type: Type) -> Value:
    if len(call.args) == 1:
        return cast(call.args[0], type, call.nodes[0])
    value, format = call.take(0, TEXT), str(call.constant(1, str))
    words = _format_words(call, format)
    codes = "".join(_FORMATS[w][0] if w in _FORMATS else w.strip("'") for w in words)
    shape = "".join(_FORMATS[w][1] if w in _FORMATS else re.escape(w.strip("'")) for w in words)
    name = "to_date" if type == DATE else "to_timestamp"
    text = f"regexp_extract({value.duckdb}, {text_duckdb(f'^{shape}$')})"
    return derive(
        [value],
        f"{name}({value.spark}, {text_spark(format)})",
        f"CAST(try_strptime({text}, {text_duckdb(codes)}) AS {type.duckdb})",
        type,
    )


@functions.builds("date_format", 2, 2, "(timestamp, format) → text")
def date_format(call: Call) -> Value:
    """An instant or a date written out."""
    value, format = call.take(0, TIMESTAMP), str(call.constant(1, str))
    codes = "".join(_FORMATS[w][0] if w in _FORMATS else w.strip("'") for w in _format_words(call, format))
    return derive(
        [value],
        f"date_format({value.spark}, {text_spark(format)})",
        f"strftime({value.duckdb}, {text_duckdb(codes)})",
        TEXT,
    )


def _format_words(call: Call, format: str) -> list[str]:
    words, position = [], 0
    while position < len(format):
        found = _FORMAT_WORD.match(format, position)
        if found is None:
            raise call.problem(
                f"the format {format!r} can't be read at {format[position:]!r} in both engines",
                "use yyyy, MM, dd, HH, mm, ss, separators, and 'words in quotes'",
            )
        words.append(found[0])
        position = found.end()
    return words


@functions.builds("to_utc_timestamp", 2, 2, "(timestamp, zone) → timestamp")
def to_utc_timestamp(call: Call) -> Value:
    """Reads the instant's clock as that of a zone. Of an hour that comes twice, the first is meant."""
    value, zone = call.take(0, TIMESTAMP), _zone(call)
    meant = f"make_timestamp(epoch_us(timezone('{zone}', it)))"
    earlier = [f"make_timestamp(epoch_us(timezone('{zone}', it)) - {60 * m * 10**6})" for m in (60, 30)]
    back = [f"timezone('{zone}', CAST({e} AS TIMESTAMPTZ)) = it" for e in earlier]
    body = f"CASE WHEN {back[0]} THEN {earlier[0]} WHEN {back[1]} THEN {earlier[1]} ELSE {meant} END"
    return derive([value], f"to_utc_timestamp({value.spark}, '{zone}')", letting(value.duckdb, body), TIMESTAMP)


@functions.builds("from_utc_timestamp", 2, 2, "(timestamp, zone) → timestamp")
def from_utc_timestamp(call: Call) -> Value:
    """What a clock in a zone shows at the instant."""
    value, zone = call.take(0, TIMESTAMP), _zone(call)
    duckdb = f"timezone('{zone}', CAST({value.duckdb} AS TIMESTAMPTZ))"
    return derive([value], f"from_utc_timestamp({value.spark}, '{zone}')", duckdb, TIMESTAMP)


def _zone(call: Call) -> str:
    name = str(call.constant(1, str))
    try:
        known = ("/" in name and ZoneInfo(name).key == name) or name == "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        raise call.problem(f"{name!r} is not a time zone", "write a region such as 'America/New_York', or 'UTC'")
    return name


def extracted(node: exp.Expr, unit: str, value: Value) -> Value:
    """EXTRACT(unit FROM value)."""
    name = {
        "YEAR": "year",
        "QUARTER": "quarter",
        "MONTH": "month",
        "DAY": "day",
        "DOY": "dayofyear",
        "DOW": "dayofweek",
        "DAYOFWEEK": "dayofweek",
        "DAYOFYEAR": "dayofyear",
        "WEEK": "weekofyear",
        "HOUR": "hour",
        "MINUTE": "minute",
    }.get(unit.upper())
    if name is None:
        raise Problem(
            node,
            "function",
            f"EXTRACT({unit.upper()}) is not the same in both engines",
            "extract YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY, HOUR or MINUTE; or write second(…)",
        )
    return functions.functions[name].build(Call(node, f"extract({unit.lower()})", [value], [node]))
