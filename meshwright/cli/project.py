"""Finding the project and the day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.findings import Finding
    from meshwright.language import Mesh


def find_root(start: Path | None = None) -> Path:
    """The nearest folder, here or above, that holds ``Pulumi.yaml`` and ``domains``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "Pulumi.yaml").is_file() and (folder / "domains").is_dir():
            return folder
    raise MeshError(f"{here} is not inside a mesh; change to a folder with Pulumi.yaml and domains/")


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
        import typer

        raise typer.BadParameter(f'"{written}" is not a date; write year-month-day', param_hint="--today") from None


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


def read_mesh(root: Path, today: date) -> Checked:
    """Load and check everything: definitions, transforms, rules."""
    from meshwright import checks

    mesh, findings = checks.check(root, today=today)
    return Checked(root, mesh, findings)


def load_mesh(root: Path) -> "Mesh":
    """The mesh as far as it can be read, unjudged: for commands on what is deployed already."""
    from meshwright.loader import load

    return load(root).mesh
