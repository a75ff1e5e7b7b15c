"""What grants need to know of a product's database, whoever made it."""

from collections.abc import Mapping
from typing import Protocol

import pulumi

from meshwright.language import ProductRef


class Named(Protocol):
    """A database."""

    @property
    def name(self) -> pulumi.Output[str]:
        """What it is called."""


class NamedTable(Named, Protocol):
    """A table."""

    @property
    def database_name(self) -> pulumi.Output[str]:
        """What its database is called."""


class Catalog(Protocol):
    """A product's database and its tables."""

    ref: ProductRef

    @property
    def database(self) -> Named:
        """The database."""

    @property
    def tables(self) -> Mapping[str, NamedTable]:
        """The tables, by name."""

    @property
    def tagged(self) -> pulumi.Resource:
        """Comes last of what says how sensitive the product is, so that grants may wait for it."""
