"""Who may see what: what both sides agreed to, before any service is told."""

from dataclasses import dataclass
from datetime import date

from meshwright.language import ProductRef, Share, Subscription, Table


@dataclass(frozen=True)
class Entitlement:
    """One consumer's access to one table of a product."""

    consumer: str
    """The consuming domain."""
    roles: tuple[str, ...]
    """The domain's roles that have it, such as ``("pipeline", "reader")``."""
    ref: ProductRef
    table: Table
    columns: tuple[str, ...]
    """The columns that may be read, in the table's order."""
    rows: str | None
    """A condition in Lake Formation's grammar; None for every row."""
    until: date | None
    """The last day."""
    because: tuple[Share, Subscription] | None
    """The two halves; None for an open product's."""

    @property
    def whole(self) -> bool:
        """Whether it covers every column and every row."""
        return self.rows is None and len(self.columns) == len(self.table.columns)
