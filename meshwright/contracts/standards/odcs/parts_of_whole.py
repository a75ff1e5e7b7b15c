"""A part of a whole, as we write it (0.95 at least), and as the standard counts what is missing of it (5 % at most)."""

from decimal import Decimal


def percent_missing(at_least: float) -> int | float:
    """How many in a hundred may be missing. Exact wherever a float can be: see ``at_least``."""
    missing = 100 * (1 - Decimal(repr(at_least)))
    return int(missing) if missing == missing.to_integral_value() else float(missing)


def at_least(percent: float) -> float:
    """The part that is there, where so many in a hundred may be missing; undoes ``percent_missing`` almost always."""
    return float(1 - Decimal(repr(percent)) / 100)


def is_exact(part: float) -> bool:
    """Whether a part survives being written as what is missing of it."""
    return at_least(percent_missing(part)) == part
