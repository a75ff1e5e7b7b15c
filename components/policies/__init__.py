"""Who may do what, as data: the statements of every policy of the platform, and what they are built from."""

from . import boundary, break_glass, buckets, ci, duties, keys, locations, people, topics, trust
from .account import Account, Holdings
from .statement import (
    EVERYONE,
    Condition,
    Policy,
    Principal,
    Statement,
    allow,
    deny,
    roles,
    services,
    when,
)

__all__ = [
    "EVERYONE",
    "Account",
    "Condition",
    "Holdings",
    "Policy",
    "Principal",
    "Statement",
    "allow",
    "boundary",
    "break_glass",
    "buckets",
    "ci",
    "deny",
    "duties",
    "keys",
    "locations",
    "people",
    "roles",
    "services",
    "topics",
    "trust",
    "when",
]
