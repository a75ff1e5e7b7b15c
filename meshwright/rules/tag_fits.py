"""What becomes a tag is what a tag can hold."""

import unicodedata
from collections.abc import Iterator

from meshwright.language.quoting import quoted

from .facts import Facts
from .rule import Breach, Rule

LONGEST = 256
"""Characters of a tag's value: "Tag naming limits and requirements" of the AWS tagging guide."""
_SIGNS = frozenset("_.:/=+-@")


def _check(facts: Facts) -> Iterator[Breach]:
    for domain in facts.mesh.domains:
        for field, value in (("owner", domain.owner), ("cost_center", domain.cost_center)):
            if value is not None and (problem := _problem(value)):
                place = domain.place.of(field)
                yield Breach(place, domain.name, f"{domain.name}: {field} {quoted(value)} {problem}")


def _problem(value: str) -> str | None:
    if len(value) > LONGEST:
        return f"has {len(value)} characters, and a tag's value at most {LONGEST}"
    wrong = next((c for c in value if c not in _SIGNS and unicodedata.category(c)[0] not in "LNZ"), None)
    return None if wrong is None else f"has {wrong!r}, which a tag's value can't have"


RULE = Rule(
    id="tag-fits",
    must="owner and cost_center have at most 256 characters: letters, digits, spaces and _ . : / = + - @",
    why="every resource is tagged with them, and AWS refuses other tags",
    fix="write it without that",
    check=_check,
    waivable=False,
)
