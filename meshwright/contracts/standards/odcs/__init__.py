"""The Open Data Contract Standard 3.2: a product's contract, written and read back without loss.

What the standard has no word for stands in ``customProperties`` under one prefix. Shares are no part of a contract:
they are agreements with single consumers, and live in the definition alone.
"""

from .reading import Imported, read_contract
from .writing import contract

__all__ = ["Imported", "contract", "read_contract"]
