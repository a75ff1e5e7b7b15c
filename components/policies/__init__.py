"""Who may do what, as data: the statements of every policy of the platform, and what they are built from."""

from . import boundary, buckets, duties, keys, locations, topics, trust
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
    "buckets",
    "deny",
    "duties",
    "keys",
    "locations",
    "roles",
    "services",
    "topics",
    "trust",
    "when",
]
