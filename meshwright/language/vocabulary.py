"""The words a definition may use. Each is validated once, here, and says how to write it right."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from .quoting import quoted

_SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
_DOMAIN = re.compile(r"[a-z][a-z0-9]*\Z")
_SEMVER = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\Z")
_DURATION = re.compile(r"([1-9][0-9]{0,4})([mhd])\Z")
_OWNER = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+\Z")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}

DOMAIN_LENGTH, PRODUCT_LENGTH, COLUMN_LENGTH = 24, 48, 64


def _slug(limit: int, what: str) -> AfterValidator:
    def check(value: str) -> str:
        if not _SLUG.match(value):
            raise ValueError(
                f"{what} {quoted(value)} is not a name; write lower-case letters, digits and single underscores, "
                "beginning with a letter"
            )
        if len(value) > limit:
            raise ValueError(f"{what} {quoted(value)} has {len(value)} characters; write at most {limit}")
        return value

    return AfterValidator(check)


def _domain(value: str) -> str:
    if not _DOMAIN.match(value) or len(value) > DOMAIN_LENGTH:
        raise ValueError(
            f"domain {quoted(value)} is not a domain name; write at most {DOMAIN_LENGTH} lower-case letters and "
            "digits, beginning with a letter, without underscores"
        )
    return value


def _product_name(value: str) -> str:
    domain, dot, product = value.partition(".")
    if not dot or not _DOMAIN.match(domain) or not _SLUG.match(product):
        raise ValueError(f'{quoted(value)} is not a product; write "<domain>.<product>"')
    return value


def _owner(value: str) -> str:
    if not _OWNER.match(value) or len(value) > 254:
        raise ValueError(f"owner {quoted(value)} is not an e-mail address; write the team's mailbox")
    return value


def _semver(value: str) -> str:
    if _SEMVER.match(value):
        return value
    numbers = [n.lstrip("0") or "0" for n in re.findall(r"[0-9]+", value)[:3]]
    fixed = ".".join([*numbers, "0", "0"][:3]) if numbers else "1.0.0"
    raise ValueError(f'version {quoted(value)} is not semantic; write "{fixed if _SEMVER.match(fixed) else "1.0.0"}"')


def _duration(value: str) -> str:
    if not _DURATION.match(value):
        raise ValueError(
            f'{quoted(value)} is not a duration; write a number and m, h or d, such as "30m", "26h" or "7d"'
        )
    return value


def _day(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if not re.match(r"\d{4}-\d{2}-\d{2}\Z", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f'{quoted(value)} is not a date; write year-month-day, such as "2027-12-31"') from None


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError("the text is empty; say it in a few words")
    if len(value) > 1000:
        raise ValueError(f"the text has {len(value)} characters; shorten it to at most 1000")
    return _printed(value)


def _condition(value: str) -> str:
    if not value.strip():
        raise ValueError("the condition is empty; write one such as \"country = 'DE'\", or leave it out")
    return _printed(value)


def _printed(value: str) -> str:
    if any(ord(c) < 32 and c not in "\n\t" for c in value):
        raise ValueError("the text holds a control character; remove it")
    return value


DomainName = Annotated[str, AfterValidator(_domain)]
"""Lower-case letters and digits, at most 24: no underscore, so that ``<domain>_<product>_v<major>`` has one reading."""
ProductName = Annotated[str, _slug(PRODUCT_LENGTH, "product")]
TableName = Annotated[str, _slug(PRODUCT_LENGTH, "table")]
LandingName = Annotated[str, _slug(PRODUCT_LENGTH, "landing")]
ColumnName = Annotated[str, _slug(COLUMN_LENGTH, "column")]
QualifiedProduct = Annotated[str, AfterValidator(_product_name)]
"""``<domain>.<product>``."""
Owner = Annotated[str, AfterValidator(_owner)]
"""The team mailbox that answers for a domain."""
Semver = Annotated[str, AfterValidator(_semver)]
"""``major.minor.patch``."""
Duration = Annotated[str, AfterValidator(_duration)]
"""A number with m, h or d."""
Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day in UTC, written ``year-month-day``."""
Words = Annotated[str, AfterValidator(_words)]
"""A text for people: not empty, at most 1,000 characters."""
Condition = Annotated[str, AfterValidator(_condition)]
"""A condition on rows, not empty; the rules judge its grammar and its length."""

Treatment = Literal["keep", "pseudonymise", "mask", "generalise", "inherit", "drop"]
"""What happens to a sensitive value. In a landing: keep or drop. In a table: all but drop."""
Visibility = Literal["shared", "open"]
"""shared: by share and subscription. open: every domain may query it."""
Format = Literal["csv", "json", "parquet"]
Classification = Literal["public", "internal", "confidential", "restricted"]
"""How sensitive a product is, from least to most."""


def span(duration: str) -> timedelta:
    """The length of a duration such as ``"26h"``."""
    found = _DURATION.match(duration)
    if found is None:
        raise ValueError(f'{quoted(duration)} is not a duration; write a number and m, h or d, such as "26h"')
    return int(found[1]) * _UNITS[found[2]]
