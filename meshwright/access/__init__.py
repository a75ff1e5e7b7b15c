"""Who may see what, compiled from shares and subscriptions."""

from .compiler import compile
from .entitlements import EVERYONE, Agreement, Entitlement, Openness, Ownership, Principal
from .explanation import explain
from .standing import is_open
from .waiting import Pending, Unused, Waiting, pending

__all__ = [
    "EVERYONE",
    "Agreement",
    "Entitlement",
    "Openness",
    "Ownership",
    "Pending",
    "Principal",
    "Unused",
    "Waiting",
    "compile",
    "explain",
    "is_open",
    "pending",
]
