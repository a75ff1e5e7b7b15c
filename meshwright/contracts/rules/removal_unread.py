"""What somebody subscribes to stays."""

from collections.abc import Iterator

from meshwright.contracts.comparing import Comparison, ProductChange
from meshwright.language import Place
from meshwright.rules.rule import Breach

from .change_rule import ChangeRule
from .telling import subscribed


def _check(comparison: Comparison) -> Iterator[Breach]:
    removed = [p for p in comparison.products if p.kind == "removed"]
    domains = {d.name: d.base for d in comparison.domains if d.kind == "removed"}
    for product in removed:
        if product.ref.domain.name not in domains:
            yield from _breach(product.ref.product.place, product.ref.name, f"{product.ref} is removed", [product])
    for name, domain in domains.items():
        place = domain.place if domain else Place()
        yield from _breach(place, name, f"domain {name} is removed", [p for p in removed if p.ref.domain.name == name])


def _breach(place: Place, scope: str, what: str, products: list[ProductChange]) -> Iterator[Breach]:
    readers = sorted({c.name for p in products for c in p.consumers if c.stays})
    if readers:
        fix = f"keep it until {'that subscription is' if len(readers) == 1 else 'those subscriptions are'} gone"
        yield Breach(place, scope, f"{what}, and {subscribed(readers)}", fix)


RULE = ChangeRule(
    id="removal-unread",
    must="a product, a major of it, or a domain is removed only when nobody subscribes to it any more",
    why="their pipelines would fail, and their reports stop, without a word",
    fix="keep it until the subscriptions to it are gone",
    check=_check,
    waivable=False,
)
