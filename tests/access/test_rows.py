"""Row limits: what is read, what is refused, and that engines agree on what was read."""

from collections.abc import Mapping
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.access.conditions import Between, Compare, Condition, Either, Every, Like, Missing, Not, OneOf
from meshwright.access.rows import Problem, RowLimit, parse
from tests.rules.building import (
    binary,
    boolean,
    day,
    decimal,
    double,
    integer,
    list_of,
    long,
    rows,
    struct,
    table,
    text,
    timestamp,
)
from tests.rules.unhurried import unhurried

FLIGHTS = table(
    "flights",
    expects=[rows(at_least=1)],
    partition_by=["origin"],
    columns=[
        text(1, "flight_id", key=True),
        text(2, "origin"),
        integer(3, "delay"),
        long(4, "distance"),
        double(5, "speed"),
        decimal(6, "price", precision=9, scale=2),
        boolean(7, "cancelled"),
        day(8, "flown_on"),
        timestamp(9, "left_at"),
        binary(10, "picture"),
        list_of(11, "tags", element=text(12)),
        text(13, "tail_number", pii="pseudonymise"),
        struct(14, "person", fields=[text(15, "name", pii="mask"), text(16, "seat")]),
        text(17, "carrier"),
    ],
)

READ = {
    "origin = 'JFK'": "origin = 'JFK'",
    "  origin='JFK'  ": "origin = 'JFK'",
    "origin <> 'JFK'": "origin <> 'JFK'",
    "origin != 'JFK'": "origin <> 'JFK'",
    "delay >= -5": "delay >= -5",
    "speed < 0.5": "speed < 0.5",
    "speed < 7": "speed < 7",
    "price <= 10.50": "price <= 10.50",
    "cancelled = TRUE": "cancelled = TRUE",
    "cancelled != false": "cancelled <> FALSE",
    "delay BETWEEN 1 AND 5": "delay BETWEEN 1 AND 5",
    "delay not between 1 and 5": "delay NOT BETWEEN 1 AND 5",
    "origin IN ('JFK', 'LGA')": "origin IN ('JFK', 'LGA')",
    "delay not in (1,2,-3)": "delay NOT IN (1, 2, -3)",
    "carrier like 'U%'": "carrier LIKE 'U%'",
    "carrier NOT LIKE '_A'": "carrier NOT LIKE '_A'",
    "delay is null": "delay IS NULL",
    "delay IS NOT NULL": "delay IS NOT NULL",
    "carrier = 'O''Hare'": "carrier = 'O''Hare'",
    "carrier = ''": "carrier = ''",
    "carrier = '-- no comment; /* none */'": "carrier = '-- no comment; /* none */'",
    "carrier = 'Zürich ✈'": "carrier = 'Zürich ✈'",
    "not " * 12 + "delay = 1": "NOT (" * 12 + "delay = 1" + ")" * 12,
    "not delay = 1": "NOT (delay = 1)",
    "NOT NOT delay = 1": "NOT (NOT (delay = 1))",
    "((delay = 1))": "delay = 1",
    "delay = 1 and delay = 2 and delay = 3": "(delay = 1) AND (delay = 2) AND (delay = 3)",
    "delay = 1 or delay = 2 and delay = 3": "(delay = 1) OR ((delay = 2) AND (delay = 3))",
    "(delay = 1 or delay = 2) and delay = 3": "((delay = 1) OR (delay = 2)) AND (delay = 3)",
    "not delay = 1 and delay = 2": "(NOT (delay = 1)) AND (delay = 2)",
    "delay between 1 and 2 and delay = 2": "(delay BETWEEN 1 AND 2) AND (delay = 2)",
    "delay\n=\t1": "delay = 1",
}
GRAMMAR = "write comparisons of columns with constants, joined by AND and OR"
CONSTANTS = "compare columns with constants only; texts stand in '…'"
REFUSED = {
    "": f"at character 1: the end stands where a column should; {GRAMMAR}",
    "origin": f"at character 7: the end stands where a comparison should; {GRAMMAR}",
    "origin = ": f"at character 10: the end stands where a constant should; {GRAMMAR}",
    "TRUE": f'at character 1: "true" stands where a column should; {GRAMMAR}',
    "1 = 1": f'at character 1: "1" stands where a column should; {GRAMMAR}',
    "origni = 'JFK'": 'at character 1: there is no column "origni"; write "origin"',
    "xyz = 'JFK'": 'at character 1: there is no column "xyz"; name a column of flights',
    "ORIGIN = 'JFK'": 'at character 1: there is no column "ORIGIN"; write "origin"',
    "person.seat = '1A'": 'at character 7: "." reaches into a nested column; compare top-level columns only',
    "person = 'x'": 'at character 1: "person" is sensitive, and a row limit tells its values; use other columns',
    "tail_number = 'N1'": (
        'at character 1: "tail_number" is sensitive, and a row limit tells its values; use other columns'
    ),
    "flown_on = '2026-01-01'": (
        'at character 1: "flown_on" is a date, and row limits compare text, numbers and booleans; '
        "add a column of such a type to the table"
    ),
    "left_at > '2026'": (
        'at character 1: "left_at" is a timestamp, and row limits compare text, numbers and booleans; '
        "add a column of such a type to the table"
    ),
    "tags = 'a'": (
        'at character 1: "tags" is a list, and row limits compare text, numbers and booleans; '
        "add a column of such a type to the table"
    ),
    "picture is null": (
        'at character 1: "picture" is a binary, and row limits compare text, numbers and booleans; '
        "add a column of such a type to the table"
    ),
    "origin is null": (
        'at character 1: "origin" partitions the table, where Lake Formation allows no IS NULL; '
        "make the column required, or compare it with values"
    ),
    "delay = '5'": 'at character 9: "delay" is a whole number; compare it with a number such as 5',
    "delay = 1.5": 'at character 9: "delay" is a whole number; compare it with a number such as 5',
    "origin = 5": "at character 10: \"origin\" is text; compare it with a text such as 'JFK'",
    "speed = '1'": 'at character 9: "speed" is a number; compare it with a number such as 0.5',
    "cancelled = 1": 'at character 13: "cancelled" is a boolean; compare it with TRUE or FALSE',
    "cancelled > TRUE": 'at character 11: "cancelled" is a boolean, which has no order; compare it with = or <>',
    "delay like '1%'": 'at character 12: "delay" is a whole number; compare it with a number such as 5',
    "delay like 1": 'at character 12: "delay" is a whole number; use LIKE on text only',
    "delay in ('1')": 'at character 11: "delay" is a whole number; compare it with a number such as 5',
    "delay in ()": f'at character 11: ")" stands where a constant should; {GRAMMAR}',
    "delay in 1": f'at character 10: "1" stands where "(" should; {GRAMMAR}',
    "delay = distance": f'at character 9: "distance" is not a constant; {CONSTANTS}',
    "delay = NULL": f'at character 9: "null" stands where a constant should; {GRAMMAR}',
    "delay = 1 + 1": f'at character 11: "+" has no meaning here; {GRAMMAR}',
    "lower(origin) = 'jfk'": 'at character 1: "lower" is called as a function; compare columns with constants only',
    "delay = abs(1)": f'at character 9: "abs" is not a constant; {CONSTANTS}',
    "delay in (select 1)": f'at character 11: "select" is not a constant; {CONSTANTS}',
    "delay = (select max(delay) from flights)": f'at character 9: "(" stands where a constant should; {GRAMMAR}',
    "exists (select 1)": 'at character 1: "exists" is called as a function; compare columns with constants only',
    "origin = 'JFK' -- all": f'at character 16: "-" has no meaning here; {GRAMMAR}',
    "origin = 'JFK' /* all */": f'at character 16: "/" has no meaning here; {GRAMMAR}',
    "origin = 'JFK'; drop table flights": f'at character 15: ";" has no meaning here; {GRAMMAR}',
    "origin = 'JFK' or 1 = 1": f'at character 19: "1" stands where a column should; {GRAMMAR}',
    "origin = '' or '1' = '1'": f"at character 16: \"'1'\" stands where a column should; {GRAMMAR}",
    "origin = 'JFK' or TRUE": f'at character 19: "true" stands where a column should; {GRAMMAR}',
    "origin = 'JFK' union select * from people": (
        f'at character 16: "union" stands where AND, OR or the end of the condition should; {GRAMMAR}'
    ),
    "delay = 1 limit 1": (
        f'at character 11: "limit" stands where AND, OR or the end of the condition should; {GRAMMAR}'
    ),
    "origin = 'JFK' and sleep(5)": (
        'at character 20: "sleep" is called as a function; compare columns with constants only'
    ),
    "origin = 'JFK'\x00": f'at character 15: "\\x00" has no meaning here; {GRAMMAR}',
    "origin = \u2018JFK\u2019": f'at character 10: "\u2018" has no meaning here; {GRAMMAR}',
    "flights.delay = 1": 'at character 8: "." reaches into a nested column; compare top-level columns only',
    "delay = current_date": f'at character 9: "current_date" is not a constant; {CONSTANTS}',
    "delay between 'a' and 'b'": 'at character 15: "delay" is a whole number; compare it with a number such as 5',
    "origin = TRUE": "at character 10: \"origin\" is text; compare it with a text such as 'JFK'",
    "origin = 'JFK": "at character 10: a text has no end; close it with '",
    'origin = "JFK"': (
        "at character 10: \" stands where nothing is quoted; write texts in '…' and columns without quotes"
    ),
    "`origin` = 'JFK'": (
        "at character 1: ` stands where nothing is quoted; write texts in '…' and columns without quotes"
    ),
    "origin = 'a\\'": ("at character 10: the text holds a backslash or a control character; engines differ on it"),
    "origin = 'JFK' 'LGA'": (
        f"at character 16: \"'LGA'\" stands where AND, OR or the end of the condition should; {GRAMMAR}"
    ),
    "origin::text = 'JFK'": f'at character 7: ":" has no meaning here; {GRAMMAR}',
    "origin = E'JFK'": f'at character 10: "E" is not a constant; {CONSTANTS}',
    "delay = 1e5": f'at character 9: "1" has no meaning here; {GRAMMAR}',
    "delay = 0x1F": f'at character 9: "0" has no meaning here; {GRAMMAR}',
    "delay = 1.": f'at character 9: "1" has no meaning here; {GRAMMAR}',
    "delay <=> 1": f'at character 9: ">" stands where a constant should; {GRAMMAR}',
    "delay == 1": f'at character 8: "=" stands where a constant should; {GRAMMAR}',
    "delay = :x": f'at character 9: ":" has no meaning here; {GRAMMAR}',
    "delay\u00a0= 1": f'at character 6: "\\xa0" has no meaning here; {GRAMMAR}',
    "\x1f": f'at character 1: "\\x1f" has no meaning here; {GRAMMAR}',
    "delay = ?": f'at character 9: "?" has no meaning here; {GRAMMAR}',
    "delay = 1 and": f"at character 14: the end stands where a column should; {GRAMMAR}",
    "(delay = 1": f'at character 11: the end stands where ")" should; {GRAMMAR}',
    "delay = 1)": f'at character 10: ")" stands where AND, OR or the end of the condition should; {GRAMMAR}',
    "delay is 1": f'at character 10: "1" stands where "NULL" should; {GRAMMAR}',
    "delay not = 1": f'at character 11: "=" stands where a comparison should; {GRAMMAR}',
    f"delay = {'9' * 40}": (f'at character 9: "{"9" * 40}" has more than 38 digits; write a shorter number'),
    "(" * 30
    + "delay = 1"
    + ")" * 30: "at character 26: more than 25 brackets stand inside each other; write it flatter",
    "not " * 13 + "delay = 1": "at character 1: more than 25 brackets stand inside each other; write it flatter",
    "not " * 30 + "delay = 1": "at character 101: more than 25 brackets stand inside each other; write it flatter",
    "origin = '" + "x" * 3000 + "'": (
        "at character 1: the condition has 3,011 characters; at most 2,047 fit a data filter"
    ),
    " or ".join(["delay=1"] * 180): (
        "at character 1: the condition has 2,696 characters; at most 2,047 fit a data filter"
    ),
}


@pytest.mark.parametrize("written", READ)
def test_what_lake_formation_knows_is_read(written: str) -> None:
    limit = parse(written, FLIGHTS)
    assert isinstance(limit, RowLimit)
    assert limit.text == READ[written]


@pytest.mark.parametrize("written", REFUSED)
def test_anything_else_is_refused_at_its_position(written: str) -> None:
    problem = parse(written, FLIGHTS)
    assert isinstance(problem, Problem)
    assert str(problem) == REFUSED[written]


@pytest.mark.parametrize("written", READ)
def test_what_was_read_can_be_read_again(written: str) -> None:
    """The sandbox reads what Lake Formation was told."""
    limit = parse(READ[written], FLIGHTS)
    assert isinstance(limit, RowLimit)
    assert limit.text == READ[written]


def test_the_columns_a_limit_asks_are_known() -> None:
    limit = parse("not (origin = 'JFK' or delay > 1) and delay < 9", FLIGHTS)
    assert isinstance(limit, RowLimit)
    assert limit.columns == ("delay", "origin")


@unhurried(300)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["delay", "origin", "'", "(", ")", "=", "1", " and ", "not "])).map("".join)
)
def test_nothing_that_is_written_raises(written: str) -> None:
    assert isinstance(parse(written, FLIGHTS), RowLimit | Problem)


TEXTS = st.text(alphabet="ab'%_ ü-;", max_size=4)
NUMBERS = st.integers(-3, 3).map(Decimal)
NEGATED = st.booleans()
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
SIMPLE: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, st.just("carrier"), SIGNS, TEXTS),
    st.builds(Compare, st.just("delay"), SIGNS, NUMBERS),
    st.builds(Compare, st.just("cancelled"), st.sampled_from(["=", "<>"]), st.booleans()),
    st.builds(Between, st.just("delay"), NUMBERS, NUMBERS, NEGATED),
    st.builds(OneOf, st.just("carrier"), st.lists(TEXTS, min_size=1, max_size=3).map(tuple), NEGATED),
    st.builds(Like, st.just("carrier"), TEXTS, NEGATED),
    st.builds(Missing, st.just("delay"), NEGATED),
)


def _combined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    def parts(other: type) -> st.SearchStrategy[tuple[Condition, ...]]:
        return st.lists(inner.filter(lambda c: not isinstance(c, other)), min_size=2, max_size=3).map(tuple)

    return st.one_of(st.builds(Not, inner), st.builds(Every, parts(Every)), st.builds(Either, parts(Either)))


CONDITIONS = st.recursive(SIMPLE, _combined, max_leaves=6)


@unhurried(300)
@given(CONDITIONS)
def test_what_is_written_anew_reads_the_same(condition: Condition) -> None:
    limit = parse(str(condition), FLIGHTS)
    assert isinstance(limit, RowLimit)
    assert limit.condition == condition


def _truth(condition: Condition, row: Mapping[str, object]) -> bool | None:
    """SQL's three values, worked out by hand."""
    match condition:
        case Not(inner=inner):
            known = _truth(inner, row)
            return None if known is None else not known
        case Every(parts=parts):
            found = [_truth(p, row) for p in parts]
            return False if False in found else None if None in found else True
        case Either(parts=parts):
            found = [_truth(p, row) for p in parts]
            return True if True in found else None if None in found else False
        case Missing(column=column, negated=negated):
            return (row[column] is None) != negated
    value = row[condition.column]
    if value is None:
        return None
    match condition:
        case Compare(operator=operator, value=other):
            return {
                "=": value == other, "<>": value != other, "<": value < other, "<=": value <= other,  # type: ignore[operator]
                ">": value > other, ">=": value >= other,  # type: ignore[operator]
            }[operator]  # fmt: skip
        case Between(low=low, high=high, negated=negated):
            return (low <= value <= high) != negated  # type: ignore[operator]
        case OneOf(values=values, negated=negated):
            return (value in values) != negated
        case Like(pattern=pattern, negated=negated):
            return _like(str(value), pattern) != negated


def _like(value: str, pattern: str) -> bool:
    if not pattern:
        return not value
    if pattern[0] == "%":
        return any(_like(value[n:], pattern[1:]) for n in range(len(value) + 1))
    return bool(value) and pattern[0] in ("_", value[0]) and _like(value[1:], pattern[1:])


ROWS = [
    {"carrier": carrier, "delay": delay, "cancelled": cancelled}
    for carrier in ("", "a", "ab", "b'a", None)
    for delay in (Decimal(-1), Decimal(2), None)
    for cancelled in (True, None)
]


@unhurried(150)
@given(CONDITIONS)
def test_the_local_engine_keeps_the_rows_that_the_condition_means(condition: Condition) -> None:
    values = ", ".join("(?, ?::INTEGER, ?::BOOLEAN)" for _ in ROWS)
    given = [v for row in ROWS for v in row.values()]
    query = f"SELECT carrier, delay, cancelled FROM (VALUES {values}) t(carrier, delay, cancelled) WHERE {condition}"
    expected = [tuple(r.values()) for r in ROWS if _truth(condition, r)]
    assert duckdb.execute(query, given).fetchall() == expected
