"""A state of a mesh to be judged: what is known of its domains from earlier, and what has to be looked at."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from meshwright import language
from meshwright.cache.rows import Rows
from meshwright.loader.remembering import reader
from meshwright.loader.samples import beside, installed
from meshwright.loader.states import State
from meshwright.rules.agreement_expiring import SOON

from .verdict import Verdict, restored

_LIMIT = 64 * 1024 * 1024
"""Bytes of all verdicts; that of a domain takes some 500."""
_HOMES = ("access", "findings.py", "judging", "names.py", "rules", "runtime", "transforms")
"""The code that a verdict follows from, besides what reads definitions."""


@dataclass(frozen=True)
class Case:
    """A state that could be read, and the verdicts on its domains that are known."""

    state: State
    today: date
    keys: Mapping[str, str]
    """By domain, what identifies everything that its verdict follows from."""
    known: Mapping[str, Verdict]
    rows: Rows

    @property
    def missing(self) -> frozenset[str]:
        """The domains that have to be looked at."""
        return frozenset(self.keys) - self.known.keys()

    def again(self) -> "Case":
        """The same, with what has been judged since."""
        return replace(self, known=dict(_known(self.keys, self.rows))) if self.missing else self

    @property
    def needed(self) -> frozenset[str]:
        """The domains that a mesh must hold for those that are missing to be judged."""
        index = self.state.index
        return index.around(self.missing) | (self.state.waived & index.domains.keys())


def rows_of(root: Path) -> Rows:
    """Verdicts on states of the mesh in ``root``."""
    name = f"{_code()}\0{os.path.abspath(root)}"
    return Rows("verdicts", hashlib.sha256(name.encode(errors="surrogateescape")).hexdigest(), limit=_LIMIT)


def opened(state: State, today: date, rows: Rows) -> Case:
    """What is known of a sound state on a day."""
    keys = dict(_keys(state, today))
    return Case(state, today, keys, dict(_known(keys, rows)), rows)


def _known(keys: Mapping[str, str], rows: Rows) -> Iterator[tuple[str, Verdict]]:
    for name, key in keys.items():
        found = restored(rows.get(key))
        if found is not None:
            yield name, found


def _keys(state: State, today: date) -> Iterator[tuple[str, str]]:
    index = state.index
    central = f"{_code()}\0{state.centrally}\0{_since(state.days, today)}"
    for name, one in index.domains.items():
        around = sorted(index.around([name]))
        days = {day for other in around for day in index.domains[other].dates}
        said = (
            name,
            central,
            state.transforms.get(name),
            state.samples.get(name),
            # what is installed is no part of the state
            [sample for sample in one.samples if beside(name, sample) is None and installed(sample) is not None],
            [(other, index.keys[other]) for other in around],
            _since(sorted(days), today),
        )
        yield name, hashlib.sha256(repr(said).encode(errors="surrogatepass")).hexdigest()


def _since(days: Iterable[str], today: date) -> list[int]:
    """How far off days are, as far as a rule can tell: past, far ahead, or one of the days that it counts."""
    return [max(-1, min((date.fromisoformat(day) - today).days, SOON + 1)) for day in days]


@cache
def _code() -> str:
    """Identifies the code that a verdict follows from."""
    found = hashlib.sha256(f"{reader()}\0{version('sqlglot')}".encode())
    own = Path(language.__file__).parent.parent
    for home in _HOMES:
        for path in sorted((own / home).rglob("*.py")) if (own / home).is_dir() else [own / home]:
            found.update(f"{path.relative_to(own)}\0".encode() + path.read_bytes())
    return found.hexdigest()
