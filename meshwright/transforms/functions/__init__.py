"""The functions a transform may call."""

from . import choices, deidentification, nested, numbers, text, times
from .aggregates import AGGREGATES, Aggregate, Written
from .refused import EXPLAINED, REFUSED
from .registry import Call, Function, Topic

TOPICS: tuple[Topic, ...] = tuple(
    module.functions for module in (choices, text, numbers, times, nested, deidentification)
)
SCALARS: dict[str, Function] = {name: function for topic in TOPICS for name, function in topic.functions.items()}
"""By every spelling."""

__all__ = [
    "AGGREGATES",
    "EXPLAINED",
    "REFUSED",
    "SCALARS",
    "TOPICS",
    "Aggregate",
    "Call",
    "Function",
    "Topic",
    "Written",
]
