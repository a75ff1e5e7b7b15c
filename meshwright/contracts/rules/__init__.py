"""What must be true of a change, beyond what must be true of a mesh."""

from .change_rule import ChangeRule
from .registry import ALL, bound

__all__ = ["ALL", "ChangeRule", "bound"]
