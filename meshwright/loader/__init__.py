"""Reads definitions without running them: every value knows its place, and everything wrong becomes a finding."""

from .assembling import Loaded
from .checks import EXPLANATIONS
from .loading import load, load_slice
from .reading import Reading, read_definition
from .samples import find_sample

__all__ = ["EXPLANATIONS", "Loaded", "Reading", "find_sample", "load", "load_slice", "read_definition"]
