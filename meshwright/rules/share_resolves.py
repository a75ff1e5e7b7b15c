"""Shares name domains, tables and columns that exist."""

from collections.abc import Iterator

from meshwright.access.spelling import nearest
from meshwright.access.terms import unknown_names

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for at in facts.shares:
        to, place, scope = at.share.to, at.share.place, at.ref.name
        if to == at.ref.domain.name:
            fix = "remove it; a domain reads its own products"
            yield Breach(place.of("to"), scope, f"{at.name} is with its own domain", fix)
        elif facts.mesh.domain(to) is None and to not in facts.mesh.unread:
            near = nearest(to, (d.name for d in facts.mesh.domains))
            yield Breach(
                place.of("to"), scope, f"{at.name}: there is no such domain", f'write "{near}"' if near else ""
            )
        for mistake in unknown_names(at.ref.product, at.share):
            yield Breach(place.of(mistake.field), scope, f"{at.name}: {mistake.message}", mistake.fix)


RULE = Rule(
    id="share-resolves",
    must="a share names another domain, and tables and columns of its product",
    why="a misspelt name in a share gives nobody anything, or holds back nothing",
    fix="name a domain of the mesh",
    check=_check,
    waivable=False,
)
