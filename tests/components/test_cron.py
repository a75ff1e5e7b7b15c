"""A schedule of a definition runs at the same minutes in EventBridge Scheduler."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components._cron import schedule_expression
from meshwright.language import Timed, cron, daily, hourly

SAME = [
    (daily("05:00"), "cron(0 5 * * ? *)"),
    (hourly(7), "cron(7 * * * ? *)"),
    (cron("*/15 * * * *"), "cron(0/15 * * * ? *)"),
    (cron("05 05 01 01 *"), "cron(5 5 1 1 ? *)"),
    (cron("0 5 * * 0"), "cron(0 5 ? * SUN *)"),
    (cron("0 5 * * 7"), "cron(0 5 ? * SUN *)"),
    (cron("0 5 * * 1-5"), "cron(0 5 ? * MON,TUE,WED,THU,FRI *)"),
    (cron("0 5 * * 5-7"), "cron(0 5 ? * SUN,FRI,SAT *)"),
    (cron("0 0 * * */2"), "cron(0 0 ? * SUN,TUE,THU,SAT *)"),
    (cron("0 0 * * 7/1"), "cron(0 0 ? * SUN *)"),
    (cron("5,35 6-18/4 * * *"), "cron(5,35 6,10,14,18 * * ? *)"),
    (cron("0 5 */2 1-3 *"), "cron(0 5 1/2 1-3 ? *)"),
    (cron("*,5 0 1,15 * *"), "cron(* 0 1,15 * ? *)"),
]


@pytest.mark.parametrize(("written", "expected"), SAME, ids=lambda v: v.cron if isinstance(v, Timed) else None)
def test_a_cron_of_five_fields_becomes_one_of_six(written: Timed, expected: str) -> None:
    assert schedule_expression(written) == expected


def _number(low: int, high: int) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(str)


def _field(low: int, high: int) -> st.SearchStrategy[str]:
    ranged = st.tuples(st.integers(low, high), st.integers(low, high)).map(lambda p: f"{min(p)}-{max(p)}")
    step = st.integers(1, 30).map(lambda n: f"/{n}")
    part = st.one_of(st.just("*"), _number(low, high), ranged)
    return st.lists(
        st.one_of(part, st.tuples(part, step).map("".join)), min_size=1, max_size=3
    ).map(",".join)  # fmt: skip


def _values(field: str, low: int, high: int) -> set[int]:
    """What a field of cron means, by its definition."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        begin, end = (low, high) if span == "*" else (int(first), int(last or (high if step else first)))
        found.update(range(begin, end + 1, int(step or 1)))
    return found


def _aws_values(field: str, low: int, high: int) -> set[int]:
    """What a field of EventBridge means: ``*``, ``?``, ``a``, ``a-b``, ``a/n`` and lists of them."""
    if field in ("*", "?"):
        return set(range(low, high + 1))
    names = {name: n for n, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), start=1)}
    found: set[int] = set()
    for part in field.split(","):
        assert re.fullmatch(r"[A-Z]{3}|\d+(-\d+|/\d+)?", part), part
        if part in names:
            found.add(names[part])
        elif "/" in part:
            first, step = part.split("/")
            found.update(range(int(first), high + 1, int(step)))
        else:
            first, _, last = part.partition("-")
            found.update(range(int(first), int(last or first) + 1))
    return found


@given(minute=_field(0, 59), hour=_field(0, 23), day=_field(1, 31), month=_field(1, 12), weekday=_field(0, 7),
       by_weekday=st.booleans())  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_both_run_at_the_same_minutes(
    minute: str, hour: str, day: str, month: str, weekday: str, by_weekday: bool
) -> None:
    day, weekday = ("*", weekday) if by_weekday else (day, "*")
    converted = schedule_expression(cron(f"{minute} {hour} {day} {month} {weekday}"))
    fields = converted.removeprefix("cron(").removesuffix(")").split()
    assert len(fields) == 6
    assert fields.count("?") == 1, "AWS wants exactly one day field left open"
    assert _aws_values(fields[0], 0, 59) == _values(minute, 0, 59)
    assert _aws_values(fields[1], 0, 23) == _values(hour, 0, 23)
    assert _aws_values(fields[3], 1, 12) == _values(month, 1, 12)
    for ahead in range(60):
        at = datetime(2026, 1, 25, tzinfo=UTC) + timedelta(days=ahead)
        wanted = at.day in _values(day, 1, 31) and at.isoweekday() % 7 in {n % 7 for n in _values(weekday, 0, 7)}
        aws = at.day in _aws_values(fields[2], 1, 31) and at.isoweekday() % 7 + 1 in _aws_values(fields[4], 1, 7)
        assert aws == wanted, at
