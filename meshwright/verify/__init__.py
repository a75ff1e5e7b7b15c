"""Whether an account is as the definitions want it, check by check, and what can be mended safely."""

from .registry import CHECKS, verify
from .results import Breach, Check, Fix, Result, Sound, Untold

__all__ = ["CHECKS", "Breach", "Check", "Fix", "Result", "Sound", "Untold", "verify"]
