"""When a product's pipeline runs."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .definition import Definition
from .quoting import quoted
from .vocabulary import QualifiedProduct

_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_RANGES = (("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 7))
_PART = re.compile(r"(\*|[0-9]{1,2}(-[0-9]{1,2})?)(/[0-9]{1,2})?\Z")


def _cron(expression: str) -> str:
    fields = expression.split()
    if len(fields) != 5:
        raise ValueError(
            f"cron {quoted(expression)} has {len(fields)} fields; "
            "write five: minute, hour, day of month, month, day of week"
        )
    for (what, low, high), written in zip(_RANGES, fields, strict=True):
        for part in written.split(","):
            if not _fits(part, low, high):
                raise ValueError(
                    f'cron {quoted(expression)}: {quoted(part)} is no {what}; write {low} to {high}, or "*"'
                )
    if fields[2] != "*" and fields[4] != "*":
        raise ValueError(
            f'cron {quoted(expression)} names a day of month and a day of week; leave one of the two as "*"'
        )
    return " ".join(fields)


def _fits(part: str, low: int, high: int) -> bool:
    if not _PART.match(part):
        return False
    span, _, step = part.partition("/")
    numbers = [int(n) for n in span.split("-")] if span != "*" else []
    return all(low <= n <= high for n in numbers) and numbers == sorted(numbers) and (not step or int(step) > 0)


class Timed(Definition):
    """By the clock, in UTC."""

    kind: Literal["timed"] = "timed"
    cron: Annotated[str, AfterValidator(_cron)]
    """Five fields: minute, hour, day of month, month, day of week (0 or 7 is Sunday)."""


class OnPublish(Definition):
    """Whenever one of these products has been published."""

    kind: Literal["on_publish"] = "on_publish"
    products: tuple[QualifiedProduct, ...] = Field(min_length=1)


Schedule = Annotated[Timed | OnPublish, Field(discriminator="kind")]


def daily(time: str) -> Timed:
    """Every day at ``"hh:mm"`` UTC."""
    found = _TIME.match(time) if isinstance(time, str) else None
    if found is None:
        raise ValueError(f'{quoted(time)} is not a time of day; write hours and minutes, such as "05:00"')
    return Timed(cron=f"{int(found[2])} {int(found[1])} * * *")


def hourly(minute: int = 0) -> Timed:
    """Every hour, at this minute."""
    if not isinstance(minute, int) or isinstance(minute, bool) or not 0 <= minute <= 59:
        raise ValueError(f"{quoted(minute)} is not a minute; write 0 to 59")
    return Timed(cron=f"{minute} * * * *")


def cron(expression: str) -> Timed:
    """Five fields in UTC: minute, hour, day of month, month, day of week."""
    return Timed(cron=expression)


def on_publish(*products: str) -> OnPublish:
    """Whenever one of these products (``"<domain>.<product>"``) has been published."""
    return OnPublish(products=products)
