"""Who may see what, compiled from shares and subscriptions."""

from .compiler import compile
from .entitlements import Entitlement
from .explanation import explain
from .offers import EVERYONE
from .waiting import Pending, Unused, Waiting, pending

__all__ = ["EVERYONE", "Entitlement", "Pending", "Unused", "Waiting", "compile", "explain", "pending"]
