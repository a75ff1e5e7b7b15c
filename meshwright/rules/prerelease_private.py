"""What isn't finished isn't shared."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.major > 0:
            continue
        for field, given in (("shares", ref.product.shares), ("visibility", ref.product.visibility == "open")):
            if given:
                how = "shared" if field == "shares" else "open"
                message = f"{ref.name} has the version {ref.product.version} and is {how}"
                yield Breach(ref.product.place.of(field), ref.name, message)


RULE = Rule(
    id="prerelease-private",
    must="a product whose version begins with 0 is neither shared nor open",
    why="before 1.0.0 anything may change, so nobody can rely on it",
    fix='write version="1.0.0" once its contract holds, or share nothing yet',
    check=_check,
    waivable=False,
)
