"""The functions a transform may call. Importing this fills the tables."""

from . import nested, numbers, text, times
from .aggregates import AGGREGATES, Aggregate, Written
from .refused import EXPLAINED, REFUSED
from .registry import SCALARS, Call

__all__ = [
    "AGGREGATES", "EXPLAINED", "REFUSED", "SCALARS", "Aggregate", "Call", "Written", "nested", "numbers", "text",
    "times",
]  # fmt: skip
