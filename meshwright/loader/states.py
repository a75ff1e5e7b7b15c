"""What every stack of a mesh follows from, in brief: two states tell which stacks a change can reach.

For each stack there is a digest over everything that its program reads: what the domain says and its transforms; of the
products that it asks for, what a transform that reads them sees; the subscriptions of others to its own, and the roles
that they adopted; what is defined centrally. The code is not among it.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from meshwright.cache.store import store
from meshwright.language import Environment, Governance
from meshwright.names import FOUNDATION

from .facts import Asked, Facts, dates, digest, restored
from .files import Unfit
from .gathering import ENVIRONMENTS, GOVERNANCE, Gathered, gather_central, transforms
from .index import INDEXES, Index, Shelf, folder_index, keep, read_index
from .loading import lock, memory
from .remembering import reader, reading
from .samples import beside
from .sources import Source


@dataclass(frozen=True)
class State:
    """A mesh in brief, with what it takes to tell its stacks from those of another state."""

    index: Index
    transforms: Mapping[str, str]
    """By domain, a digest of all of its transforms."""
    governance: str
    environments: Mapping[str, str]
    """By name, a digest of each."""
    centrally: str
    """A digest of the texts that define what holds for all."""
    days: tuple[str, ...]
    """Every day that these name, sorted, in ISO's form."""
    waived: frozenset[str]
    """The domains that the governance has waivers for, or in."""
    samples: Mapping[str, tuple[str, ...]]
    """By domain, those of its landings' samples that lie beside its definition; of others nothing is said."""
    sound: bool
    """Whether everything could be read; if not, nothing can be said of any stack."""


def folder_state(root: Path) -> State:
    """The state of a mesh as its files are now. Unchanged ones are not read, whichever process read them before."""
    with lock:
        known = memory(root)
        index, known.shelf = folder_index(known.folder, known.shelf)
        found = _state(known.folder, index)
        keep(known.folder, known.shelf)
        return found


def tree_state(root: Path, tree: str | None, opened: Callable[[], Source]) -> State:
    """The state of a mesh in a tree of git's, which never changes: it is read once."""
    name = hashlib.sha256(f"{reader()}\0tree\0{tree}".encode()).hexdigest()
    found = _restored(store("indexes", limit=INDEXES).get(name))
    if found is None:
        with lock:
            shelf = memory(root).shelf
            source = opened()
            found = _state(source, read_index(source, Shelf(shelf.rows if shelf is not None else {})))
        store("indexes", limit=INDEXES).put(name, _written(found))
    return found


def affected(before: State, after: State, environment: str) -> frozenset[str]:
    """The scopes, ``foundation`` and domains, whose stack in an environment may differ between two states.

    Every scope where one of the states is not sound. It never leaves out a stack that differs; that the code is the
    same has to be known from elsewhere.
    """
    if not (before.sound and after.sound):
        return frozenset({FOUNDATION, *before.index.domains, *after.index.domains})
    one, other = (dict(_projections(state, environment)) for state in (before, after))
    return frozenset(scope for scope in one.keys() | other.keys() if one.get(scope) != other.get(scope))


def fingerprints(state: State, environment: str, today: date) -> dict[str, str]:
    """By scope, what identifies all that its stack in an environment follows from on a day, but for the code.

    Empty where the state is not sound: then nothing can be said of any stack.
    """
    passed = sum(day < today.isoformat() for day in state.days)
    parts = dict(_projections(state, environment)) if state.sound else {}
    return {scope: digest(part, passed) for scope, part in parts.items()}


def follows(state: State, environment: str, scopes: Collection[str]) -> dict[str, str]:
    """By scope, of these as far as they exist, a digest of all that is defined that its stack follows from."""
    return {scope: digest(found) for scope, found in _projections(state, environment) if scope in scopes}


def members_changed(before: State, after: State, environment: str) -> frozenset[str] | None:
    """The domains that are another member of the mesh than before; None where something else of the foundation is."""
    if before.governance != after.governance or before.environments.get(environment) != after.environments.get(
        environment
    ):
        return None
    one, other = ({name: of.member for name, of in state.index.domains.items()} for state in (before, after))
    return frozenset(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def changed(before: State, after: State) -> frozenset[str]:
    """The domains of which anything differs that can be seen in a mesh, be it only where something is written."""
    return frozenset(
        name
        for name in before.index.domains.keys() | after.index.domains.keys()
        if any(
            one.get(name) != other.get(name)
            for one, other in (
                (before.index.keys, after.index.keys),
                (before.transforms, after.transforms),
                (before.samples, after.samples),
            )
        )
    )


def _projections(state: State, environment: str) -> Iterator[tuple[str, Any]]:
    """By scope, what its stack follows from."""
    index = state.index
    central = state.governance, state.environments.get(environment)
    yield FOUNDATION, (central, [one.member for one in index.domains.values()])
    offers: dict[tuple[str, int], list[str]] = {}
    for one in index.domains.values():
        for offered in one.offers:
            offers.setdefault((f"{one.name}.{offered.name}", offered.major), []).append(offered.read)
    for one in index.domains.values():
        consumers = [index.domains[name] for name in sorted(index.consumers.get(one.name, ()))]
        asking = [(consumer.name, _asked_of(one, consumer), consumer.roles) for consumer in consumers]
        yield (
            one.name,
            (
                central,
                one.said,
                state.transforms.get(one.name),
                [offers.get((asked.product, asked.major)) for asked in one.asks],
                asking,
            ),
        )


def _asked_of(producer: Facts, consumer: Facts) -> list[Asked]:
    return [asked for asked in consumer.asks if asked.producer == producer.name]


def _state(source: Source, index: Index) -> State:
    gathered = Gathered()
    source.expect(index.domains)
    found = {name: _transforms(source, name, gathered) for name in index.domains}
    samples = {name: _samples(source, one) for name, one in index.domains.items() if one.samples}
    gather_central(source, gathered)
    readings = {path: reading(path, text) for path, text in gathered.definitions.items()}
    governance = readings[GOVERNANCE].values.get("governance") if GOVERNANCE in readings else None
    listed = readings[ENVIRONMENTS].values.get("environments", ()) if ENVIRONMENTS in readings else ()
    environments = {e.name: digest(e) for e in listed if isinstance(e, Environment)}
    whole = isinstance(governance, Governance) and len(environments) == len(listed) > 0
    sound = index.sound and whole and not gathered.findings and not any(r.findings for r in readings.values())
    texts = digest(sorted(gathered.definitions.items()))
    days = dates(governance, listed)
    waivers = governance.waivers if isinstance(governance, Governance) else ()
    waived = frozenset(waiver.scope.partition(".")[0] for waiver in waivers)
    return State(index, found, digest(governance), environments, texts, days, waived, samples, sound)


def _transforms(source: Source, name: str, gathered: Gathered) -> str:
    folder = f"domains/{name}"
    found = []
    for file in transforms(source, folder, f"{folder}/domain.py", gathered):
        path = f"{folder}/transforms/{file}"
        text = source.digest(path, "domains")
        if isinstance(text, Unfit):
            gathered.report(path, text)
        found.append((file, text))
    return digest(found)


def _samples(source: Source, one: Facts) -> tuple[str, ...]:
    places = ((sample, beside(one.name, sample)) for sample in one.samples)
    return tuple(sample for sample, path in places if path and source.has_file(path, f"domains/{one.name}"))


def _written(state: State) -> bytes:
    held = {
        "domains": list(state.index.domains.values()),
        "transforms": dict(state.transforms),
        "governance": state.governance,
        "environments": dict(state.environments),
        "centrally": state.centrally,
        "days": state.days,
        "waived": sorted(state.waived),
        "samples": dict(state.samples),
        "keys": dict(state.index.keys),
        "sound": [state.index.sound, state.sound],
    }
    return json.dumps(held).encode()


def _restored(held: bytes | None) -> State | None:
    try:
        found = json.loads(held) if held is not None else None
        if found is None:
            return None
        domains = {one.name: one for one in map(restored, found["domains"])}
        indexed, sound = found["sound"]
        index = Index(domains, indexed, found["keys"])
        samples = {name: tuple(present) for name, present in found["samples"].items()}
        central = found["governance"], found["environments"], found["centrally"], tuple(found["days"])
        waived = frozenset(found["waived"])
        return State(index, found["transforms"], *central, waived, samples, sound)
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
