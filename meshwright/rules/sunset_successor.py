"""What has a last day has a successor."""

from collections.abc import Iterator

from .facts import Facts
from .rule import Breach, Rule


def _check(facts: Facts) -> Iterator[Breach]:
    for ref in facts.products:
        if ref.product.sunset is not None and ref.product.successor is None:
            message = f"{ref.name} {ref.product.version} has sunset={str(ref.product.sunset)!r} and no successor"
            yield Breach(ref.product.place.of("sunset"), ref.name, message)


RULE = Rule(
    id="sunset-successor",
    must="a major with a sunset= names the major that replaces it in successor=",
    why="whoever is told to leave has to know where to",
    fix="add successor= with the newer major",
    check=_check,
)
