"""Finding the project, its mesh and its sandbox, and the day."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.cli.ending import WrongUsage
from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.findings import Finding
    from meshwright.language import Environment, Mesh, ProductRef
    from meshwright.sandbox.server import Server

NAMED = 12
"""How many names a message lists."""

LONGEST = 9
"""How many digits a major version has at most."""


def find_root(start: Path | None = None) -> Path:
    """The nearest folder, here or above, that holds ``Pulumi.yaml`` and ``domains``."""
    try:
        here = (start or Path.cwd()).resolve()
    except FileNotFoundError:
        raise WrongUsage("the current folder is gone; change to a folder with Pulumi.yaml and domains/") from None
    for folder in (here, *here.parents):
        if (folder / "Pulumi.yaml").is_file() and (folder / "domains").is_dir():
            return folder
    raise WrongUsage(f"{here} is not inside a mesh; change to a folder with Pulumi.yaml and domains/")


def need_sandbox_extra() -> None:
    """A clear word where the sandbox's packages are missing."""
    from importlib.util import find_spec

    missing = [name for name in ("boto3", "moto", "duckdb", "pyiceberg", "pyarrow") if find_spec(name) is None]
    if missing:
        raise MeshError(f"the sandbox needs {', '.join(missing)}; install it with: pip install 'meshwright[sandbox]'")


def day(written: str | None) -> date:
    """The day that expiries are judged by: as written, else today in UTC."""
    if written is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise WrongUsage(f'--today "{written}" is not a date; write year-month-day, such as 2027-12-31') from None


@dataclass(frozen=True)
class Checked:
    """A mesh and everything found in it."""

    root: Path
    mesh: "Mesh"
    findings: "tuple[Finding, ...]"

    @property
    def errors(self) -> "tuple[Finding, ...]":
        """The findings that stop a deployment."""
        return tuple(f for f in self.findings if f.level == "error")

    def tell(self) -> bool:
        """Print every finding for a person; whether there is an error among them."""
        from meshwright.report import render

        sys.stderr.write(render(self.findings, "text"))
        return bool(self.errors)

    def unknown(self, kind: str, written: str, names: Iterable[str]) -> MeshError:
        """What to say of a name that the mesh doesn't have, as far as it can be read."""
        if self.tell():
            return MeshError(f"there is no {kind} {written} in what can be read; mend the errors above")
        return unknown(kind, written, names)

    def product(self, written: str) -> "ProductRef":
        """The product that is meant by ``<domain>.<product>`` or ``<domain>.<product>:<major>``.

        Raises WrongUsage for a major that is no number, and for a name that is not there, with the nearest one.
        """
        name, colon, major = written.partition(":")
        if colon and not (major.isdecimal() and len(major) <= LONGEST):
            raise WrongUsage(f"{written}: {major or 'nothing'} is no major version; write <domain>.<product>:<major>")
        ref = self.mesh.product(name, int(major) if colon else None)
        if ref is None:
            majors = (f"{r.name}:{r.product.major}" if colon else r.name for r in self.mesh.products())
            raise self.unknown("product", written, dict.fromkeys(majors))
        return ref


def unknown(kind: str, written: str, names: Iterable[str]) -> WrongUsage:
    """What to say of a name that does not exist: the nearest one, and which there are."""
    from difflib import get_close_matches

    from meshwright.language.quoting import quoted

    there = list(names)
    near = get_close_matches(written, there, n=1)
    listed = ", ".join(there[:NAMED]) + (f" and {len(there) - NAMED} more" if len(there) > NAMED else "")
    meant = f"did you mean {near[0]}? " if near else ""
    return WrongUsage(f"there is no {kind} {quoted(written)}; {meant}there are {listed or 'none'}")


def read_mesh(root: Path, today: date, base: "Mesh | None" = None) -> Checked:
    """Load and check everything: definitions, transforms, rules, and what has changed since ``base``."""
    from meshwright import checks

    mesh, findings = checks.check(root, today=today, base=base)
    return Checked(root, mesh, findings)


def named_environment(checked: Checked, name: str | None) -> "Environment":
    """The environment of that name; the sandbox's where none is named."""
    from meshwright.sandbox.place import sandbox_environment

    if name is None:
        return sandbox_environment(checked.mesh)
    found = checked.mesh.environment(name)
    if found is None:
        raise checked.unknown("environment", name, (e.name for e in checked.mesh.environments))
    return found


def load_mesh(root: Path) -> Checked:
    """The mesh as far as it can be read, unjudged: for commands on what is deployed already."""
    from meshwright.loader import load

    loaded = load(root)
    return Checked(root, loaded.mesh, tuple(loaded.findings))


def running_sandbox(root: Path) -> "Server":
    """The sandbox's server, or a word on how to start it."""
    from meshwright.sandbox.server import running

    server = running(root)
    if server is None:
        raise MeshError("the sandbox is not running; start it with `mesh up`")
    return server
