"""What Lake Formation holds against what was compiled: permissions, data filters and tags."""

from .comparing import compare
from .differences import Difference, Drift
from .state import Facts, Filter, Grant, LakeState

__all__ = ["Difference", "Drift", "Facts", "Filter", "Grant", "LakeState", "compare"]
