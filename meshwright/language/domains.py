"""A business domain and everything it owns."""

from collections.abc import Sequence

from .adopting import Adopted
from .definition import Definition, given
from .landings import Landing
from .products import Product
from .sharing import Subscription
from .vocabulary import DomainName, Owner, Words


class Domain(Definition):
    """A business domain: its team, the raw files it receives, what it publishes and what it consumes."""

    name: DomainName
    owner: Owner | None = None
    cost_center: Words | None = None
    landings: tuple[Landing, ...] = ()
    products: tuple[Product, ...] = ()
    consumes: tuple[Subscription, ...] = ()
    description: Words | None = None
    retire: Words | None = None
    """Why what it holds may be deleted once it is removed. Where left out, its data outlives it."""
    adopts: Adopted | None = None
    """What it answers for that was there before the mesh."""

    def __init__(
        self,
        name: str,
        *,
        owner: str | None = None,
        cost_center: str | None = None,
        landings: Sequence[Landing] = (),
        products: Sequence[Product] = (),
        consumes: Sequence[Subscription] = (),
        description: str | None = None,
        retire: str | None = None,
        adopts: Adopted | None = None,
    ) -> None:
        super().__init__(
            **given(
                name=name,
                owner=owner,
                cost_center=cost_center,
                landings=landings,
                products=products,
                consumes=consumes,
                description=description,
                retire=retire,
                adopts=adopts,
            )
        )

    def product(self, name: str, major: int | None = None) -> Product | None:
        """The product of that name; of several majors the one asked for, else the newest."""
        found = [p for p in self.products if p.name == name and major in (None, p.major)]
        return max(found, key=lambda p: p.major, default=None)

    def landing(self, name: str) -> Landing | None:
        """The landing of that name."""
        return next((x for x in self.landings if x.name == name), None)
