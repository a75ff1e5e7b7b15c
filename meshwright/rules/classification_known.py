"""Classifications are those of the taxonomy."""

from collections.abc import Iterator

from meshwright.access.spelling import listed

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    known = facts.mesh.governance.classifications
    for ref in facts.products:
        if ref.product.classification not in known:
            message = f'{ref.name} is "{ref.product.classification}", which governance does not use'
            yield Breach(ref.product.place.of("classification"), ref.name, message, f"choose {listed(known)}")


RULE = Rule(
    id="classification-known",
    must="a product's classification is one of governance's classifications",
    why="its tag would have a value that nothing is granted or audited by",
    fix="choose a classification of the taxonomy",
    check=_check,
    waivable=False,
)
