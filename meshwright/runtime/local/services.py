"""What a local run talks to."""

from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa
from pyiceberg.catalog import Catalog

from ..plan import Input
from .tables import load, published, read, snapshot_of


class Tables(Protocol):
    """How a run reads published tables."""

    def read(self, given: Input) -> tuple[pa.Table, str]:
        """The columns that a transform uses, and the version that ``version`` would have told.

        Raises:
            RunError: the table isn't there, was never published, or can't be read by this run.
        """

    def version(self, given: Input) -> str:
        """Identifies what ``read`` would give; ``""`` where nothing was published.

        Raises:
            RunError: the table isn't there.
        """


@dataclass(frozen=True)
class WholeTables:
    """Reads tables as they are, every row of them."""

    catalog: Catalog

    def read(self, given: Input) -> tuple[pa.Table, str]:
        """The rows of the current snapshot, and its id."""
        table = load(self.catalog, given.database, given.name)
        snapshot = snapshot_of(table)
        return read(table, tuple(c.name for c in given.columns), snapshot), str(snapshot)

    def version(self, given: Input) -> str:
        """The current snapshot's id."""
        current = published(load(self.catalog, given.database, given.name))
        return "" if current is None else str(current.snapshot_id)


@dataclass(frozen=True)
class Services:
    """boto3 clients, a pyiceberg catalog to publish to, and what tables are read through."""

    s3: Any
    kms: Any
    catalog: Catalog
    tables: Tables
