"""What the next preview would say, were a plan written: found in a copy of the project, so nothing is written here."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meshwright.errors import MeshError
from meshwright.language import Domain, Environment, Mesh
from meshwright.names import FOUNDATION
from meshwright.preview.affected import affected
from meshwright.preview.graphs import compared
from meshwright.preview.recording import RUN, record
from meshwright.preview.report import ResourceChange
from meshwright.recording.graph import Graph
from meshwright.scaffold.inserting import insert
from meshwright.scaffold.making import PAYER
from meshwright.scaffold.trial import read
from meshwright.writing import write_domain

from .estate import Estate
from .gaining import Gain, gains
from .listing import import_list
from .planning import Addition, Plan


@dataclass(frozen=True)
class Trial:
    """What became of the project with the plan in it."""

    texts: Mapping[str, str]
    """``domain.py`` by domain, whole; of a domain that is there already, its file with what comes to it."""
    before: Mapping[str, bytes]
    """By domain that is there already, its file as it is."""
    changes: tuple[ResourceChange, ...]
    graphs: Mapping[str, Graph]
    """By stack, those that the plan touches."""
    there: frozenset[str]
    """URNs of what these stacks have without the plan."""
    gains: tuple[Gain, ...]
    """What roles would read that they can't read now."""

    def imports(self) -> dict[str, dict[str, Any]]:
        """By stack, everything that the program will import, in the form of ``pulumi import --file``."""
        taken = {change.urn for change in self.changes if change.action == "import"}
        listed = {stack: import_list(graph, taken, self.there) for stack, graph in self.graphs.items()}
        return {stack: found for stack, found in listed.items() if found["resources"]}


def attempt(
    root: Path,
    mesh: Mesh,
    plan: Plan,
    environment: Environment,
    owner: str | None,
    *,
    estate: Estate,
    today: date,
) -> Trial:
    """Record every stack that the plan reaches before and after.

    Raises:
        MeshError: a definition would have errors, or its file is written in a way that a person has to add to it.
    """
    held = {a.domain: (root / _path(a.domain)).read_bytes() for a in plan.additions if mesh.domain(a.domain)}
    texts = {a.domain: _text(mesh, a, held.get(a.domain), owner) for a in plan.additions}
    if not texts:
        return Trial({}, {}, (), {}, frozenset(), ())
    with _copy(root) as copied:
        for name, text in texts.items():
            folder = copied / "domains" / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "domain.py").write_bytes(text.encode())
        head = _passing(copied, set(texts), today)
        stacks = affected(mesh, head, environment, today=today, code=False)
        after = record(copied, stacks, today)
    before = record(root, [s for s in stacks if _there(mesh, s.rpartition(".")[0])], today)
    changes = [change for stack in stacks for change in compared(before.get(stack), after[stack])]
    there = frozenset(r.urn for graph in before.values() for r in graph.resources)
    return Trial(texts, held, tuple(changes), after, there, tuple(gains(mesh, head, estate, today)))


def _there(mesh: Mesh, scope: str) -> bool:
    return scope == FOUNDATION or mesh.domain(scope) is not None


def _path(name: str) -> str:
    return f"domains/{name}/domain.py"


def _text(mesh: Mesh, addition: Addition, before: bytes | None, owner: str | None) -> str:
    """The definition file with an addition: a new one, or the one that is there and stays as it is around it."""
    name, there = addition.domain, mesh.domain(addition.domain)
    if there is None or before is None:
        domain = Domain(name, owner=owner or mesh.governance.owner, cost_center=PAYER)
        return write_domain(addition.to(domain), title=f"What {name} owns.")
    text = insert(_path(name), before.decode(), addition.additions)
    if read(_path(name), text) != addition.to(there):
        raise MeshError(f"{_path(name)} is written in a way that nothing can be added to it; add it by hand")
    return text


@contextmanager
def _copy(root: Path) -> Iterator[Path]:
    skipped = shutil.ignore_patterns("__pycache__", ".*")
    with TemporaryDirectory(prefix="mesh-adopt-") as name:
        for entry in (*RUN, "domains"):
            source = root / entry
            if source.is_dir():
                shutil.copytree(source, Path(name) / entry, ignore=skipped)
            elif source.is_file():
                shutil.copy(source, Path(name) / entry)
        yield Path(name)


def _passing(copied: Path, names: set[str], today: date) -> Mesh:
    """The mesh, which passes the check as far as it is another."""
    from meshwright import checks

    mesh, findings = checks.check(copied, today=today)
    wrong = [f for f in findings if f.level == "error" and any(f"domains/{n}/" in f.place.path for n in names)]
    if wrong:
        listed = "\n".join(f"  {finding}" for finding in wrong)
        raise MeshError(f"the definitions would not pass the check; assign less, or mend this by hand:\n{listed}")
    return mesh
