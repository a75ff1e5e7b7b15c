"""``mesh new`` and ``mesh codeowners``: what writes files of the mesh."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from meshwright.cli.ending import Status
from meshwright.cli.project import Checked, day, find_root, load_mesh
from meshwright.errors import MeshError

if TYPE_CHECKING:
    from meshwright.scaffold.making import Made


def domain(name: str, owner: str | None, cost_center: str | None, today: str | None) -> int:
    """Start a domain, and say what comes next."""
    from meshwright.scaffold.making import new_domain

    root, on = find_root(), day(today)
    made = new_domain(root, load_mesh(root).mesh, name, owner, cost_center, today=on)
    _tell(made)
    print(f"next: mesh new product {name} <product> --from <sample.csv>")
    return Status.DONE


def product(domain: str, name: str, file: Path | None, today: str | None) -> int:
    """Start a product, and say what comes next."""
    from meshwright.scaffold.making import new_product

    root, on = find_root(), day(today)
    made = new_product(root, _sound(root, domain).mesh, domain, name, file, today=on)
    _tell(made)
    print("next: mesh check, and mesh up to see it published")
    return Status.DONE


def codeowners(*, check: bool, write: bool) -> int:
    """Print CODEOWNERS; or compare it with the file, or write it there."""
    from meshwright import codeowners
    from meshwright.scaffold.placing import replace_file

    root = find_root()
    loaded = load_mesh(root)
    if loaded.mesh.unread:
        loaded.tell()
        raise MeshError("who owns what is not known while a definition can't be read; mend the errors above")
    text, path = codeowners.codeowners(loaded.mesh), root / codeowners.FILE
    if write:
        replace_file(path, text.encode())
        print(f"wrote {codeowners.FILE}")
    elif check:
        found = codeowners.findings(root, loaded.mesh)
        if not path.is_file() or found:
            said = str(found[0]) if found else f"there is no {codeowners.FILE}; write it: mesh codeowners --write"
            print(said, file=sys.stderr)
            return Status.REFUSED
    else:
        sys.stdout.write(text)
    return Status.DONE


def _sound(root: Path, domain: str) -> Checked:
    """The mesh, where the domain's own file can be read."""
    loaded = load_mesh(root)
    if loaded.mesh.domain(domain) is None and domain in loaded.mesh.unread:
        loaded.tell()
        raise MeshError(f"domain {domain} can't be read; mend the errors above")
    broken = [f for f in loaded.findings if f.place.path == f"domains/{domain}/domain.py"]
    if broken:
        loaded.tell()
        raise MeshError(f"domain {domain} has errors; mend those above")
    return loaded


def _tell(made: "Made") -> None:
    from meshwright.language.quoting import printable

    for file in made.files:
        print(f"wrote {file}")
    for remark in made.remarks:
        print(f"note: {printable(remark)}")
