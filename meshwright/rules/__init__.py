"""What must be true of a mesh, beyond what its words can say."""

from .facts import Facts
from .judging import check, level_of
from .registry import ALL
from .rule import Breach, Rule

__all__ = ["ALL", "Breach", "Facts", "Rule", "check", "level_of"]
