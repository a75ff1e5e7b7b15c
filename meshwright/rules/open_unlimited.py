"""An open product makes no exceptions."""

from collections.abc import Iterator

from meshwright.access.terms import LIMITS

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.shares:
        if at.ref.product.visibility != "open":
            continue
        for field in (*LIMITS, "including"):
            if getattr(at.share, field):
                message = f"{at.name} has {field}=, and the product is open"
                yield Breach(at.share.place.of(field), at.ref.name, message)
    for asked in facts.subscriptions:
        if asked.target is None or asked.target.product.visibility != "open":
            continue
        for field in LIMITS:
            if getattr(asked.subscription, field):
                message = f"{asked.name} has {field}=, and the product is open"
                yield Breach(asked.subscription.place.of(field), asked.domain.name, message, "leave it out")


RULE = Rule(
    id="open-unlimited",
    must="shares of an open product, and subscriptions to it, have no columns=, without=, rows= or including=",
    why="an open product is granted by tag, and a tag's grant and a share's add up: no limit would hold",
    fix="move what is special into a product of its own",
    check=_check,
    waivable=False,
)
