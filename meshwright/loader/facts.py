"""What the others of a mesh need to know of a domain, in brief: enough to find who depends on whom, and on what."""

import hashlib
import re
from typing import Any, NamedTuple

from meshwright.language import Domain, Member, OnPublish, Product, Subscription

from .reading import Reading

_UNREAD = frozenset(("shares", "schedule", "version", "objectives", "sunset", "successor", "retire", "urgent"))
"""What a product says to others than those who read it."""
_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")


class Asked(NamedTuple):
    """A subscription."""

    product: str
    """``<domain>.<product>``."""
    major: int
    said: str
    """A digest of all that it says."""

    @property
    def producer(self) -> str:
        """The domain asked."""
        return self.product.partition(".")[0]


class Offered(NamedTuple):
    """A product."""

    name: str
    major: int
    read: str
    """A digest of what a stack that reads it may follow from: what it is, not how it is run or shared."""
    open: bool
    """Whether it says so; whether it is depends on more."""
    tables: int
    shared_with: tuple[str, ...]
    awaits: tuple[str, ...]
    """The products, as ``<domain>.<product>``, whose publication it runs upon."""


class Facts(NamedTuple):
    """A domain in brief."""

    name: str
    owner: str | None
    cost_center: str | None
    said: str
    """A digest of all that its definition says, wherever it stands."""
    asks: tuple[Asked, ...]
    offers: tuple[Offered, ...]
    samples: tuple[str, ...]
    """The files that its landings name."""
    dates: tuple[str, ...]
    """Every day that it names, sorted, in ISO's form: what is true of it may change then."""
    buckets: tuple[str, ...]
    """Those that it adopted."""
    roles: tuple[str, ...]
    """Those that it adopted."""

    @property
    def member(self) -> Member:
        """Who it is."""
        return Member(
            self.name,
            self.owner,
            self.cost_center,
            buckets=self.buckets,
            roles=self.roles,
            products=len(self.offers),
            tables=sum(offered.tables for offered in self.offers),
            waiting=sum(bool(offered.awaits) for offered in self.offers),
        )

    def neighbours(self) -> frozenset[str]:
        """The domains that it names: whose products it asks for or waits for, and with whom it shares its own."""
        asked = {asked.producer for asked in self.asks}
        awaited = {product.partition(".")[0] for offered in self.offers for product in offered.awaits}
        return frozenset(asked | awaited | {name for offered in self.offers for name in offered.shared_with})


def facts(reading: Reading, folder: str) -> Facts | None:
    """The facts of a definition in ``domains/<folder>/``; None where anything is wrong with it."""
    domain = reading.values.get("domain")
    others = [value for name, value in reading.values.items() if isinstance(value, Domain) and name != "domain"]
    if not reading.complete or reading.findings or others or not isinstance(domain, Domain) or domain.name != folder:
        return None
    return Facts(
        domain.name,
        domain.owner,
        domain.cost_center,
        digest(domain),
        tuple(_asked(subscription) for subscription in domain.consumes),
        tuple(_offered(product) for product in domain.products),
        tuple(dict.fromkeys(landing.sample for landing in domain.landings if landing.sample is not None)),
        dates(domain),
        domain.adopts.buckets if domain.adopts else (),
        domain.adopts.roles if domain.adopts else (),
    )


def restored(row: Any) -> Facts:
    """Facts from the nested lists that JSON makes of them. Raises TypeError or ValueError where they are none."""
    name, owner, cost_center, said, asks, offers, samples, days, buckets, roles = row
    offered = [
        Offered(product, major, read, open, tables, tuple(shared_with), tuple(awaits))
        for product, major, read, open, tables, shared_with, awaits in offers
    ]
    asked = tuple(Asked(*one) for one in asks)
    holdings = tuple(buckets), tuple(roles)
    return Facts(name, owner, cost_center, said, asked, tuple(offered), tuple(samples), tuple(days), *holdings)


def digest(*parts: object) -> str:
    """Identifies what parts say. The names of classes count, places in files do not."""
    return hashlib.blake2b(repr(parts).encode(errors="surrogatepass"), digest_size=16).hexdigest()


def dates(*parts: object) -> tuple[str, ...]:
    """Every day that parts name, in ISO's form."""
    # what a text says that looks like a day is one too many, which does no harm
    found = ((int(y), int(m), int(d)) for y, m, d in _DATE.findall(repr(parts)))
    return tuple(sorted({f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in found}))


def _asked(subscription: Subscription) -> Asked:
    return Asked(subscription.product, subscription.major, digest(subscription))


def _offered(product: Product) -> Offered:
    read = [(name, getattr(product, name)) for name in type(product).model_fields if name not in _UNREAD]
    awaits = product.schedule.products if isinstance(product.schedule, OnPublish) else ()
    return Offered(
        product.name,
        product.major,
        digest(product.major, read),
        product.visibility == "open",
        len(product.tables),
        tuple(share.to for share in product.shares),
        awaits,
    )
