"""Every property that the standard knows, and what becomes of it: read, of no consequence, or left out and told.

A property that is nearly one of those read is refused: ``requierd: true``, passed over, would make a column optional.
Any other that the standard doesn't know is left out and told. Source: the standard's JSON schemas 3.0.0 to 3.2.0.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from meshwright.contracts.standards.located import Located

from .words import PREFIX


@dataclass(frozen=True)
class Level:
    """A kind of mapping in a contract."""

    read: frozenset[str]
    """Properties that are read, or that say nothing a definition should."""
    unread: frozenset[str] = frozenset()
    """Properties that a definition has no word for."""
    inside: Mapping[str, str] = field(default_factory=dict)
    """Properties that hold mappings, one or a list, and their level."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DESCRIBED = "businessName synonyms authoritativeDefinitions tags physicalName"
_OPTIONS = (
    "format minimum maximum minLength maxLength pattern timezone defaultTimezone exclusiveMinimum exclusiveMaximum"
)
LEVELS: dict[str, Level] = {
    "contract": Level(
        _words("apiVersion kind id name version status domain dataProduct servers slaDefaultElement"),
        _words("tenant tags price roles authoritativeDefinitions context contractCreatedTs"),
        {
            "description": "description", "schema": "object", "slaProperties": "promise", "team": "team",
            "support": "support", "customProperties": "custom",
        },
    ),
    "description": Level(
        _words("purpose"),
        _words("usage limitations authoritativeDefinitions"),
        {"customProperties": "custom"},
    ),
    "object": Level(
        _words("id name logicalType physicalType description"),
        _words(f"{_DESCRIBED} deprecated dataGranularityDescription relationships context"),
        {"properties": "property", "quality": "rule", "customProperties": "custom"},
    ),
    "property": Level(
        _words(
            "id name logicalType physicalType description deprecated primaryKey primaryKeyPosition required unique "
            "partitioned partitionKeyPosition classification enum"
        ),
        _words(
            f"{_DESCRIBED} semanticType encryptedName transformSourceObjects transformLogic transformDescription "
            "examples criticalDataElement relationships"
        ),
        {
            "properties": "property", "items": "property", "map": "pair", "quality": "rule",
            "logicalTypeOptions": "options", "customProperties": "custom",
        },
    ),
    "pair": Level(frozenset(), frozenset(), {"key": "property", "value": "property"}),
    "options": Level(
        _words(f"{_OPTIONS} multipleOf"),
        _words(
            "required minProperties maxProperties minItems maxItems uniqueItems dimensions elementType distanceMetric "
            "embeddingModel embeddingModelVersion normalized"
        ),
    ),
    "rule": Level(
        _words(
            "id name description type metric rule arguments query engine implementation unit dimension method severity "
            "businessImpact schedule scheduler tags authoritativeDefinitions customProperties mustBe mustNotBe "
            "mustBeGreaterThan mustBeGreaterOrEqualTo mustBeLessThan mustBeLessOrEqualTo mustBeBetween mustNotBeBetween"
        ),
    ),
    "promise": Level(
        _words(
            "id property value valueExt unit element driver description scheduler schedule customProperties "
            "authoritativeDefinitions"
        ),
    ),
    "team": Level(
        _words(
            "id name description members tags customProperties authoritativeDefinitions username role dateIn dateOut "
            "replacedByUsername"
        ),
    ),
    "support": Level(
        _words("id channel url description tool scope invitationUrl customProperties")
    ),
    "custom": Level(_words("id property value description vendor")),
}  # fmt: skip
_NOTHING: Mapping[str, Any] = {"semanticType": "column"}
"""What says nothing where it is this."""


def passed_over(document: Located) -> Iterator[Located]:
    """Whatever a contract says that a definition has no word for, beside rules and promises.

    Raises ``Unreadable`` at the first property that looks like one of the standard's misspelt.
    """
    return _walk(document, "contract")


def _walk(part: Located, name: str) -> Iterator[Located]:
    level = LEVELS[name]
    for key, found in part.mapping().items():
        if key in level.inside:
            yield from _inner(found, level.inside[key])
        elif key not in level.read:
            if key not in level.unread:
                _refuse_misspelt(found, key, {*level.read, *level.inside})
            if found.value and found.value != _NOTHING.get(key):
                yield found
    if name == "custom" and not (part.said("property") or "").startswith(PREFIX):
        yield part


def _inner(found: Located, name: str) -> Iterator[Located]:
    if found.value is None or isinstance(found.value, str):  # a description may be one text
        return
    for part in found.value if isinstance(found.value, list) else [found]:
        yield from _walk(part, name)


def _refuse_misspelt(found: Located, key: str, words: set[str]) -> None:
    near = get_close_matches(key, sorted(words), n=1, cutoff=0.8)
    if near:
        found.refuse("is not known to the standard", f"write {near[0]}")
