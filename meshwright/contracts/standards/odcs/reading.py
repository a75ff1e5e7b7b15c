"""A contract of the standard, ours or anybody's, as a product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from meshwright.contracts.standards.located import Located, located
from meshwright.language import Domain, Objective, Product, Schedule, ServiceObjective
from meshwright.language.vocabulary import DomainName, Owner, ProductName, Semver

from .known import passed_over
from .making import made
from .naming import Names, slug
from .parts_of_whole import at_least
from .reading_tables import TableReader
from .words import KIND, customs_of, tupled

T = TypeVar("T")

_VERSION = re.compile(r"v?(\d+)\.(\d+)\.\d+\Z")
READ = (3, 2)
"""The newest version of the standard that is read; older ones of the same major are as well."""
_LETTERS = {
    **dict.fromkeys(("m", "min", "minute", "minutes"), "m"),
    **dict.fromkeys(("h", "hr", "hour", "hours"), "h"),
    **dict.fromkeys(("d", "day", "days"), "d"),
}
_SCHEDULE: TypeAdapter[Schedule] = TypeAdapter(Schedule)
_RANKS = ("public", "internal", "confidential", "restricted")


@dataclass(frozen=True)
class Imported:
    """What a contract says, as a definition."""

    domain: Domain
    """With one product, and neither landings, shares nor subscriptions: a contract knows nothing of those."""
    notes: dict[str, str] = field(default_factory=dict)
    """Comments for the definition, as ``meshwright.writing`` places them."""
    left_out: tuple[str, ...] = ()
    """What a definition has no word for, each with its place."""


def read_contract(text: str, file: str, *, domain: str | None = None) -> Imported:
    """The product that a contract describes; ``domain`` where the contract names none, or another is wanted.

    Raises ``Unreadable`` with the line, the path and the cure of the first thing that can't be read.
    """
    return _Reader(located(text, file), domain).imported()


class _Reader:
    def __init__(self, document: Located, domain: str | None) -> None:
        self.document = document
        self.wanted = domain
        self.left_out: list[Located] = []
        self.notes: dict[str, str] = {}

    def imported(self) -> Imported:
        self._recognised()
        self.left_out += passed_over(self.document)
        document, custom = self.document, customs_of(self.document)
        name = self._product_name()
        tables = TableReader(self.left_out, self.notes)
        version = self._version()
        scope = f"{name}_v{version.partition('.')[0]}"
        shapes = document.need("schema").members()
        names = Names("table")
        read = [tables.table(shape, names.of(shape, "name"), scope) for shape in shapes]
        if not read:
            document.need("schema").refuse("is empty", "describe at least one table")
        product = made(
            document,
            lambda: Product(
                name,
                version=version,
                tables=read,
                purpose=self._purpose(),
                classification=_classification(tables.classifications),
                objectives=self._objectives(),
                schedule=_SCHEDULE.validate_python(tupled(custom["schedule"])) if "schedule" in custom else None,
                **{
                    k: custom[k].plain()
                    for k in ("visibility", "successor", "urgent", "retire", "adopts")
                    if k in custom
                },
                **self._end(),
            ),
        )
        owner = self._owner()
        whole = made(document, lambda: Domain(self._domain(), owner=owner, products=[product]))
        left_out = sorted(self.left_out, key=lambda part: part.line)
        return Imported(whole, self.notes, tuple(f"{p.file}:{p.line}: {p.path}" for p in left_out))

    def _recognised(self) -> None:
        document = self.document
        document.mapping()
        kind = document.need("kind")
        if kind.text() != KIND:
            kind.refuse(f'is "{kind.text()}"', f"import a document of kind {KIND}")
        version = document.need("apiVersion")
        found = _VERSION.match(version.text())
        if found is None:
            version.refuse(f'is "{version.text()}"', 'write one such as "v3.2.0"')
        major, minor = int(found[1]), int(found[2])
        if (major, minor) > READ:
            newest = ".".join(map(str, READ))
            version.refuse(f"{version.text()} is newer than {newest}, which is read here", "update meshwright")
        if major < READ[0]:
            version.refuse(f"{version.text()} is too old", f"convert it to v{READ[0]}.0.0 or newer")

    def _product_name(self) -> str:
        found = self.document.get("name") or self.document.get("dataProduct") or self.document.need("id")
        return self._named(found, ProductName, "product")

    def _domain(self) -> str:
        if self.wanted is not None:
            return self.wanted
        found = self.document.get("domain")
        if found is None:
            self.document.refuse("names no domain", "name one with --domain")
        return self._named(found, DomainName, "domain").replace("_", "")

    def _named(self, found: Located, word: Any, what: str) -> str:
        name = slug(found.text(), joined="" if what == "domain" else "_")
        try:
            return str(TypeAdapter(word).validate_python(name))
        except ValidationError:
            found.refuse(f'"{found.text()}" gives no name for a {what}', "write one of letters and digits")

    def _version(self) -> str:
        found = self.document.get("version")
        if found is None:
            return "1.0.0"
        numbers = re.match(r"[vV]?(\d+(?:\.\d+){0,2})\Z", found.text().strip())
        written = ".".join([*numbers[1].split("."), "0", "0"][:3]) if numbers else found.text()
        try:
            return str(TypeAdapter(Semver).validate_python(written))
        except ValidationError:
            found.refuse(f'"{found.text()}" is not semantic', 'write three numbers, such as "1.0.0"')

    def _purpose(self) -> str | None:
        described = self.document.get("description")
        if described is None:
            return None
        return described.text() if isinstance(described.value, str) else described.said("purpose")

    def _owner(self) -> str | None:
        """The first mailbox of an owner, or of anybody to write to."""
        for candidate in (*self._owners(), *(c.said("channel") for c in self.document.items("support"))):
            try:
                return str(TypeAdapter(Owner).validate_python((candidate or "").removeprefix("mailto:")))
            except ValidationError:
                continue
        self.left_out += filter(None, (self.document.get("team"), self.document.get("support")))
        return None

    def _owners(self) -> Iterator[str | None]:
        team = self.document.get("team")
        if team is None:
            return
        members = team.value if isinstance(team.value, list) else team.items("members")
        ranked = sorted(members, key=lambda m: (m.said("role") or "").lower() != "owner")
        yield from (member.said("username") for member in ranked)

    def _objectives(self) -> list[ServiceObjective]:
        found = []
        for promise in self.document.items("slaProperties"):
            objective = made(promise, lambda p=promise: _objective(p))  # type: ignore[misc]
            if objective is not None:
                found.append(objective)
            elif promise.said("property") != "endOfLife":
                self.left_out.append(replace(promise, path=f"{promise.path} ({promise.said('property')})"))
        return found

    def _end(self) -> dict[str, Any]:
        for promise in self.document.items("slaProperties"):
            if promise.said("property") == "endOfLife":
                return {"sunset": promise.need("value").text().partition("T")[0]}
        return {}


def _objective(promise: Located) -> ServiceObjective | None:
    custom = customs_of(promise)
    match promise.said("property"):
        case "latency" | "freshness":
            letter = _LETTERS.get((promise.said("unit") or "").lower())
            value = promise.need("value")
            if letter is None or not isinstance(value.value, int):
                return None
            return Objective.fresh(within=f"{value.whole()}{letter}")
        case "errorRate" if (promise.said("unit") or "").lower() in ("percent", "%"):
            given = custom.get("atLeast")
            missing = promise.need("value")
            return Objective.quality(at_least=given.number() if given else at_least(missing.number()))
    return None


def _classification(found: set[str]) -> Any:
    """The strictest that a column has; one in words of the contract's own counts for confidential at least."""
    return max(({c if c in _RANKS else "confidential" for c in found} or {"confidential"}), key=_RANKS.index)
