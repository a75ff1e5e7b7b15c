"""Who may see what, and by what right, before any service is told."""

from dataclasses import dataclass
from datetime import date

from meshwright.language import Product, ProductRef, Share, Subscription, Table

from .places import written

EVERYONE = "*"
"""The consumer of what is open to every domain."""
READ = ("DESCRIBE", "SELECT")
WRITE = ("ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT")
"""What filling, merging and tidying an Iceberg table takes; dropping it is nobody's."""
Places = tuple[tuple[str, str], ...]
"""What gives a right, and where it is written: ``("share", "domains/sales/domain.py:31")``."""


@dataclass(frozen=True)
class Agreement:
    """A producer's share and a consumer's subscription."""

    share: Share
    subscription: Subscription

    @property
    def places(self) -> Places:
        """Where both halves are written."""
        return ("share", written(self.share.place)), ("subscription", written(self.subscription.place))

    def __str__(self) -> str:
        return _told(self.places)


@dataclass(frozen=True)
class Ownership:
    """It is the domain's own product."""

    product: Product

    @property
    def places(self) -> Places:
        """Where the product is written."""
        return (("own product", written(self.product.place)),)

    def __str__(self) -> str:
        return _told(self.places)


@dataclass(frozen=True)
class Openness:
    """The product is open to every domain."""

    product: Product

    @property
    def places(self) -> Places:
        """Where the product is opened."""
        return (("open product", written(self.product.place.of("visibility"))),)

    def __str__(self) -> str:
        return _told(self.places)


def _told(places: Places) -> str:
    return ", ".join(f"{what} {where}" for what, where in places)


Reason = Agreement | Ownership | Openness


@dataclass(frozen=True, order=True)
class Principal:
    """A role of a domain."""

    domain: str
    role: str

    def __str__(self) -> str:
        return f"{self.domain} ({self.role})"


@dataclass(frozen=True)
class Entitlement:
    """What some roles of one domain may do with one table of one product major."""

    consumer: str
    """The domain that may; ``EVERYONE`` for every domain but the product's own."""
    roles: tuple[str, ...]
    """The domain's roles that may, such as ``("pipeline", "reader")``."""
    ref: ProductRef
    table: Table
    columns: tuple[str, ...]
    """The columns, in the table's order, never none."""
    rows: str | None
    """A condition in Lake Formation's grammar; None for every row."""
    actions: tuple[str, ...]
    """Lake Formation's permissions, sorted: ``READ`` or ``WRITE``."""
    until: date | None
    """The last day."""
    because: Reason
    existing: tuple[str, ...] = ()
    """Roles that the consumer adopted and that may the same, as they stand behind ``:role/`` in their ARNs."""

    @property
    def whole(self) -> bool:
        """Whether it covers every column and every row."""
        return self.rows is None and len(self.columns) == len(self.table.columns)

    @property
    def holders(self) -> tuple[str, ...]:
        """All roles that may: the consumer's own, and then those that it adopted."""
        return (*self.roles, *self.existing)

    @property
    def agreed(self) -> bool:
        """Whether a share and a subscription are behind it: what is granted by name."""
        return isinstance(self.because, Agreement)

    @property
    def principals(self) -> tuple[Principal, ...]:
        """Those who may, one by one; those of ``EVERYONE`` stand for each domain's."""
        return tuple(Principal(self.consumer, role) for role in self.roles)

    @property
    def place(self) -> tuple[str, str]:
        """The database and the table, as services know them."""
        return self.ref.database, self.table.name
