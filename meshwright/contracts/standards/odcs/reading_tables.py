"""Tables and columns of a contract, ours or anybody's."""

import re
from typing import Any

from meshwright.contracts.standards.located import Located
from meshwright.language import Column, Table
from meshwright.language import columns as constructors

from .making import made
from .naming import Names
from .reading_expectations import ExpectationReader, inside
from .reading_types import Typed, typed
from .words import customs_of

_PERSONAL = re.compile(r"pii|person|sensitive|gdpr|phi\b|special", re.IGNORECASE)
_HASHABLE = ("text", "integer", "long", "date")
_WORDS = ("unit", "why", "deprecated", "default")


class TableReader:
    """Reads the objects of a contract's schema."""

    def __init__(self, left_out: list[Located], notes: dict[str, str]) -> None:
        self._left_out, self._notes = left_out, notes
        self.classifications: set[str] = set()
        """What the columns are classified as, in the contract's words, lower case."""

    def table(self, shape: Located, name: str, scope: str) -> Table:
        """One object as a table."""
        custom = customs_of(shape)
        properties = shape.need("properties").members()
        numbers = _Numbers(properties)
        here = f"{scope}.{name}"
        names = Names("column")
        columns = [self._column(p, names.of(p, "name"), numbers, f"{here}.{{}}") for p in properties]
        expects = ExpectationReader(self._left_out).of_table(shape, properties, columns)
        transform = custom.get("transform")
        return made(
            shape,
            lambda: Table(
                name,
                columns=columns,
                transform=None if transform is None else transform.text(),
                partition_by=_partitions(custom, properties, columns),
                expects=expects,
                reserved=[n.whole() for n in custom["reserved"].value] if "reserved" in custom else [],
                description=shape.said("description"),
                retire=custom["retire"].text() if "retire" in custom else None,
            ),
        )

    def _column(self, part: Located, name: str | None, numbers: "_Numbers", scope: str) -> Column:
        is_of = typed(part)
        place = (numbers.of(part),) if name is None else (numbers.of(part), name)
        inside = self._inside(part, is_of, numbers)
        options = self._options(part, is_of, scope.format(name))
        if is_of.kind == "decimal":
            inside = {"precision": is_of.precision, "scale": is_of.scale}
        make: Any = getattr(constructors, {"list": "list_of", "map": "map_of"}.get(is_of.kind, is_of.kind))
        column: Column = made(part, lambda: make(*place, **inside, **options))
        return column

    def _inside(self, part: Located, is_of: Typed, numbers: "_Numbers") -> dict[str, Any]:
        nowhere = "{}"  # comments stand above columns of a table only
        match is_of.kind:
            case "list":
                return {"element": self._column(part.need("items"), None, numbers, nowhere)}
            case "struct":
                names = Names("field")
                fields = part.need("properties").members()
                return {"fields": [self._column(f, names.of(f, "name"), numbers, nowhere) for f in fields]}
            case "map":
                pair = part.need("map")
                return {
                    "keys": self._column(pair.need("key"), None, numbers, nowhere),
                    "values": self._column(pair.need("value"), None, numbers, nowhere),
                }
        return {}

    def _options(self, part: Located, is_of: Typed, scope: str) -> dict[str, Any]:
        custom = customs_of(part)
        key = part.flag("primaryKey")
        found: dict[str, Any] = {word: custom[word].plain() for word in _WORDS if word in custom}
        if key:
            found["key"] = True
        if not part.flag("required") and not (key and "number" not in custom):
            found["optional"] = True
        if (description := part.said("description")) is not None:
            found["description"] = description
        if part.flag("deprecated") and "deprecated" not in found:
            found["deprecated"] = "the contract says so"
        proposed = self._proposed(part, is_of, "pii" in custom, scope)
        if (pii := custom["pii"].text() if "pii" in custom else proposed) is not None:
            found["pii"] = pii
        return found

    def _proposed(self, part: Located, is_of: Typed, decided: bool, scope: str) -> str | None:
        """The strict treatment of what the contract calls personal in words of its own, unless that is decided."""
        given = part.said("classification")
        if given is None:
            return None
        self.classifications.add(given.lower())
        if decided or not _PERSONAL.search(given):
            return None
        self._notes[scope] = f'the contract calls it "{given}"'
        return "pseudonymise" if is_of.kind in _HASHABLE else "mask"


class _Numbers:
    """The numbers of a table's columns: as our own contracts say, else counted level by level, as Iceberg does."""

    def __init__(self, properties: list[Located]) -> None:
        every = _by_level(properties)
        said = {id(part): number.whole() for part in every if (number := customs_of(part).get("number"))}
        free = iter(n for n in range(max(said.values(), default=0) + 1, 2_000_000_000))
        self._numbers = {id(part): said.get(id(part)) or next(free) for part in every}

    def of(self, part: Located) -> int:
        """The number of one column, or of a part of one."""
        return self._numbers[id(part)]


def _by_level(properties: list[Located]) -> list[Located]:
    """Every property, level by level."""
    whole = Located({"properties": Located(properties, "", 0, "")}, "", 0, "")
    return list(inside(whole))


def _partitions(custom: dict[str, Located], properties: list[Located], columns: list[Column]) -> list[str]:
    if "partitionBy" in custom:
        return [p.text() for p in custom["partitionBy"].value]
    found = []
    for order, (part, column) in enumerate(zip(properties, columns, strict=True)):
        if part.flag("partitioned"):
            position = part.get("partitionKeyPosition")
            found.append((position.whole() if position else 0, order, column.name))
    return [name for _, _, name in sorted(found)]
