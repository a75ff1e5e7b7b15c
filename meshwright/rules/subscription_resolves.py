"""Subscriptions name products that exist."""

from collections.abc import Iterator

from meshwright.access.terms import unknown_names

from .facts import Facts, SubscriptionAt
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.subscriptions:
        subscription = at.subscription
        if subscription.product.partition(".")[0] in facts.mesh.unread:
            continue
        if at.target is None:
            yield _unresolved(facts, at)
        elif at.target.domain.name == at.domain.name:
            yield Breach(
                subscription.place.of("product"),
                at.domain.name,
                f"{at.name} is to a product of its own",
                "remove it; a domain reads its own products",
            )
        else:
            for mistake in unknown_names(at.target.product, subscription):
                place = subscription.place.of(mistake.field)
                yield Breach(place, at.domain.name, f"{at.name}: {mistake.message}", mistake.fix)


def _unresolved(facts: Facts, at: SubscriptionAt) -> Breach:
    place, written = at.subscription.place, at.subscription.product
    name, _, product = written.partition(".")
    domain = facts.mesh.domain(name)
    majors = sorted({p.major for p in domain.products if p.name == product}) if domain else []
    if not majors:
        near = facts.nearest_product(written)
        missing = f'{name} has no product "{product}"' if domain else f'there is no domain "{name}"'
        fix = f'write "{near}"' if near else ""
        return Breach(place.of("product"), at.domain.name, f"{at.name}: {missing}", fix)
    message = f"{at.name}: there is no major {at.subscription.major}"
    return Breach(place.of("major"), at.domain.name, message, f"write major={majors[-1]}")


RULE = Rule(
    id="subscription-resolves",
    must="a subscription names a product of another domain, a major of it, and tables and columns of that",
    why="nothing can be granted, joined or announced that is not there",
    fix="name a product that some domain publishes",
    check=_check,
    waivable=False,
)
