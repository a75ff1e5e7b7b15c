"""What happens to sensitive values, for one value at a time; each engine applies it to many.

NULL stays NULL. Every function gives the same text in every engine: tests compare them.
"""

import hmac
import math
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any, TypeVar

KEY_MESSAGE = b"meshwright: the key of a domain's pseudonyms, 1"
"""What KMS authenticates to give a domain's pseudonym key. Another text gives other pseudonyms, for everyone."""
MASK = "*"
SHOWN = 4
"""Characters that ``mask`` leaves."""
PREFIX = 3
"""Characters that ``generalise`` leaves of a text."""
STEP = 10
"""``generalise`` takes a number down to a multiple of this."""
YEARS = 1
"""``generalise`` takes a date down to the first day of this many years."""

Value = TypeVar("Value", str, int, float, Decimal, date)


def pseudonym_key(kms: Any, key_id: str) -> bytes:
    """The 32 bytes that a domain's pseudonyms are made with: one KMS call per run.

    The HMAC key itself never leaves KMS; whoever may call ``kms:GenerateMac`` with it can make pseudonyms.
    """
    answer = kms.generate_mac(KeyId=key_id, MacAlgorithm="HMAC_SHA_256", Message=KEY_MESSAGE)
    return bytes(answer["Mac"])


def canonical(value: str | int | date) -> str:
    """The text that stands for a value: the text itself, decimal digits, ``year-month-day``.

    Raises:
        TypeError: for any other type, whose text differs between engines.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"pseudonymise takes text, whole numbers and dates, not {type(value).__name__}")


def pseudonymise(key: bytes, value: str | int | date | None) -> str | None:
    """64 hexadecimal digits: HMAC-SHA256 of the canonical text in UTF-8."""
    return None if value is None else hmac.digest(key, canonical(value).encode(), "sha256").hex()


def mask_last(value: str | None, shown: int = SHOWN) -> str | None:
    """All but the last ``shown`` characters as ``*``; a text that is no longer than that is masked whole."""
    if value is None:
        return None
    hidden = len(value) - max(shown, 0)
    return MASK * hidden + value[hidden:] if hidden > 0 else MASK * len(value)


def generalise(value: Value | None, width: int | None = None) -> Value | None:
    """A coarser value of the same type.

    A text keeps its first ``width`` characters (3), a number goes down to a multiple of ``width`` (10), a date or
    timestamp to the first moment of ``width`` years (1).

    Raises:
        TypeError: for a boolean, bytes or a nested value.
        ValueError: for a width below 1.
    """
    if width is not None and width < 1:
        raise ValueError(f"generalise takes a width of at least 1, not {width}")
    match value:
        case None:
            return None
        case bool():
            raise TypeError("generalise takes text, numbers, dates and timestamps, not bool")
        case str():
            return value[: width or PREFIX]
        case int():
            step = width or STEP
            return value // step * step
        case float():
            return _down(value, width or STEP)
        case Decimal():
            return _decimal_down(value, width or STEP)
        case datetime():
            return value.replace(_first_year(value, width), 1, 1, 0, 0, 0, 0)
        case date():
            return value.replace(_first_year(value, width), 1, 1)
    raise TypeError(f"generalise takes text, numbers, dates and timestamps, not {type(value).__name__}")


def treat(treatment: str | None, key: bytes, value: Any) -> Any:
    """A value as its column's ``pii=`` asks for; ``keep``, ``inherit`` and None leave it."""
    match treatment:
        case "pseudonymise":
            return pseudonymise(key, value)
        case "mask":
            return mask_last(value)
        case "generalise":
            return generalise(value)
    return value


def _down(value: float, step: int) -> float:
    return float(math.floor(value / step)) * step if math.isfinite(value) else value


def _decimal_down(value: Decimal, step: int) -> Decimal:
    with localcontext(prec=80):  # exact for the 38 digits that a decimal column may have
        return (value / step).to_integral_value("ROUND_FLOOR") * step


def _first_year(value: date, width: int | None) -> int:
    years = width or YEARS
    return max(value.year // years * years, 1)
