"""Writes definitions as a person would have: Python text that reads back as what was written."""

from .files import write_domain, write_environments, write_governance
from .notes import Notes
from .parts import Part, write_part

__all__ = ["Notes", "Part", "write_domain", "write_environments", "write_governance", "write_part"]
