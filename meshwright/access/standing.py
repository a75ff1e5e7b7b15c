"""Access that nobody agrees on one by one: a domain's to its own data, everybody's to what is open.

Lake Formation is told in patterns of tags, the compiler table by table; both read it here.
"""

from dataclasses import dataclass

from meshwright.language import Product, Table
from meshwright.names import CONSUMING_ROLES

from .entitlements import READ, WRITE

OPEN_CLASSIFICATIONS = ("public", "internal")


@dataclass(frozen=True)
class Standing:
    """What some roles may do with every table that it is about."""

    roles: tuple[str, ...]
    actions: tuple[str, ...]
    sensitive: bool
    """Whether sensitive columns are part of it."""

    def columns(self, table: Table) -> tuple[str, ...]:
        """The columns of a table that it covers, in the table's order."""
        return tuple(c.name for c in table.columns if self.sensitive or not c.sensitive)


OWN = (
    Standing(("owner", "engineer"), READ, sensitive=True),
    Standing(("pipeline",), WRITE, sensitive=True),
    Standing(("reader",), READ, sensitive=False),
)
"""What a domain may do with its own products. Administrators and break-glass have no standing access at all."""
OPEN = Standing(CONSUMING_ROLES, READ, sensitive=False)
"""What every other domain may do with an open product."""


def is_open(product: Product) -> bool:
    """Whether every domain may read it without asking: it says so, and its classification and version allow it."""
    return product.visibility == "open" and product.classification in OPEN_CLASSIFICATIONS and product.major > 0
