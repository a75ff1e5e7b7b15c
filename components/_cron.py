"""A cron of five fields as EventBridge Scheduler writes it, with six.

Grammar: EventBridge Scheduler User Guide, "Schedule types". It counts the days of the week from 1 (Sunday) where cron
counts from 0, wants ``?`` in one of the two day fields, has a year, and knows no ``a-b/n``. Days are written by name
here, since numbers are what gets them wrong.
"""

from meshwright.language import Timed

_LAST_DAY = 7
"""Sunday again."""
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


def schedule_expression(timed: Timed) -> str:
    """Such as ``cron(0 5 ? * MON,TUE *)``, for ``"0 5 * * 1-2"``; in UTC."""
    minute, hour, day, month, weekday = timed.cron.split()
    fields = [_field(minute, 0), _field(hour, 0), _field(day, 1), _field(month, 1), _weekdays(weekday)]
    if weekday != "*":
        fields[2] = "?"
    return f"cron({' '.join(fields)} *)"


def _field(written: str, low: int) -> str:
    parts = written.split(",")
    return "*" if "*" in parts else ",".join(_part(part, low) for part in parts)


def _part(written: str, low: int) -> str:
    span, stepped, step = written.partition("/")
    first, ranged, last = span.partition("-")
    if not stepped:
        return "-".join(str(int(n)) for n in (first, last) if n)
    if ranged:
        return ",".join(map(str, range(int(first), int(last) + 1, int(step))))
    return f"{low if span == '*' else int(first)}/{int(step)}"


def _weekdays(written: str) -> str:
    if written == "*":
        return "?"
    chosen = {day % 7 for part in written.split(",") for day in _days(part)}
    return ",".join(name for day, name in enumerate(_DAYS) if day in chosen)


def _days(written: str) -> range:
    span, stepped, step = written.partition("/")
    first, ranged, last = span.partition("-")
    begin = 0 if span == "*" else int(first)
    end = int(last) if ranged else _LAST_DAY if stepped or span == "*" else begin
    return range(begin, end + 1, int(step or 1))
