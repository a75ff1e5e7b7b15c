"""Puts what the files say together: a mesh, and what is wrong between its files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from meshwright.findings import Finding
from meshwright.language import Domain, Environment, Governance, Member, Mesh, Place
from meshwright.language.central import NOBODY
from meshwright.language.quoting import quoted

from .gathering import ENVIRONMENTS, GOVERNANCE, Gathered
from .reading import Reading
from .samples import has_sample
from .sources import Source
from .values import BROKEN
from .wording import kind_of

_DOMAIN = 'domain = Domain("<name of the folder>", owner="…", …)'
_GOVERNANCE = 'governance = Governance(owner="…", allowed_regions=["eu-west-1"])'
_ENVIRONMENTS = 'environments = [Environment("dev", account="…", region="eu-west-1")]'


@dataclass(frozen=True)
class Loaded:
    """A mesh as its files define it, as far as they could be read."""

    mesh: Mesh
    """Every domain that could be built; a governance that allows nothing special where there is none."""
    findings: tuple[Finding, ...]
    """Everything that is wrong with the files, in order."""
    texts: Mapping[str, str]
    """By path, the text of every definition that was read."""


@dataclass(frozen=True)
class Housed:
    """A domain and the folder that it was found in."""

    folder: str
    domain: Domain


def assemble(
    source: Source, gathered: Gathered, readings: Mapping[str, Reading], beyond: Iterable[Member] = ()
) -> tuple[Loaded, tuple[Housed, ...]]:
    """The mesh and where its domains live, with the findings of all its files and of what they say together."""
    findings = [*gathered.findings, *(f for reading in readings.values() for f in reading.findings)]
    housed = _distinct(_domains(gathered, readings, findings), findings)
    environments = _environments(readings.get(ENVIRONMENTS), findings)
    governance = _governance(readings.get(GOVERNANCE), findings) or _stand_in(environments)
    mesh = Mesh(
        domains=tuple(sorted((house.domain for house in housed), key=lambda domain: domain.name)),
        governance=governance,
        environments=environments,
        transforms=MappingProxyType(
            {h.domain.name: MappingProxyType(dict(gathered.transforms.get(h.folder, {}))) for h in housed}
        ),
        samples=present_samples(source, housed),
        unread=frozenset(gathered.folders) - {house.folder for house in housed},
        beyond=tuple(beyond),
    )
    loaded = Loaded(
        mesh,
        tuple(sorted(set(findings))),
        MappingProxyType(dict(gathered.definitions)),
    )
    return loaded, housed


def present_samples(source: Source, housed: Iterable[Housed]) -> frozenset[str]:
    """The samples that exist, as ``<domain>/<sample>``."""
    return frozenset(
        f"{house.domain.name}/{landing.sample}"
        for house in housed
        for landing in house.domain.landings
        if landing.sample is not None and has_sample(source, house.folder, landing.sample)
    )


def _domains(gathered: Gathered, readings: Mapping[str, Reading], findings: list[Finding]) -> list[Housed]:
    housed = []
    for folder, path in gathered.folders.items():
        reading = readings.get(path)
        domain = None if reading is None else _bound(reading, path, "domain", _DOMAIN, Domain, findings)
        if reading is None or domain is None:
            continue
        housed.append(Housed(folder, domain))
        for name, value in reading.values.items():
            if isinstance(value, Domain) and name != "domain":
                message = f"{name} is a second domain"
                fix = "give it a folder of its own"
                findings.append(Finding(reading.places[name], "duplicate-definition", message, fix))
    return housed


def _distinct(housed: list[Housed], findings: list[Finding]) -> tuple[Housed, ...]:
    """One folder for each domain: the one of its name, else the first."""
    homes: dict[str, Housed] = {}
    for house in sorted(housed, key=lambda h: (h.folder != h.domain.name, h.folder)):
        name, place = house.domain.name, house.domain.place.of("name")
        first = homes.setdefault(name, house)
        if first is not house:
            message = f"domain {name} is already defined in domains/{first.folder}/domain.py"
            fix = f"rename it {quoted(house.folder)}, as its folder, or remove it"
            findings.append(Finding(place, "duplicate-definition", message, fix))
        elif house.folder != name:
            message = f"domain {name} is in folder {quoted(house.folder)}"
            fix = f"rename the folder to domains/{name}, or the domain"
            findings.append(Finding(place, "wrong-folder", message, fix))
    return tuple(homes.values())


def _environments(reading: Reading | None, findings: list[Finding]) -> tuple[Environment, ...]:
    found = _bound(reading, ENVIRONMENTS, "environments", _ENVIRONMENTS, (list, tuple), findings)
    if reading is None or found is None:
        return ()
    place = reading.places["environments"]
    if not found:
        findings.append(Finding(place, "missing-definition", "there is no environment", f"write {_ENVIRONMENTS}"))
    for entry in found:
        if entry is not BROKEN and not isinstance(entry, Environment):
            message = f"an entry of environments is {kind_of(entry)}"
            findings.append(Finding(place, "invalid-value", message, f"write {_ENVIRONMENTS}"))
    return tuple(entry for entry in found if isinstance(entry, Environment))


def _governance(reading: Reading | None, findings: list[Finding]) -> Governance | None:
    found: Governance | None = _bound(reading, GOVERNANCE, "governance", _GOVERNANCE, Governance, findings)
    return found


def _stand_in(environments: Sequence[Environment]) -> Governance:
    """No waiver, no softer level, no region but those in use."""
    regions = sorted({environment.region for environment in environments}) or ["eu-west-1"]
    return Governance(owner=NOBODY, allowed_regions=regions)


def _bound(
    reading: Reading | None, path: str, name: str, example: str, kind: type | tuple[type, ...], findings: list[Finding]
) -> Any:
    """The value that a file is there to bind, None where it is missing, broken or of another kind."""
    if reading is None or not reading.complete:
        return None
    if name not in reading.places:
        other = next((n for n, value in reading.values.items() if isinstance(value, kind)), None)
        place = Place(path, 1, 1) if other is None else reading.places[other]
        fix = f"write {example}" if other is None else f"rename {other} to {name}"
        findings.append(Finding(place, "missing-definition", f"nothing is named {name}", fix))
        return None
    value = reading.values.get(name)
    if name not in reading.values or isinstance(value, kind):
        return value
    findings.append(Finding(reading.places[name], "invalid-value", f"{name} is {kind_of(value)}", f"write {example}"))
    return None
