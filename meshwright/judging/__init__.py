"""Judges a mesh domain by domain, and each again only where something that its verdict follows from is another."""

from .cases import Case, opened
from .judged import Judged, judged, judged_whole

__all__ = ["Case", "Judged", "judged", "judged_whole", "opened"]
