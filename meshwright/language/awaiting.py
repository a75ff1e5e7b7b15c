"""Whose publication starts a product that waits for others."""

from collections.abc import Collection

from .mesh import ProductRef, database_name
from .schedules import OnPublish


def awaited(ref: ProductRef, reads: Collection[str] | None = None) -> tuple[str, ...]:
    """The databases whose publication starts a product, sorted; none where it waits for none.

    ``on_publish`` names a product and no major. Meant are the majors that the product's own transforms read (``reads``,
    as databases), and of a product that they don't read, the newest that they may: so a consumer of v1 doesn't run
    when v2 is published. Where nobody knows yet what they read, every major that they may read counts.
    """
    if not isinstance(ref.product.schedule, OnPublish):
        return ()
    found: set[str] = set()
    for name in ref.product.schedule.products:
        domain, _, product = name.partition(".")
        majors = sorted(_readable(ref, domain, product))
        databases = [database_name(domain, product, major) for major in majors]
        read = [d for d in databases if reads is None or d in reads]
        found.update(read or databases[-1:])
    return tuple(sorted(found))


def _readable(ref: ProductRef, domain: str, product: str) -> set[int]:
    """The majors of a product that another's transforms may read; of its own, the others where there are any."""
    if domain != ref.domain.name:
        return {s.major for s in ref.domain.consumes if s.product == f"{domain}.{product}"}
    own = {p.major for p in ref.domain.products if p.name == product}
    return own - {ref.product.major} or own if product == ref.product.name else own
